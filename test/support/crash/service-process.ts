/**
 * A process of the service, to be killed: the whole server, or a worker beside it. Its scan processes die of samples
 * called poison. Arguments: settings as JSON. Says `ready` on standard output once it works; a server says before
 * where it listens, and a token that uploads: `serves <url> <token>`.
 */
import { startWorker } from '../../../src/jobs/worker.ts';
import { readConfig } from '../../../src/serve/config.ts';
import { startServer } from '../../../src/serve/serve.ts';
import { openService } from '../../../src/service/service.ts';
import { createToken } from '../../../src/store/tokens.ts';

export interface ServiceProcessSettings {
  role: 'server' | 'worker';
  database: string;
  vault: string;
  /** Scan processes; 0 for none. */
  jobs: number;
  name: string;
}

const STOP_MS = 10_000;
const settings = JSON.parse(process.argv[2]!) as ServiceProcessSettings;
const script = new URL('./poison-process.ts', import.meta.url);
const stop = await (settings.role === 'server' ? serve(settings) : work(settings));
say('ready');
process.on('SIGTERM', async () => {
  await stop();
  process.exit();
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function serve({ database, vault, jobs }: ServiceProcessSettings): Promise<() => Promise<void>> {
  const flags = {
    database,
    vault,
    'listen.port': 0,
    'scan.processes': jobs,
    'log.level': 'silent',
    // Everything comes from one address here.
    'limits.requests-per-minute': 1_000_000,
  };
  const server = await startServer(await readConfig({ flags }), { scanScript: script });
  const token = { name: 'sender', role: 'ingest', uploader: null, actor: 'setup', expiresAt: null } as const;
  const { secret } = await createToken(server.service.database.db, token);
  say(`serves ${server.url} ${secret}`);
  return server.close;
}

async function work({ name, jobs, ...options }: ServiceProcessSettings): Promise<() => Promise<void>> {
  const service = await openService(options);
  const worker = await startWorker(service, { jobs, name, script });
  return async () => {
    await worker.stop(STOP_MS);
    await service.close();
  };
}
