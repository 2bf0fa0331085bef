/** RSS of the newest releases: what every index of this kind serves, and which shows only some dozens at a time. */
import { XMLParser } from 'fast-xml-parser';
import { InfrastructureError } from '../contracts/errors.ts';
import { isProjectName, normaliseProject } from '../intake/names.ts';
import { FEED_BYTES, FEED_SEEN } from '../limits.ts';
import { type Ask, bodyOf } from './ask.ts';
import type { Change, Cursor, Feed, FeedPage } from './feed.ts';

const PARSER = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (tag) => tag === 'item',
});

/** @param url of the feed, whose links end in `/project/NAME/VERSION/` */
export function rssFeed(ask: Ask, url: string): Feed {
  return {
    name: `rss ${url}`,
    read: async (cursor) => {
      const answer = await ask(url, { headers: conditions(cursor) });
      if (answer.status === 304) {
        answer.discard();
        return { changes: [], cursor: cursor!, more: false, gap: null };
      }
      const links = linksOf(Buffer.from(await bodyOf(answer, FEED_BYTES)).toString('utf8'));
      const { etag, 'last-modified': lastModified } = answer.headers;
      return pageOf(cursor, links, { etag: etag ?? null, lastModified: lastModified ?? null });
    },
  };
}

function conditions(cursor: Cursor | null): Record<string, string> {
  const { etag, lastModified } = cursor ?? {};
  return {
    ...(typeof etag === 'string' ? { 'if-none-match': etag } : {}),
    ...(typeof lastModified === 'string' ? { 'if-modified-since': lastModified } : {}),
  };
}

/** Links of the items, newest first. @throws InfrastructureError */
export function linksOf(xml: string): string[] {
  let document: unknown;
  try {
    document = PARSER.parse(xml);
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the feed is no XML', { cause });
  }
  const items = member(member(member(document, 'rss'), 'channel'), 'item');
  if (items === undefined && member(member(document, 'rss'), 'channel') === undefined) {
    throw new InfrastructureError('protocol', 'the feed is no RSS');
  }
  if (!Array.isArray(items)) return [];
  return items.map((item) => member(item, 'link')).filter((link) => typeof link === 'string');
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** What is new among the links. When none of them was seen before, more may have passed than the feed shows. */
export function pageOf(cursor: Cursor | null, links: readonly string[], validators: Cursor): FeedPage {
  const before = Array.isArray(cursor?.seen) ? (cursor.seen as unknown[]).map(String) : [];
  const known = new Set(before);
  const fresh = links.filter((link) => !known.has(link));
  const passed = before.length > 0 && links.length > 0 && fresh.length === links.length;
  const seen = [...new Set([...links, ...before])].slice(0, FEED_SEEN);
  return {
    changes: fresh.reverse().flatMap((link) => changeOf(link) ?? []),
    cursor: { ...validators, seen },
    more: false,
    gap: passed ? 'nothing on the feed was there at the last look: more may have passed than it shows' : null,
  };
}

function changeOf(link: string): Change | null {
  if (!URL.canParse(link)) return null;
  const [name = '', version] =
    /\/project\/([^/]+)(?:\/([^/]+))?\/?$/.exec(new URL(link).pathname)?.slice(1) ?? [];
  if (!isProjectName(name)) return null;
  return { project: normaliseProject(name), version: version ? decoded(version) : null, filename: null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
