/** What the service has done and is doing. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Service } from '../../service/service.ts';
import { listAudit } from '../../store/audit.ts';
import { countOverview } from '../../store/overview.ts';
import * as shape from './schemas.ts';

export function systemRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;
  return async (app) => {
    app.get(
      '/audit',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Who did what, newest first',
          tags: ['system'],
          querystring: z.object({
            subject: z.string().max(600).optional(),
            actor: shape.name.optional(),
            before: shape.rowId.optional(),
            limit: shape.limit,
          }),
          response: { 200: z.object({ entries: z.array(shape.auditEntry) }) },
        },
      },
      async (request) => {
        const { limit, ...filter } = request.query;
        return { entries: await listAudit(db, filter, limit) };
      },
    );

    app.get(
      '/overview',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'Counts of everything, or of what arrived since a moment',
          tags: ['system'],
          querystring: z.object({ since: shape.since.optional() }),
          response: { 200: shape.overview },
        },
      },
      async (request) => countOverview(db, request.query.since ?? null),
    );

    app.get(
      '/version',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'What judges now: the same version set gives the same verdict for the same bytes',
          tags: ['system'],
          response: { 200: z.object({ engine: z.string(), ruleset: z.string(), model: z.string() }) },
        },
      },
      async () => service.versions,
    );
  };
}
