/** Status of projects and releases in the index proxy, and reports about them. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { setIndexStatus } from '../../actions/act.ts';
import { INDEX_STATUSES } from '../../contracts/service.ts';
import { isProjectName, normaliseProject } from '../../intake/names.ts';
import type { Service } from '../../service/service.ts';
import { recordAudit } from '../../store/audit.ts';
import { lockDistribution } from '../../store/distributions.ts';
import { indexStatusesOf } from '../../store/index-statuses.ts';
import { listObservations, recordObservation } from '../../store/observations.ts';
import { notFound, unprocessable } from '../problem.ts';
import * as shape from './schemas.ts';

const projectName = shape.name
  .refine(isProjectName, 'that is no name of a project')
  .transform(normaliseProject);
const one = z.object({ project: projectName });

const newStatus = z.strictObject({
  status: z.enum(INDEX_STATUSES),
  version: shape.name.nullable().default(null).describe('one release; null for the whole project'),
  reason: shape.text.min(1).describe('shown by the index proxy'),
});

const newObservation = z.strictObject({
  sha256: shape.sha256.nullable().default(null),
  project: projectName.nullable().default(null),
  kind: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .describe('a short word, such as malware or false-positive'),
  summary: shape.text.min(1),
  detail: z.record(z.string().max(255), z.unknown()).default({}),
});

export function projectRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;
  return async (app) => {
    app.get(
      '/projects/:project/statuses',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'What holds for a project and its releases in the index proxy; nothing said means active',
          tags: ['projects'],
          params: one,
          response: { 200: z.object({ statuses: z.array(shape.indexStatus) }) },
        },
      },
      async (request) => ({ statuses: [...(await indexStatusesOf(db, request.params.project)).values()] }),
    );

    app.post(
      '/projects/:project/statuses',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Set the status of a project or release: quarantine it, or take that back with active',
          tags: ['projects'],
          params: one,
          body: newStatus,
          response: { 201: z.object({ statuses: z.array(shape.indexStatus) }) },
        },
      },
      async (request, reply) => {
        const { project } = request.params;
        const actor = request.identity!.actor;
        await db.transaction((tx) => setIndexStatus(tx, { ...request.body, project, actor }));
        const statuses = [...(await indexStatusesOf(db, project)).values()];
        return reply.code(201).send({ statuses });
      },
    );

    app.get(
      '/observations',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Reports of people and outside systems, newest first',
          tags: ['observations'],
          querystring: z.object({
            sha256: shape.sha256.optional(),
            project: projectName.optional(),
            before: shape.rowId.optional(),
            limit: shape.limit,
          }),
          response: { 200: z.object({ observations: z.array(shape.observation) }) },
        },
      },
      async (request) => {
        const { limit, ...filter } = request.query;
        return { observations: await listObservations(db, filter, limit) };
      },
    );

    app.post(
      '/observations',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'Report something about a distribution or a project',
          tags: ['observations'],
          body: newObservation,
          response: { 201: shape.observation },
        },
      },
      async (request, reply) => {
        const { sha256, project } = request.body;
        if (sha256 === null && project === null) throw unprocessable('It needs a sha256 or a project.');
        const actor = request.identity!.actor;
        const row = await db.transaction(async (tx) => {
          if (sha256 !== null && !(await lockDistribution(tx, sha256))) throw notFound('distribution');
          const written = await recordObservation(tx, { ...request.body, actor });
          await recordAudit(tx, actor, 'observation.create', sha256 ?? project!, { id: written.id });
          return written;
        });
        return reply.code(201).send(row);
      },
    );
  };
}
