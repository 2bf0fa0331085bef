/**
 * The list of projects of a simple index (PEP 691) with each one's `_last-serial`, as mirrors follow it: complete,
 * without naming files. The list of a large index has tens of megabytes, so it is asked for seldom and conditionally.
 */
import { InfrastructureError } from '../contracts/errors.ts';
import { isProjectName, normaliseProject } from '../intake/names.ts';
import { FEED_CHANGES, INDEX_PAGE_BYTES } from '../limits.ts';
import { type Ask, bodyOf } from './ask.ts';
import type { Cursor, Feed, FeedPage } from './feed.ts';

/** @param url root of the simple index */
export function serialsFeed(ask: Ask, url: string): Feed {
  return {
    name: `serials ${url}`,
    read: async (cursor) => {
      const etag = cursor?.etag;
      const condition = typeof etag === 'string' ? { 'if-none-match': etag } : {};
      const headers = { accept: 'application/vnd.pypi.simple.v1+json', ...condition };
      const answer = await ask(url, { headers });
      if (answer.status === 304) {
        answer.discard();
        return { changes: [], cursor: cursor!, more: false, gap: null };
      }
      const text = Buffer.from(await bodyOf(answer, INDEX_PAGE_BYTES)).toString('utf8');
      return pageOf(cursor, serialsOf(text), answer.headers.etag ?? null);
    },
  };
}

/** Serial by project. @throws InfrastructureError */
export function serialsOf(text: string): Map<string, number> {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the list of projects is no JSON', { cause });
  }
  const projects = (page as { projects?: unknown } | null)?.projects;
  if (!Array.isArray(projects)) throw new InfrastructureError('protocol', 'there is no list of projects');
  const serials = new Map<string, number>();
  for (const entry of projects as unknown[]) {
    const { name, '_last-serial': serial } = (entry ?? {}) as Record<string, unknown>;
    if (typeof name === 'string' && isProjectName(name) && Number.isSafeInteger(serial)) {
      serials.set(normaliseProject(name), serial as number);
    }
  }
  if (projects.length > 0 && serials.size === 0) {
    throw new InfrastructureError('protocol', 'this index gives its projects no serials');
  }
  return serials;
}

/** Projects changed after the cursor's serial, the oldest change first. */
export function pageOf(cursor: Cursor | null, serials: Map<string, number>, etag: string | null): FeedPage {
  let newest = 0;
  for (const serial of serials.values()) newest = Math.max(newest, serial);
  if (cursor === null) return { changes: [], cursor: { serial: newest, etag }, more: false, gap: null };
  const since = Number(cursor.serial);
  const changed = [...serials]
    .filter(([, serial]) => serial > since)
    .sort((left, right) => left[1] - right[1]);
  // Projects of one serial stay together: the cursor cannot stand between them.
  const last = changed[FEED_CHANGES - 1]?.[1] ?? newest;
  const taken = changed.filter(([, serial]) => serial <= last);
  const more = taken.length < changed.length;
  const changes = taken.map(([project]) => ({ project, version: null, filename: null }));
  // With more to come, the same page has to be sent again.
  return { changes, cursor: { serial: Math.max(since, last), etag: more ? null : etag }, more, gap: null };
}
