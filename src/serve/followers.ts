/** What runs beside the HTTP server: messages outward, and what is watched. */
import path from 'node:path';
import { startDeliveries } from '../actions/deliver.ts';
import { startForwarding } from '../gate/forward-queue.ts';
import type { Service } from '../service/service.ts';
import { startWatch } from '../watch/start.ts';
import type { ServerConfig } from './config.ts';
import { gateOptions } from './parts.ts';

const FOLDER_INTERVAL_MS = 2000;

/** @param log told of what goes wrong and is tried again */
export async function startFollowers(
  service: Service,
  config: ServerConfig,
  log: (message: string) => void,
): Promise<() => Promise<void>> {
  const { feed, url, index, folder } = config.watch;
  const smtp = process.env.LAZARET_SMTP_URL;
  const stopDeliveries = await startDeliveries(service.queue.boss, service.database.db, {
    policy: service.policy,
    mail: smtp === undefined ? null : { url: smtp, from: config.mail.from },
    environment: process.env,
  });
  const intervalMs = config.watch['interval-seconds'] * 1000;
  const stopWatch = startWatch(service, {
    feed: feed === undefined ? null : { kind: feed, url: url!, index: index!, intervalMs },
    folder: folder === undefined ? null : { path: path.resolve(folder), intervalMs: FOLDER_INTERVAL_MS },
    allow: config.fetch.allow,
    userAgent: `lazaret/${service.versions.engine} (${config['public-url'] ?? 'no public address'})`,
    log,
  });
  const gate = gateOptions(config);
  const stopForwarding = gate === null ? async () => {} : await startForwarding(service, gate);
  return async () => {
    await stopForwarding();
    await stopWatch();
    await stopDeliveries();
  };
}
