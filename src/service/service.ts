/** The parts that every way in and every worker share, opened and closed together. */
import { DEFAULT_POLICY, type Policy } from '../actions/policy.ts';
import type { VersionSet } from '../contracts/service.ts';
import { engine } from '../engine.ts';
import { openQueue, type ScanQueue } from '../jobs/queue.ts';
import { type VerdictWatch, watchVerdicts } from '../jobs/verdict-watch.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open.ts';
import { openVault } from '../vault/open.ts';
import type { Vault } from '../vault/vault.ts';

export interface ServiceOptions {
  /** As `openDatabase` reads it, or one that is open; it is closed with the service. */
  database: string | Database;
  /** Where samples are kept, as `openVault` reads it. */
  vault: string;
  policy?: Policy;
}

export interface Service {
  readonly database: Database;
  readonly vault: Vault;
  readonly queue: ScanQueue;
  readonly verdicts: VerdictWatch;
  readonly versions: VersionSet;
  readonly policy: Policy;
  close(): Promise<void>;
}

export async function openService(options: ServiceOptions): Promise<Service> {
  const { version, ruleset, model } = engine();
  const versions: VersionSet = { engine: version, ruleset, model };
  const vault = await openVault(options.vault);
  const { database: named } = options;
  const database = typeof named === 'string' ? await openDatabase(named) : named;
  const queue = await openQueue(database);
  const verdicts = await watchVerdicts(database, versions);
  return {
    database,
    vault,
    queue,
    verdicts,
    versions,
    policy: options.policy ?? DEFAULT_POLICY,
    close: async () => {
      await verdicts.close();
      await queue.close();
      await database.close();
    },
  };
}
