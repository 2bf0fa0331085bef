import { InfrastructureError } from '../contracts/errors.ts';
import type { NewSubmission, VersionSet } from '../contracts/service.ts';
import type { Database, Db } from '../store/database.ts';
import { isKnownProject } from '../store/distributions.ts';
import { recordSubmission, type Submission } from '../store/submissions.ts';
import { nextTurn } from '../store/turns.ts';
import { latestVerdict } from '../store/verdicts.ts';
import type { Staged } from '../vault/vault.ts';
import { priorityOf, urgencyFor } from './priority.ts';
import type { ScanQueue } from './queue.ts';

export interface Submitter {
  database: Database;
  queue: ScanQueue;
  versions: VersionSet;
}

/**
 * Takes a distribution into custody: its bytes are kept, its arrival is written down, and its scan is asked for unless
 * this version set has judged the same bytes before. Once this has resolved, nothing of it is lost.
 * @param also what is to be written down in the same transaction
 * @throws InfrastructureError `busy` when too many scans wait; then nothing has been kept
 */
export async function submit(
  { database, queue, versions }: Submitter,
  staged: Staged,
  submission: Omit<NewSubmission, 'sha256' | 'bytes'>,
  also: (tx: Db, submission: Submission) => Promise<void> = async () => {},
): Promise<Submission> {
  const { sha256, bytes } = staged;
  try {
    if ((await latestVerdict(database.db, sha256, versions)) === null) await queue.admit();
  } catch (error) {
    await staged.discard();
    throw error;
  }
  await staged.keep();
  return database.db.transaction(async (tx) => {
    const row = await recordSubmission(tx, { ...submission, sha256, bytes });
    const known = await latestVerdict(tx, sha256, versions);
    if (known === null) await queue.ask(tx, { sha256 }, await turnOf(tx, submission));
    await also(tx, row);
    return row;
  });
}

async function turnOf(tx: Db, { source, project, uploader }: Omit<NewSubmission, 'sha256' | 'bytes'>) {
  const isNew = project !== null && !(await isKnownProject(tx, project));
  const due = uploader === null ? new Date() : await nextTurn(tx, uploader);
  return priorityOf(urgencyFor(source, isNew), due);
}

/** Whether an error says that the sender should come back later: HTTP answers 503 with `Retry-After`. */
export function isBusy(error: unknown): boolean {
  return error instanceof InfrastructureError && error.code === 'busy';
}
