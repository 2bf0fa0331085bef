/** What load balancers and monitoring ask. */

import type { FastifyPluginAsync } from 'fastify';
import { SCAN_QUEUE } from '../jobs/queue.ts';
import type { Service } from '../service/service.ts';
import { READY_MS } from '../service-limits.ts';
import { isReachable } from '../store/database.ts';
import { oldestWaiting } from '../store/queue-rows.ts';
import { type AuthenticationOptions, addAuthentication } from './authentication.ts';
import type { Metrics } from './metrics.ts';
import { busy } from './problem.ts';

export interface OperationOptions extends AuthenticationOptions {
  metrics: Metrics;
  /** Whether `/metrics` answers without a token. */
  publicMetrics: boolean;
}

export function operationPart(service: Service, options: OperationOptions): FastifyPluginAsync {
  const { metrics } = options;
  const { db } = service.database;
  metrics.gauge('lazaret_queue_waiting', 'Scans that wait.', () => service.queue.waiting());
  metrics.gauge('lazaret_queue_oldest_seconds', 'Age of the scan that has waited longest.', () =>
    oldestWaiting(db, SCAN_QUEUE),
  );
  metrics.gauge('process_resident_memory_bytes', 'Memory of this process.', () => process.memoryUsage.rss());
  metrics.gauge('process_start_time_seconds', 'When this process started.', () =>
    Math.round(Date.now() / 1000 - process.uptime()),
  );

  return async (app) => {
    await addAuthentication(app, db, options);
    app.get('/healthz', { config: { access: 'public' }, logLevel: 'warn' }, async () => ({ status: 'ok' }));
    app.get('/readyz', { config: { access: 'public' }, logLevel: 'warn' }, async () => {
      if (await isReachable(db, READY_MS)) return { status: 'ready' };
      throw busy('The database does not answer.', 1);
    });
    const access = options.publicMetrics ? 'public' : 'ingest';
    app.get('/metrics', { config: { access }, logLevel: 'warn' }, async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.render()),
    );
  };
}
