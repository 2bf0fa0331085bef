/** The uploader's page, by the reference they were told and nothing else; and the reviewers' side of appeals. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InfrastructureError } from '../../contracts/errors.ts';
import { DISPOSITIONS } from '../../contracts/service.ts';
import { submit } from '../../jobs/submit.ts';
import { answerAppeal, appeal, caseOf } from '../../review/appeals.ts';
import type { Service } from '../../service/service.ts';
import { APPEAL_CHARS, APPEAL_REASONS, APPEAL_ROWS } from '../../service-limits.ts';
import { listAppeals } from '../../store/appeals.ts';
import { findSubmission, type Submission } from '../../store/submissions.ts';
import { conflict, notFound, tooMany } from '../problem.ts';
import { receiveForm, refuseDeclared } from '../receive.ts';
import type { Slots } from '../slots.ts';
import type { ApiOptions } from './api.ts';
import * as shape from './schemas.ts';

const said = z.string().max(APPEAL_CHARS);
const explanation = z.strictObject({ reason: said, text: said });

const appealView = z.object({
  id: z.int(),
  note: z.string(),
  explanations: z.array(z.object({ reason: z.string(), text: z.string() })),
  correctedSha256: z.string().nullable(),
  createdAt: z.date(),
  dueAt: z.date(),
  outcome: z.enum(['granted', 'declined']).nullable(),
  answer: z.string().nullable(),
  answeredAt: z.date().nullable(),
});

const caseView = z.object({
  reference: z.string(),
  filename: z.string(),
  receivedAt: z.date(),
  disposition: z.enum(DISPOSITIONS).nullable(),
  reasons: z.array(z.object({ what: z.string(), why: z.string(), change: z.string(), where: z.string() })),
  appeals: z.array(appealView),
  mayAppeal: z.boolean(),
  answerMs: z.number(),
});

const reference = z.object({ reference: z.uuid() });
const newAppeal = z.strictObject({
  note: said.default(''),
  explanations: z.array(explanation).max(APPEAL_REASONS).default([]),
});

export function caseRoutes(service: Service, options: ApiOptions, receiving: Slots): FastifyPluginAsyncZod {
  const { db } = service.database;
  const { policy } = service;
  const context = { policy, boss: service.queue.boss };

  return async (app) => {
    app.get(
      '/cases/:reference',
      {
        config: { access: 'public' },
        schema: {
          summary: 'A submission as its uploader sees it; the reference is the key',
          tags: ['cases'],
          params: reference,
          response: { 200: caseView },
        },
      },
      async (request) => caseOf(db, policy, await submissionOf(request.params.reference)),
    );

    app.post(
      '/cases/:reference/appeals',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Contest what was decided, in words',
          tags: ['cases'],
          params: reference,
          body: newAppeal,
          response: { 201: appealView },
        },
      },
      async ({ params, body }, reply) => {
        const row = await contest(await submissionOf(params.reference), { ...body, correctedSha256: null });
        return reply.code(201).send(row);
      },
    );

    app.post(
      '/cases/:reference/file',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Contest it with a corrected file, as multipart/form-data with the file as `file`',
          tags: ['cases'],
          params: reference,
          response: { 201: appealView },
        },
      },
      async (request, reply) => {
        const submission = await submissionOf(request.params.reference);
        // Said before a gigabyte is sent.
        if (!(await caseOf(db, policy, submission)).mayAppeal) throw conflict('No appeal is taken here.');
        refuseDeclared(request, options.uploadBytes);
        const limits = { maxBytes: options.uploadBytes };
        const { uploader, project, version } = submission;
        const correctedSha256 = await receiving(async () => {
          const { staged, claims } = await receiveForm(request, service.vault, limits);
          const { filename } = claims;
          await submit(service, staged, { filename, source: 'api', uploader, url: null, project, version });
          return staged.sha256;
        });
        const row = await contest(submission, {
          note: 'A corrected file.',
          explanations: [],
          correctedSha256,
        });
        return reply.code(201).send(row);
      },
    );

    app.get(
      '/review/appeals',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Appeals, those due first at the top',
          tags: ['review'],
          querystring: z.object({ state: z.enum(['open', 'answered']).default('open') }),
          response: {
            200: z.object({
              appeals: z.array(
                appealView.extend({ sha256: z.string(), filename: z.string(), actor: z.string().nullable() }),
              ),
            }),
          },
        },
      },
      async ({ query }) => ({ appeals: await listAppeals(db, query.state, APPEAL_ROWS) }),
    );

    app.post(
      '/review/appeals/:id/answer',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Answer an appeal: granting dismisses, declining confirms',
          tags: ['review'],
          params: z.object({ id: shape.rowId }),
          body: z.strictObject({ outcome: z.enum(['granted', 'declined']), answer: said.min(1) }),
          response: { 201: appealView },
        },
      },
      async ({ params, body, identity }, reply) => {
        const { actor } = identity!;
        const row = await db
          .transaction((tx) => answerAppeal(tx, context, params.id, { ...body, actor }))
          .catch((error: unknown) => {
            if (!(error instanceof InfrastructureError)) throw error;
            if (error.code === 'not-found') throw notFound('appeal');
            throw error.code === 'claimed' ? conflict(`It cannot be answered: ${error.message}.`) : error;
          });
        return reply.code(201).send(row);
      },
    );
  };

  async function submissionOf(id: string): Promise<Submission> {
    const submission = await findSubmission(db, id);
    if (submission === null) throw notFound('case');
    return submission;
  }

  async function contest(submission: Submission, content: Parameters<typeof appeal>[3]) {
    return db
      .transaction((tx) => appeal(tx, policy, submission, content))
      .catch((error: unknown) => {
        const isRefused = error instanceof InfrastructureError && error.code === 'busy';
        throw isRefused ? tooMany(error.message, 3600) : error;
      });
  }
}
