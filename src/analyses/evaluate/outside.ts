/** What is known of functions outside the distribution, gathered once for each name: programs repeat a few thousand. */
import type { Api } from '../apis/catalogue.ts';
import { remember } from '../remember.ts';
import { isDecoder, isDecrypter, pureFunction } from './library.ts';
import type { Machine } from './machine.ts';
import type { Pure } from './raw.ts';
import { type Handler, handlerOf } from './special.ts';
import { uploadedPath } from './special-writes.ts';

export interface OutsideFunction {
  api: Api;
  /** Understands the call; undefined for one that is like any other. */
  handler: Handler | undefined;
  /** Gives its result on known arguments. */
  pure: Pure | undefined;
  decodes: boolean;
  decrypts: boolean;
  /** It puts its arguments into the object whose method it is. */
  takesIn: boolean;
  /** It makes a value of each item of its arguments. */
  iterates: boolean;
  /** It does not go through its arguments. */
  looksOnly: boolean;
  /** It sends a file that it is given the path of. */
  uploads: boolean;
}

/** Shared by all scans of a thread: it only remembers what the tables say. */
const KNOWN = new Map<string, OutsideFunction>();
/** Most functions remembered. */
const REMEMBERED = 20_000;

/** Methods by which messages, sessions and queues take in what they hold later. */
const TAKES_IN =
  /^(requests|httpx|aiohttp|urllib3?|http|email|smtplib|discord|discord_webhook|dhooks|telegram|queue|multiprocessing|requests_toolbelt)\..*\.(update|add|append|extend|attach|add_header|add_field|add_attachment|set_content|set_payload|put|put_nowait|insert|setdefault|add_embed_field|add_unredirected_header)$/;

const ITERATES =
  /^(builtins\.(list|tuple|set|frozenset|sorted|enumerate|reversed|zip|map|filter|sum|min|max|any|all|bytes|bytearray|dict)|(itertools|collections|random|heapq)\..*|functools\.reduce)$/;
const LOOKS_ONLY = /^builtins\.(len|bool|isinstance|issubclass|type|id|iter|callable|hash)$/;

/** @param name canonical. */
export function outsideFunction(m: Machine, name: string): OutsideFunction {
  let known = KNOWN.get(name);
  if (known === undefined) {
    known = {
      api: m.apis.find(name),
      handler: handlerOf(m, name),
      pure: pureFunction(name),
      decodes: isDecoder(name),
      decrypts: isDecrypter(name),
      takesIn: TAKES_IN.test(name),
      iterates: ITERATES.test(name),
      looksOnly: LOOKS_ONLY.test(name),
      uploads: uploadedPath(name) !== undefined,
    };
    remember(KNOWN, name, known, REMEMBERED);
  }
  return known;
}
