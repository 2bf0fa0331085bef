import { type ActionContext, actOnVerdict } from '../actions/act.ts';
import type { ScanResult } from '../contracts/result.ts';
import type { VersionSet } from '../contracts/service.ts';
import type { ScanPool } from '../scan/pool.ts';
import type { Database } from '../store/database.ts';
import { submissionsOf } from '../store/submissions.ts';
import { latestVerdict, recordVerdict } from '../store/verdicts.ts';
import { loadSample, type Vault } from '../vault/vault.ts';
import type { ScanTask } from './queue.ts';

export interface ScanContext extends ActionContext {
  database: Database;
  vault: Vault;
  pool: ScanPool;
  versions: VersionSet;
}

/** Scans one distribution and writes what came of it, all or nothing. Doing it again does nothing. */
export async function performScan(context: ScanContext, { sha256 }: ScanTask): Promise<void> {
  const { database, vault, pool, versions } = context;
  if ((await latestVerdict(database.db, sha256, versions)) !== null) return;
  const [submission] = await submissionsOf(database.db, sha256);
  if (submission === undefined) return;
  const { filename } = submission;
  const bytes = await loadSample(vault, sha256);
  const result = await pool.scan({ target: filename, filename, content: { bytes } });
  await conclude(context, sha256, result);
}

async function conclude(context: ScanContext, sha256: string, result: ScanResult): Promise<void> {
  await context.database.db.transaction(async (tx) => {
    const verdict = await recordVerdict(tx, sha256, result, null);
    if (verdict !== null) await actOnVerdict(tx, context, verdict, result);
  });
}
