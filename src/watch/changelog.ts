/** The changelog of an index by serial numbers, over XML-RPC, where that is served: complete and in order. */
import { XMLParser } from 'fast-xml-parser';
import { InfrastructureError } from '../contracts/errors.ts';
import { normaliseProject } from '../intake/names.ts';
import { FEED_BYTES, FEED_CHANGES } from '../limits.ts';
import { type Ask, bodyOf } from './ask.ts';
import type { Change, Cursor, Feed, FeedPage } from './feed.ts';

/** One row of `changelog_since_serial`: name, version, time, action, serial. */
export type ChangelogRow = readonly [string, string | null, number, string, number];

/** @param url the index's XML-RPC endpoint */
export function changelogFeed(ask: Ask, url: string): Feed {
  return {
    name: `changelog ${url}`,
    read: async (cursor) => {
      if (cursor === null) return startAt(await call(ask, url, 'changelog_last_serial', null));
      const since = Number(cursor.serial);
      return pageOf(since, rowsOf(await call(ask, url, 'changelog_since_serial', since)));
    },
  };
}

function startAt(serial: unknown): FeedPage {
  if (typeof serial !== 'number') throw protocol('the last serial is no number');
  return { changes: [], cursor: { serial }, more: false, gap: null };
}

/** What the rows after a serial add, cut where many changes end. */
export function pageOf(since: number, rows: readonly ChangelogRow[]): FeedPage {
  const ordered = rows.filter((row) => row[4] > since).sort((left, right) => left[4] - right[4]);
  const changes: Change[] = [];
  let serial = since;
  for (const row of ordered) {
    if (changes.length >= FEED_CHANGES && row[4] !== serial) break;
    serial = row[4];
    const change = changeOf(row);
    if (change !== null) changes.push(change);
  }
  const cursor: Cursor = { serial };
  return { changes, cursor, more: ordered.some((row) => row[4] > serial), gap: null };
}

/** Only files matter: `add source file x-1.0.tar.gz`, `add cp313 file x-1.0-….whl`. */
function changeOf([name, version, , action]: ChangelogRow): Change | null {
  const filename = /^add \S{1,64} file (\S{1,512})$/.exec(action)?.[1];
  return filename === undefined ? null : { project: normaliseProject(name), version, filename };
}

async function call(ask: Ask, url: string, method: string, argument: number | null): Promise<unknown> {
  const params = argument === null ? '' : `<param><value><int>${argument}</int></value></param>`;
  const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
  const headers = { 'content-type': 'text/xml', accept: 'text/xml' };
  const answer = await ask(url, { method: 'POST', headers, body });
  return resultOf(Buffer.from(await bodyOf(answer, FEED_BYTES)).toString('utf8'));
}

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
});

type XmlNode = Readonly<Record<string, readonly XmlNode[] | string>>;

/** The value an XML-RPC answer carries, as numbers, strings, null and arrays. @throws InfrastructureError */
export function resultOf(xml: string): unknown {
  let document: XmlNode[];
  try {
    document = PARSER.parse(xml);
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the changelog is no XML', { cause });
  }
  const response = childrenOf(document, 'methodResponse');
  const fault = response && childrenOf(response, 'fault');
  if (fault !== undefined)
    throw new InfrastructureError('protocol', 'the index refused', { retryable: true });
  const value = ['params', 'param', 'value'].reduce(
    (nodes: readonly XmlNode[] | undefined, tag) => nodes && childrenOf(nodes, tag),
    response,
  );
  if (value === undefined) throw protocol('the changelog has no value');
  return xmlValue(value);
}

/** Only the types that a changelog has; nesting is bounded by the parser of XML. */
function xmlValue(nodes: readonly XmlNode[]): unknown {
  for (const node of nodes) {
    for (const [tag, inner] of Object.entries(node)) {
      if (tag === '#text' || typeof inner === 'string') continue;
      if (tag === 'nil') return null;
      if (tag === 'string') return textOf(inner);
      if (tag === 'int' || tag === 'i4') return Number(textOf(inner));
      if (tag === 'array') {
        const data = childrenOf(inner, 'data') ?? [];
        return data.flatMap((one) => {
          const value = one.value;
          return Array.isArray(value) ? [xmlValue(value)] : [];
        });
      }
    }
  }
  return textOf(nodes);
}

function childrenOf(nodes: readonly XmlNode[], tag: string): readonly XmlNode[] | undefined {
  for (const node of nodes) {
    const inner = node[tag];
    if (Array.isArray(inner)) return inner;
  }
  return undefined;
}

function textOf(nodes: readonly XmlNode[]): string {
  return nodes.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('');
}

function rowsOf(value: unknown): ChangelogRow[] {
  if (!Array.isArray(value)) throw protocol('the changelog is no list');
  return value.map((row: unknown) => {
    if (!Array.isArray(row)) throw protocol('a row of the changelog is no list');
    const [name, version, time, action, serial] = row as unknown[];
    const right =
      typeof name === 'string' &&
      (version === null || typeof version === 'string') &&
      typeof action === 'string' &&
      Number.isSafeInteger(serial);
    if (!right) throw protocol('a row of the changelog has other columns');
    return [name, version === '' ? null : version, Number(time), action, serial as number];
  });
}

function protocol(what: string): InfrastructureError {
  return new InfrastructureError('protocol', what);
}
