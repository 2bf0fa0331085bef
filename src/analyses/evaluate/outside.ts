/** Names outside the distribution and what is known of them, gathered once for each: programs repeat a few thousand. */
import { type Api, apiOf } from '../apis/catalogue.ts';
import { isDecoder, isDecrypter, pureFunction } from './library.ts';
import { textConstant } from './library-text.ts';
import type { Machine } from './machine.ts';
import type { Pure } from './raw.ts';
import { type Handler, handlerOf } from './special.ts';
import { uploadedPath } from './special-writes.ts';
import { type Obj, type Ref, ref } from './values.ts';

export interface OutsideName {
  /** As it was asked for. */
  readonly name: string;
  readonly api: Api;
  /** The text that it stands for. */
  readonly constant: string | null;
  /** The thing itself: one value for all that import it. */
  value: Ref | null;
  /** What a call of it does; gathered for the first call. */
  called: OutsideFunction | null;
  /** Its attributes that were asked for, under their canonical names. */
  attributes: Map<string, OutsideName> | null;
}

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

/** Most names remembered; then all are forgotten, so that no scan can take the memory away from those after it. */
const REMEMBERED = 20_000;
/** Longer names are chains of results, or made up. */
const REMEMBERED_LENGTH = 200;

class OutsideNames {
  readonly #known = new Map<string, OutsideName>();

  find(name: string): OutsideName {
    let known = this.#known.get(name);
    if (known === undefined) {
      known = {
        name,
        api: apiOf(name),
        constant: textConstant(name),
        value: null,
        called: null,
        attributes: null,
      };
      if (name.length > REMEMBERED_LENGTH) return known;
      if (this.#known.size >= REMEMBERED) this.#forget();
      this.#known.set(name, known);
    }
    return known;
  }

  /** What a name stands for. */
  value(name: string): Ref {
    const known = this.find(name);
    known.value ??= ref(known.api.name);
    return known.value;
  }

  /** What a value is or is the result of; the value remembers it. */
  of(value: Ref | Obj): OutsideName {
    const { outside } = value;
    if (outside !== null && outside.name === value.name) return outside;
    return (value.outside = this.find(value.name));
  }

  /** `owner.name`, under its canonical name, without putting the text together again. */
  attribute(owner: OutsideName, name: string): OutsideName {
    let attribute = owner.attributes?.get(name);
    if (attribute === undefined) {
      attribute = this.find(this.find(`${owner.name}.${name}`).api.name);
      if (name.length <= REMEMBERED_LENGTH) (owner.attributes ??= new Map()).set(name, attribute);
    }
    return attribute;
  }

  /** Also those that values of the present scan hold let go of the others. */
  #forget(): void {
    for (const known of this.#known.values()) known.attributes = null;
    this.#known.clear();
  }
}

/** Shared by all scans of a thread: it only remembers what the tables say. */
export const OUTSIDE = new OutsideNames();

/** Methods by which messages, sessions and queues take in what they hold later. */
const TAKES_IN =
  /^(requests|httpx|aiohttp|urllib3?|http|email|smtplib|discord|discord_webhook|dhooks|telegram|queue|multiprocessing|requests_toolbelt)\..*\.(update|add|append|extend|attach|add_header|add_field|add_attachment|set_content|set_payload|put|put_nowait|insert|setdefault|add_embed_field|add_unredirected_header)$/;

const ITERATES =
  /^(builtins\.(list|tuple|set|frozenset|sorted|enumerate|reversed|zip|map|filter|sum|min|max|any|all|bytes|bytearray|dict)|(itertools|collections|random|heapq)\..*|functools\.reduce)$/;
const LOOKS_ONLY = /^builtins\.(len|bool|isinstance|issubclass|type|id|iter|callable|hash)$/;

/** What a call of it does. */
export function outsideFunction(m: Machine, callee: Ref): OutsideFunction {
  const known = OUTSIDE.of(callee);
  known.called ??= gather(m, known);
  return known.called;
}

function gather(m: Machine, { name, api }: OutsideName): OutsideFunction {
  return {
    api,
    handler: handlerOf(m, name),
    pure: pureFunction(name),
    decodes: isDecoder(name),
    decrypts: isDecrypter(name),
    takesIn: TAKES_IN.test(name),
    iterates: ITERATES.test(name),
    looksOnly: LOOKS_ONLY.test(name),
    uploads: uploadedPath(name) !== undefined,
  };
}
