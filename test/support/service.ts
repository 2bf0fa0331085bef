/** A service of its own for a test: embedded database in memory, vault in a temporary folder, a scan worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Policy } from '../../src/actions/policy.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { openService, type Service } from '../../src/service/service.ts';
import type { Staged, Vault } from '../../src/vault/vault.ts';
import { openTemplateDatabase } from './database.ts';

export interface TestService extends Service {
  /** Folder that goes with the service. */
  folder: string;
}

export interface TestServiceOptions {
  /** As `openDatabase` reads it; in memory unless given. */
  database?: string;
  policy?: Policy;
  /** Whether scans are taken from the queue; true unless given. */
  worker?: boolean;
}

/** Opens a service; `close` ends it and removes its folder. */
export async function openTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-service-'));
  const service = await openService({
    database: options.database ?? (await openTemplateDatabase()),
    vault: path.join(folder, 'vault'),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  });
  const stopWorker = options.worker === false ? async () => {} : await work(service);
  return {
    ...service,
    folder,
    close: async () => {
      await stopWorker();
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function work(service: Service): Promise<() => Promise<void>> {
  const worker = await startWorker(service, { jobs: 1 });
  return () => worker.stop();
}

export async function stageBytes(vault: Vault, bytes: Uint8Array): Promise<Staged> {
  const source = (async function* () {
    yield bytes;
  })();
  return vault.stage(source, bytes.byteLength);
}
