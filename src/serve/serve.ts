/** The whole service in one process: ways in, worker and HTTP server, started and stopped together. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DEFAULT_POLICY } from '../actions/policy.ts';
import { readPolicy } from '../actions/policy-file.ts';
import { startUpkeep, type UpkeepOptions } from '../backup/upkeep.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import { createFetcher } from '../fetch/fetcher.ts';
import { setupLink } from '../http/accounts.ts';
import { buildApp, type DeclaredRoute } from '../http/app.ts';
import type { Log, LogOptions } from '../http/log.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import { linkTo } from '../http/pages.ts';
import { startWorker, type WorkerEvent, type WorkerOptions } from '../jobs/worker.ts';
import { ProcessPool } from '../scan/process-pool.ts';
import { openService, type Service } from '../service/service.ts';
import type { Database } from '../store/database.ts';
import { hasAdministrator } from '../store/users.ts';
import { isLoopback } from './bind.ts';
import { addressOf, type ServerConfig } from './config.ts';
import { startFollowers } from './followers.ts';
import { partsOf } from './parts.ts';

export interface RunningServer {
  /** Where people reach it, with a slash at the end. */
  url: string;
  /** Where the first administrator sets it up: works once, for a day. Null when there is an administrator. */
  setupUrl: string | null;
  service: Service;
  log: Log;
  /** Every route there is. */
  routes: readonly DeclaredRoute[];
  /** Takes in nothing more, answers what is under way, and closes everything. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** A database that is open, instead of the configured one. */
  database?: Database;
  /** Where log lines go; standard error unless given. */
  logStream?: NonNullable<LogOptions['stream']>;
  /** What scan processes run instead of `src/scan/process.ts`. */
  scanScript?: URL;
}

/**
 * Starts everything. When something cannot be started, what was started before it is closed again.
 * @throws InfrastructureError `config-invalid` when it would listen beyond this machine before anybody can sign in
 */
export async function startServer(config: ServerConfig, options: StartOptions = {}): Promise<RunningServer> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  let url = '';
  let log: Log | undefined;
  try {
    const policy = config.policy === undefined ? DEFAULT_POLICY : await readPolicy(config.policy);
    const service = await openService({
      database: options.database ?? config.database,
      vault: config.vault,
      policy,
    });
    closers.push(service.close);
    closers.push(
      startStoreUpkeep(service, config, (what, error) => log?.error({ err: error }, `${what} failed`)),
    );
    await refuseOpenDoor(config, service);
    const fetcher = createFetcher({
      allow: config.fetch.allow,
      limits: { maxBytes: config.limits['upload-bytes'] },
    });
    closers.push(fetcher.close);
    // One at a time, apart from the scans: reviewers do not wait behind a backfill.
    const inspector = new ProcessPool({ jobs: 1 });
    closers.push(() => inspector.close());
    const metrics = createMetrics(FIGURES);
    const app = await buildApp({
      parts: partsOf(service, config, { fetcher, metrics, inspector, url: () => url }),
      log: { level: config.log.level, ...(options.logStream && { stream: options.logStream }) },
      trustedProxies: config.listen['trusted-proxies'],
      secure: config['public-url']?.startsWith('https:') === true,
      answered: ({ method, routeOptions }, reply) => {
        const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
        metrics.count('lazaret_http_requests_total', labels);
        metrics.observe('lazaret_http_request_seconds', reply.elapsedTime / 1000);
      },
    });
    log = app.log;
    if (config.scan.processes > 0) {
      const jobs = config.scan.processes;
      const script = options.scanScript;
      closers.push(await startScans(service, { jobs, ...(script && { script }) }, app.log, metrics));
    }
    closers.push(await startFollowers(service, config, (message) => app.log.warn(message)));
    // Closed first: nothing new comes in while the rest ends.
    closers.push(() => app.close());
    await app.listen(config.listen).catch((error: NodeJS.ErrnoException) => {
      const { host, port } = config.listen;
      const what = `cannot listen on ${host}, port ${port} (${error.code ?? error.message})`;
      throw new InfrastructureError('config-invalid', what, { cause: error });
    });
    url = addressOf(config, (app.server.address() as AddressInfo).port);
    const secret = (await hasAdministrator(service.database.db)) ? null : await setupLink(service.database);
    const setupUrl = secret === null ? null : linkTo(url, 'setup', secret);
    return { url, setupUrl, service, log: app.log, routes: app.declaredRoutes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startStoreUpkeep(
  { database, vault }: Service,
  { data, backup }: ServerConfig,
  failed: UpkeepOptions['failed'],
): () => Promise<void> {
  const { hours, keep, folder = path.join(data, 'backups') } = backup;
  // A server's administrators have better means.
  const wanted = database.kind === 'pglite' && hours > 0;
  const backups = wanted ? { folder, every: hours * 3_600_000, keep } : null;
  return startUpkeep({ database, vault, backups, failed });
}

const FIGURES = {
  lazaret_http_requests_total: 'Requests answered.',
  lazaret_http_request_seconds: 'Time from the headers of a request to the end of its answer.',
  lazaret_gate_uploads_total: 'Uploads that the gate took in, by what their authors were told.',
  lazaret_scans_total: 'Scans taken from the queue, by what came of them.',
  lazaret_scan_seconds: 'Time of a scan, from taking it to its verdict.',
  lazaret_verdicts_total: 'Verdicts written by this process.',
  lazaret_limits_total: 'Scans that were given up after several attempts.',
  lazaret_worker_errors_total: 'Errors around scans: the database or the vault could not be used.',
};

/** Beyond loopback, somebody must be able to prove who they are: else the first stranger sets the service up. */
async function refuseOpenDoor({ listen }: ServerConfig, service: Service): Promise<void> {
  if (isLoopback(listen.host) || (await hasAdministrator(service.database.db))) return;
  throw new InfrastructureError(
    'config-invalid',
    `${listen.host} is not a loopback address and no administrator exists yet. ` +
      'Run `lazaret user add NAME --role administrator --password-stdin` first, or listen on 127.0.0.1.',
  );
}

async function startScans(service: Service, options: WorkerOptions, log: Log, metrics: Metrics) {
  const worker = await startWorker(service, {
    ...options,
    report: (event) => noteEvent(event, log, metrics),
  });
  return () => worker.stop();
}

function noteEvent(event: WorkerEvent, log: Log, metrics: Metrics): void {
  if (event.kind === 'error') {
    log.error({ err: event.error }, 'a scan could not be taken, or its verdict not written');
    metrics.count('lazaret_worker_errors_total');
    return;
  }
  const { sha256, ms, outcome } = event;
  metrics.count('lazaret_scans_total', { outcome: outcome.kind });
  metrics.observe('lazaret_scan_seconds', ms / 1000);
  if (outcome.kind === 'failed') log.warn({ sha256, reason: outcome.reason }, 'a scan failed');
  if (outcome.kind !== 'verdict') return;
  const { verdict, score } = outcome.verdict;
  metrics.count('lazaret_verdicts_total', { verdict });
  if (outcome.givenUp) metrics.count('lazaret_limits_total');
  log.info({ sha256, verdict, score, ms: Math.round(ms) }, 'screened');
}
