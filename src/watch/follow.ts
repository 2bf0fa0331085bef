/** Follows a feed: what it says is new is fetched, verified and submitted, and only then is the place written down. */
import { InfrastructureError } from '../contracts/errors.ts';
import { submit } from '../jobs/submit.ts';
import { FEED_ATTEMPTS, FEED_PENDING } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { recordAudit } from '../store/audit.ts';
import { feedCursor, knownHashes, saveFeedCursor } from '../store/feeds.ts';
import type { Change, Cursor, Feed } from './feed.ts';
import { type FoundFile, type IndexReader, means } from './index-reader.ts';

/** A file that could not be had yet. */
interface Pending extends Change {
  attempts: number;
}

/** As it stands in the store. */
interface Place {
  feed: Cursor | null;
  pending: Pending[];
}

export interface Round {
  submitted: number;
  /** Files known already. */
  known: number;
  /** Changes that will be tried again. */
  pending: number;
  /** Whether there is more to read at once. */
  more: boolean;
}

export interface FollowContext {
  service: Service;
  feed: Feed;
  index: IndexReader;
  /** Told of what goes wrong. */
  log: (message: string) => void;
}

/**
 * Reads the feed once and deals with what is new. Stopped anywhere, the next round begins where this one began:
 * whatever was submitted by then is known.
 * @throws InfrastructureError when the feed itself cannot be read, or the service takes nothing in
 */
export async function followOnce(context: FollowContext): Promise<Round> {
  const { service, feed, log } = context;
  const { db } = service.database;
  const place = placeOf(await feedCursor(db, feed.name));
  // Old debts first: while too many are open, nothing new is taken on.
  const full = place.pending.length >= FEED_PENDING;
  const page = full ? null : await feed.read(place.feed);
  if (page?.gap != null) {
    log(`${feed.name}: ${page.gap}`);
    await recordAudit(db, 'watch', 'feed.gap', feed.name, { reason: page.gap });
  }
  const changes: Pending[] = [
    ...place.pending,
    ...(page?.changes ?? []).map((change) => ({ ...change, attempts: 0 })),
  ];
  const round: Round = { submitted: 0, known: 0, pending: 0, more: page?.more ?? false };
  const pending: Pending[] = [];
  for (const [, group] of Map.groupBy(changes, ({ project }) => project)) {
    pending.push(...(await dealWith(context, group, round)));
  }
  round.pending = pending.length;
  await saveFeedCursor(db, feed.name, { feed: page === null ? place.feed : page.cursor, pending });
  return round;
}

function placeOf(saved: Record<string, unknown> | null): Place {
  return {
    feed: (saved?.feed ?? null) as Cursor | null,
    pending: (saved?.pending ?? []) as Pending[],
  };
}

/** Submits what changed in one project; returns what has to be tried again. */
async function dealWith(context: FollowContext, group: readonly Pending[], round: Round): Promise<Pending[]> {
  const { index, service, feed, log } = context;
  const project = group[0]!.project;
  let files: FoundFile[];
  try {
    files = await index.files(project, group);
  } catch (error) {
    log(`${feed.name}: the page of ${project} could not be read: ${messageOf(error)}`);
    return triedAgain(context, group, error);
  }
  // Feeds are quicker than pages: what is not listed yet may be later.
  const unlisted = group.filter(
    (change) => namesFiles(change) && !files.some((file) => means(change, file.filename)),
  );
  const failed = await triedAgain(
    context,
    unlisted,
    new InfrastructureError('not-found', 'it is not listed'),
  );
  const known = await knownHashes(
    service.database.db,
    files.flatMap(({ sha256 }) => sha256 ?? []),
  );
  for (const file of files) {
    if (file.sha256 !== null && known.has(file.sha256)) {
      round.known += 1;
      continue;
    }
    try {
      await take(context, file);
      round.submitted += 1;
    } catch (error) {
      if (error instanceof InfrastructureError && error.code === 'busy') throw error;
      log(`${feed.name}: ${file.filename} could not be taken: ${messageOf(error)}`);
      const { version, filename } = file;
      const attempts = group.find((change) => change.filename === filename)?.attempts ?? 0;
      failed.push(...(await triedAgain(context, [{ project, version, filename, attempts }], error)));
    }
  }
  return failed;
}

async function take({ index, service }: FollowContext, file: FoundFile): Promise<void> {
  const staged = await index.stage(file, service.vault);
  try {
    const { filename, url, project, version } = file;
    await submit(service, staged, { filename, source: 'feed', uploader: null, url, project, version });
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

/** What is given up is written down: nothing is skipped in silence. */
async function triedAgain(
  { service, feed }: FollowContext,
  changes: readonly Pending[],
  error: unknown,
): Promise<Pending[]> {
  if (!(error instanceof InfrastructureError)) throw error;
  const next = changes.map((change) => ({ ...change, attempts: change.attempts + 1 }));
  const pending = next.filter(({ attempts }) => attempts < FEED_ATTEMPTS);
  for (const { project, version, filename } of next.filter((change) => !pending.includes(change))) {
    const detail = { feed: feed.name, version, filename, reason: error.message };
    await recordAudit(service.database.db, 'watch', 'feed.given-up', project, detail);
  }
  return pending;
}

/** Whether a change says that there are files: one that names only a project may be a removal. */
function namesFiles({ version, filename }: Change): boolean {
  return version !== null || filename !== null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
