/** Findings that reviewers do not want to see again in a project. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InfrastructureError } from '../../contracts/errors.ts';
import { endSuppression, suppress } from '../../review/suppressions.ts';
import type { Service } from '../../service/service.ts';
import { SUPPRESSION_DAYS } from '../../service-limits.ts';
import { findSuppression, listSuppressions } from '../../store/suppressions.ts';
import { conflict, notFound, unprocessable } from '../problem.ts';
import * as shape from './schemas.ts';

const suppression = z.object({
  id: z.int(),
  project: z.string(),
  rule: z.string(),
  code: z.string(),
  reason: z.string(),
  owner: z.string(),
  sha256: z.string().describe('the distribution it was made from'),
  createdAt: z.date(),
  expiresAt: z.date(),
  revokedAt: z.date().nullable(),
  revokedBy: z.string().nullable(),
});

const newSuppression = z.strictObject({
  sha256: shape.sha256.describe('the distribution with the finding'),
  rule: shape.name,
  code: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('of the finding'),
  reason: shape.text.min(1),
  days: z.int().min(1).max(SUPPRESSION_DAYS.most).default(SUPPRESSION_DAYS.usual),
});

export function suppressionRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;
  const reviewer = { access: 'reviewer' } as const;
  const tags = ['review'];

  return async (app) => {
    app.get(
      '/review/suppressions',
      {
        config: reviewer,
        schema: {
          summary: 'Suppressions, newest first',
          tags,
          querystring: z.object({
            project: shape.name.optional(),
            state: z.enum(['active', 'all']).default('active'),
          }),
          response: { 200: z.object({ suppressions: z.array(suppression) }) },
        },
      },
      async ({ query: { project, state } }) => ({
        suppressions: await listSuppressions(db, { project, active: state === 'active' }),
      }),
    );

    app.post(
      '/review/suppressions',
      {
        config: reviewer,
        schema: {
          summary: 'From the next scan on, do not count a finding of this rule on this code in this project',
          tags,
          body: newSuppression,
          response: { 201: suppression },
        },
      },
      async ({ body, identity }, reply) => {
        const row = await db
          .transaction((tx) => suppress(tx, { ...body, owner: identity!.actor }))
          .catch((error: unknown) => {
            if (!(error instanceof InfrastructureError)) throw error;
            const sentence = `It cannot be suppressed: ${error.message}.`;
            if (error.code === 'claimed') throw conflict(sentence);
            throw error.code === 'not-found' ? unprocessable(sentence) : error;
          });
        return reply.code(201).send(row);
      },
    );

    app.delete(
      '/review/suppressions/:id',
      {
        config: reviewer,
        schema: {
          summary: 'End a suppression',
          tags,
          params: z.object({ id: shape.rowId }),
          response: { 204: shape.nothing },
        },
      },
      async ({ params, identity }, reply) => {
        const row = await findSuppression(db, params.id);
        if (row === null) throw notFound('suppression');
        await db.transaction((tx) => endSuppression(tx, row, identity!.actor));
        return reply.code(204).send();
      },
    );
  };
}
