/** Work that goes on behind: what waits, what was given up, what is followed, and what could not be told. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { queueStatus } from '../../jobs/status.ts';
import type { Service } from '../../service/service.ts';
import { listDeliveries } from '../../store/deliveries.ts';
import { listFeeds } from '../../store/feeds.ts';
import { listRuns } from '../../store/runs.ts';
import { listDeadScans } from '../../store/scans.ts';
import * as shape from './schemas.ts';

const moment = z.date();
const RUNS = 20;

const queue = z.object({
  waiting: z.array(z.object({ urgency: z.string(), scans: z.int(), oldest: moment })),
  active: z.int(),
  attempts: z.object({ minute: z.int(), hour: z.int(), failedInHour: z.int() }),
  dead: z.int(),
  runs: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      done: z.int(),
      total: z.int().nullable(),
      createdAt: moment,
      finishedAt: moment.nullable(),
    }),
  ),
});

const deadScan = z.object({
  id: z.int(),
  sha256: z.string(),
  filename: z.string(),
  attempts: z.int(),
  detail: z.string().nullable(),
  finishedAt: moment.nullable(),
});

const delivery = z.object({
  id: z.int(),
  channel: z.enum(['webhook', 'email']),
  target: z.string(),
  event: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: moment,
  deliveredAt: moment.nullable(),
});

export function workRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;
  return async (app) => {
    app.get(
      '/queue',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'How the queue of scans stands, and how far long work is',
          tags: ['system'],
          response: { 200: queue },
        },
      },
      async () => ({ ...(await queueStatus(db)), runs: await listRuns(db, RUNS) }),
    );

    app.get(
      '/queue/dead',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Scans that were given up, newest first: their distributions are incomplete',
          tags: ['system'],
          querystring: z.object({ before: shape.rowId.optional(), limit: shape.limit }),
          response: { 200: z.object({ scans: z.array(deadScan) }) },
        },
      },
      async ({ query: { limit, before = null } }) => ({ scans: await listDeadScans(db, { limit, before }) }),
    );

    app.get(
      '/feeds',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Where following indexes has got to',
          tags: ['system'],
          response: { 200: z.object({ feeds: z.array(z.object({ name: z.string(), updatedAt: moment })) }) },
        },
      },
      async () => ({ feeds: await listFeeds(db) }),
    );

    app.get(
      '/deliveries',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Messages outward, newest first, and whether they arrived',
          tags: ['system'],
          querystring: z.object({ limit: shape.limit }),
          response: { 200: z.object({ deliveries: z.array(delivery) }) },
        },
      },
      async (request) => ({ deliveries: await listDeliveries(db, request.query.limit) }),
    );
  };
}
