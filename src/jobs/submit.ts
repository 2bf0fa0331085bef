import type { NewSubmission, Source, VersionSet } from '../contracts/service.ts';
import type { Database } from '../store/database.ts';
import { recordSubmission, type Submission } from '../store/submissions.ts';
import { latestVerdict } from '../store/verdicts.ts';
import type { Staged } from '../vault/vault.ts';
import { PRIORITY, type ScanQueue } from './queue.ts';

export interface Submitter {
  database: Database;
  queue: ScanQueue;
  versions: VersionSet;
}

const PRIORITIES: Record<Source, number> = {
  proxy: PRIORITY.demanded,
  gate: PRIORITY.upload,
  api: PRIORITY.upload,
  folder: PRIORITY.feed,
  feed: PRIORITY.feed,
  backfill: PRIORITY.backfill,
};

/**
 * Takes a distribution into custody: its bytes are kept, its arrival is written down, and its scan is asked for unless
 * this version set has judged the same bytes before. Once this has resolved, nothing of it is lost.
 */
export async function submit(
  { database, queue, versions }: Submitter,
  staged: Staged,
  submission: Omit<NewSubmission, 'sha256' | 'bytes'>,
): Promise<Submission> {
  const { sha256, bytes } = staged;
  await staged.keep();
  return database.db.transaction(async (tx) => {
    const row = await recordSubmission(tx, { ...submission, sha256, bytes });
    const known = await latestVerdict(tx, sha256, versions);
    if (known === null) await queue.ask(tx, { sha256 }, PRIORITIES[submission.source], submission.uploader);
    return row;
  });
}
