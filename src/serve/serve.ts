/** The whole service in one process: ways in, worker and HTTP server, started and stopped together. */
import type { AddressInfo } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import { DEFAULT_POLICY } from '../actions/policy.ts';
import { readPolicy } from '../actions/policy-file.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import { buildApp } from '../http/app.ts';
import { startWorker } from '../jobs/worker.ts';
import { openService, type Service } from '../service/service.ts';
import { hasAdministrator } from '../store/accounts.ts';
import { isLoopback } from './bind.ts';
import type { ServerConfig } from './config.ts';
import { startFollowers } from './followers.ts';

export interface RunningServer {
  /** Where people reach it, with a slash at the end. */
  url: string;
  service: Service;
  /** Takes in nothing more, answers what is under way, and closes everything. */
  close(): Promise<void>;
}

/**
 * Starts everything. When something cannot be started, what was started before it is closed again.
 * @throws InfrastructureError `config-invalid` when it would listen beyond this machine before anybody can sign in
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const policy = config.policy === undefined ? DEFAULT_POLICY : await readPolicy(config.policy);
    const service = await openService({ database: config.database, vault: config.vault, policy });
    closers.push(service.close);
    await refuseOpenDoor(config, service);
    if (config.scan.processes > 0) closers.push(await startScans(service, config.scan.processes));
    const app = await buildApp({ parts: partsOf(service, config) });
    closers.push(() => app.close());
    closers.push(await startFollowers(service, config, (message) => app.log.warn(message)));
    await app.listen(config.listen);
    return { url: urlOf(config, app.server.address() as AddressInfo), service, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Beyond loopback, somebody must be able to prove who they are: else the first stranger sets the service up. */
async function refuseOpenDoor({ listen }: ServerConfig, service: Service): Promise<void> {
  if (isLoopback(listen.host) || (await hasAdministrator(service.database.db))) return;
  throw new InfrastructureError(
    'config-invalid',
    `${listen.host} is not a loopback address and no administrator exists yet. ` +
      'Run `lazaret user add NAME --role administrator` first, or listen on 127.0.0.1.',
  );
}

async function startScans(service: Service, jobs: number): Promise<() => Promise<void>> {
  const worker = await startWorker(service, { jobs });
  return () => worker.stop();
}

/** What is mounted where. */
function partsOf(_service: Service, _config: ServerConfig): Record<string, FastifyPluginAsync> {
  return {};
}

function urlOf(config: ServerConfig, { address, family, port }: AddressInfo): string {
  const given = config['public-url'];
  if (given !== undefined) return given.endsWith('/') ? given : `${given}/`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
