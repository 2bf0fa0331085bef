/** One scan, from the queue to the verdict: an attempt is written down before it starts and closed with its result. */
import { type ActionContext, actOnVerdict } from '../actions/act.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult } from '../contracts/result.ts';
import type { RecordedVerdict, VersionSet } from '../contracts/service.ts';
import { queueVerdict } from '../review/queue.ts';
import { suppressionsFor } from '../review/suppressions.ts';
import { failedResult } from '../scan/failed-result.ts';
import { crashed, failure } from '../scan/failure.ts';
import type { ProcessPool, ScreenedSample } from '../scan/process-pool.ts';
import { SCAN_ATTEMPTS } from '../service-limits.ts';
import type { Database, Db } from '../store/database.ts';
import { type DistributionRow, findDistribution } from '../store/distributions.ts';
import { loadEvidence, saveEvidence } from '../store/evidence.ts';
import { finishScan, type StartedScan, startScan } from '../store/scans.ts';
import { latestVerdict, recordVerdict } from '../store/verdicts.ts';
import type { Vault } from '../vault/vault.ts';
import { persist } from './persist.ts';
import type { ScanJob, ScanQueue } from './queue.ts';

export interface ScanContext extends ActionContext {
  database: Database;
  vault: Vault;
  queue: ScanQueue;
  pool: ProcessPool;
  versions: VersionSet;
  /** Name of the worker, for the record. */
  worker: string;
  /** Whether the worker is being stopped: what is under way then has not failed. */
  isStopping(): boolean;
}

export type ScanReport =
  | { kind: 'verdict'; verdict: RecordedVerdict; attempt: number; givenUp: boolean }
  | { kind: 'known' }
  | { kind: 'failed'; reason: string; attempt: number }
  | { kind: 'returned' };

/** Performs one scan. Doing it again, or twice at once, writes nothing twice. Rejects when the database is out of reach. */
export async function performScan(context: ScanContext, job: ScanJob): Promise<ScanReport> {
  const begun = await persist(() => begin(context, job));
  if (begun === null) return { kind: 'known' };
  const { scan, distribution } = begun;
  if (scan.attempt > SCAN_ATTEMPTS)
    return giveUp(context, job, begun, crashed('its workers ended each time'));
  try {
    const screened = await screen(context, distribution);
    if (screened.failure?.code !== 'worker-crash') {
      return await persist(() => conclude(context, job, scan, screened, 'completed'));
    }
    return await fail(context, job, begun, screened.failure);
  } catch (error) {
    return fail(context, job, begun, limitationOf(error));
  }
}

interface Begun {
  scan: StartedScan;
  distribution: DistributionRow;
}

/** Null when there is nothing to do. */
function begin({ database, queue, versions, worker }: ScanContext, job: ScanJob): Promise<Begun | null> {
  const { sha256 } = job.data;
  return database.db.transaction(async (tx) => {
    const known = await latestVerdict(tx, sha256, versions);
    const distribution = known === null ? await findDistribution(tx, sha256) : null;
    if (distribution === null) {
      await queue.complete(tx, job);
      return null;
    }
    return { scan: await startScan(tx, sha256, versions, worker), distribution };
  });
}

/** From kept evidence where this engine has seen the bytes before, else from the bytes. */
async function screen(context: ScanContext, distribution: DistributionRow): Promise<ScreenedSample> {
  const { database, vault, pool, versions } = context;
  const { sha256, filename, bytes } = distribution;
  const saved = await loadEvidence(database.db, sha256, versions.engine);
  if (saved !== null) {
    const result = await pool.rescore(saved);
    if (!('code' in result)) {
      const again = { result, evidence: null, failure: null };
      return withoutSuppressed(context, sha256, again, saved.evidence);
    }
  }
  const screened = await pool.screen({ filename, sha256, bytes, content: vault.read(sha256) });
  return withoutSuppressed(context, sha256, screened, screened.evidence);
}

/** Judged once more, where reviewers have said of findings that they are not to count. */
async function withoutSuppressed(
  { database, pool }: ScanContext,
  sha256: string,
  screened: ScreenedSample,
  evidence: Uint8Array | null,
): Promise<ScreenedSample> {
  const { result: old } = screened;
  const suppressions = await suppressionsFor(database.db, sha256, old);
  if (suppressions.length === 0 || evidence === null) return screened;
  const result = await pool.rescore({ evidence, old, suppressions });
  // What cannot be judged again counts as it is.
  return 'code' in result ? screened : { ...screened, result };
}

/** Verdict, evidence, what is done about it, and the end of the attempt and the job: all or nothing. */
function conclude(
  context: ScanContext,
  job: ScanJob,
  scan: StartedScan,
  { result, evidence, failure }: ScreenedSample,
  outcome: 'completed' | 'given-up',
): Promise<ScanReport> {
  const { sha256 } = job.data;
  return context.database.db.transaction(async (tx: Db): Promise<ScanReport> => {
    const verdict = await recordVerdict(tx, sha256, result, scan.id);
    if (verdict !== null) {
      if (evidence !== null) await saveEvidence(tx, sha256, verdict.engine, evidence);
      await actOnVerdict(tx, context, verdict, result);
      await queueVerdict(tx, verdict, result);
    }
    await finishScan(tx, scan.id, outcome, failure?.detail ?? null);
    await context.queue.complete(tx, job);
    if (verdict === null) return { kind: 'known' };
    return { kind: 'verdict', verdict, attempt: scan.attempt, givenUp: outcome === 'given-up' };
  });
}

/** Ends an attempt that came to nothing: to be tried again, or for good. */
async function fail(
  context: ScanContext,
  job: ScanJob,
  begun: Begun,
  reason: Limitation,
): Promise<ScanReport> {
  const { database, queue } = context;
  const { id, attempt } = begun.scan;
  if (context.isStopping()) {
    await persist(() => finishScan(database.db, id, 'returned', reason.detail));
    await persist(() => queue.putBack(job));
    return { kind: 'returned' };
  }
  if (attempt >= SCAN_ATTEMPTS) return giveUp(context, job, begun, reason);
  await persist(() => finishScan(database.db, id, 'failed', reason.detail));
  await persist(() => queue.retry(job, reason.detail));
  return { kind: 'failed', reason: reason.detail, attempt };
}

/** Nothing vouches for what could not be scanned: the verdict is `incomplete`. */
async function giveUp(
  context: ScanContext,
  job: ScanJob,
  { scan, distribution }: Begun,
  reason: Limitation,
): Promise<ScanReport> {
  const { sha256, filename, bytes } = distribution;
  const result: ScanResult = await failedResult(
    { target: filename, filename, sha256, bytes, totalMs: 0 },
    reason,
  );
  const screened = { result, evidence: null, failure: reason };
  return persist(() => conclude(context, job, scan, screened, 'given-up'));
}

function limitationOf(error: unknown): Limitation {
  const detail = error instanceof Error ? error.message : String(error);
  if (!(error instanceof InfrastructureError)) return crashed(detail);
  const code = error.code === 'hash-mismatch' ? error.code : 'fetch-failed';
  return failure(code, `the sample could not be read: ${detail}`);
}
