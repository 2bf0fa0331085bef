/** What is known of distributions, and what reviewers decide about them. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { awaitsSecond } from '../../actions/second.ts';
import { DECISIONS, DISPOSITIONS, SOURCES } from '../../contracts/service.ts';
import { decideOne } from '../../review/queue.ts';
import type { Service } from '../../service/service.ts';
import { latestDecision } from '../../store/decisions.ts';
import { viewDistribution } from '../../store/distribution-view.ts';
import { lockDistribution } from '../../store/distributions.ts';
import { SEARCH_ORDERS, type SearchFilter, searchDistributions } from '../../store/search.ts';
import { documentOf, findVerdict, latestVerdict } from '../../store/verdicts.ts';
import { conflict, notFound, unprocessable } from '../problem.ts';
import * as shape from './schemas.ts';

const pending = 'pending' as const;

const filter = z.object({
  project: shape.name.optional(),
  version: shape.name.optional(),
  filename: shape.name.optional().describe('how it begins'),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{1,64}$/)
    .optional()
    .describe('how it begins'),
  rule: shape.name.optional().describe('fired, by the newest verdict'),
  indicator: z.string().max(2048).optional().describe('whole value of one in the newest verdict'),
  verdict: z.enum([...shape.VERDICTS, pending]).optional(),
  disposition: z.enum([...DISPOSITIONS, pending]).optional(),
  source: z.enum(SOURCES).optional(),
  uploader: shape.name.optional(),
  since: shape.since.optional().describe('first seen then or later'),
  until: shape.since.optional().describe('first seen before'),
});

const search = filter.extend({
  order: z.enum(SEARCH_ORDERS).default('newest'),
  cursor: z.string().max(2048).optional().describe('next of the page before, with the same filter and order'),
  limit: shape.limit,
});

const one = z.object({ sha256: shape.sha256 });

const newDecision = z.strictObject({
  kind: z.enum(DECISIONS),
  reasons: z
    .array(z.string().regex(/^[\w.-]{1,64}$/))
    .max(20)
    .default([])
    .describe('short codes'),
  note: shape.text.default(''),
  verdictId: shape.rowId.nullable().default(null).describe('what the reviewer had before them'),
  after: shape.rowId
    .nullable()
    .optional()
    .describe('id of the decision that holds, as the reviewer knew it, or null: 409 when that has changed'),
});

export function distributionRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;

  return async (app) => {
    app.get(
      '/distributions',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'Find distributions, a page at a time',
          tags: ['distributions'],
          querystring: search,
          response: { 200: z.object({ hits: z.array(shape.hit), next: z.string().nullable() }) },
        },
      },
      async (request) => {
        const { order, cursor, limit, ...wanted } = request.query;
        return searchDistributions(db, given(wanted), { order, limit, cursor: cursor ?? null });
      },
    );

    app.get(
      '/distributions/:sha256',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'Everything the service has on one distribution, newest first',
          tags: ['distributions'],
          params: one,
          response: { 200: shape.distributionView },
        },
      },
      async (request) => {
        const view = await viewDistribution(db, request.params.sha256);
        if (view === null) throw notFound('distribution');
        const awaiting = await awaitsSecond(db, service.policy, request.params.sha256);
        return { ...view, awaitsSecond: awaiting };
      },
    );

    app.get(
      '/distributions/:sha256/result',
      {
        config: { access: 'ingest' },
        schema: {
          summary: 'The result document of the newest verdict, or of one of them',
          description: 'docs/result-document.md describes it.',
          tags: ['distributions'],
          params: one,
          querystring: z.object({ verdict: shape.rowId.optional() }),
          response: { 200: z.record(z.string(), z.unknown()) },
        },
      },
      async (request) => {
        const { sha256 } = request.params;
        const { verdict: id } = request.query;
        const verdict = id === undefined ? await latestVerdict(db, sha256) : await findVerdict(db, id);
        if (verdict === null || verdict.sha256 !== sha256) throw notFound('verdict');
        return { ...(await documentOf(db, verdict.id)) };
      },
    );

    app.post(
      '/distributions/:sha256/decisions',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'Decide; the decision before stays as it was, what follows is by policy',
          tags: ['distributions'],
          params: one,
          body: newDecision,
          response: { 201: shape.decision },
        },
      },
      async (request, reply) => {
        const { sha256 } = request.params;
        const { after, ...rest } = request.body;
        const context = { policy: service.policy, boss: service.queue.boss };
        const row = await db.transaction(async (tx) => {
          if (!(await lockDistribution(tx, sha256))) throw notFound('distribution');
          const seen = rest.verdictId === null ? null : await findVerdict(tx, rest.verdictId);
          if (rest.verdictId !== null && seen?.sha256 !== sha256) {
            throw unprocessable('verdictId is no verdict on this distribution.');
          }
          const holds = await latestDecision(tx, sha256);
          if (after !== undefined && (holds?.id ?? null) !== after) {
            throw conflict('Somebody has decided about this distribution in the meantime.');
          }
          return decideOne(tx, context, sha256, { ...rest, actor: request.identity!.actor });
        });
        return reply.code(201).send(row);
      },
    );
  };
}

/** Without what was not asked for. */
function given(filter: { [Key in keyof SearchFilter]: SearchFilter[Key] | undefined }): SearchFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
