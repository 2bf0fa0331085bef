/** What reviewers work with: the queue, campaigns, and a look into distributions. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InfrastructureError } from '../../contracts/errors.ts';
import type { ScanResult } from '../../contracts/result.ts';
import { DISPOSITIONS } from '../../contracts/service.ts';
import { decideCampaign, undo } from '../../review/queue.ts';
import type { ProcessPool } from '../../scan/process-pool.ts';
import { unpackEvidence } from '../../scan/saved-evidence.ts';
import type { Service } from '../../service/service.ts';
import { CAMPAIGN_MEMBERS, HTTP_PATH_CHARS, QUEUE_PAGE_ROWS } from '../../service-limits.ts';
import { listMembers, presentCampaign } from '../../store/campaigns.ts';
import { claimCampaign, claimsOf, releaseClaim } from '../../store/claims.ts';
import { decisionsById } from '../../store/decisions.ts';
import { findDistribution } from '../../store/distributions.ts';
import { loadEvidence } from '../../store/evidence.ts';
import { listQueue } from '../../store/review-items.ts';
import { documentOf, latestVerdict } from '../../store/verdicts.ts';
import { conflict, notFound, unprocessable } from '../problem.ts';
import * as shape from './schemas.ts';

const claim = z.object({ actor: z.string(), name: z.string(), expiresAt: z.date() }).nullable();
const state = z.enum(['open', 'escalated']);
const maybeVerdict = z.enum(shape.VERDICTS).nullable();

const queueRow = z.object({
  campaignId: z.int(),
  state: z.enum(['open', 'escalated', 'closed']),
  count: z.int().describe('distributions of the campaign that wait'),
  harm: z.number().describe('expected harm of leaving the gravest of them'),
  openedAt: z.date(),
  sha256: z.string().describe('the gravest'),
  filename: z.string(),
  verdict: maybeVerdict,
  score: z.number().nullable(),
  phase: z.string(),
  awaitsSecond: z.boolean().describe('confirmed by one reviewer; a second has to confirm as well'),
  projects: z.array(z.string()).describe('some of them'),
  claim,
});

const member = z.object({
  sha256: z.string(),
  filename: z.string(),
  project: z.string().nullable(),
  version: z.string().nullable(),
  verdict: maybeVerdict,
  score: z.number().nullable(),
  disposition: z.enum(DISPOSITIONS).nullable(),
  state: z.enum(['open', 'escalated', 'closed']).nullable(),
  harm: z.number().nullable(),
  firstSeenAt: z.date(),
});

const campaign = z.object({ campaignId: shape.rowId });
const one = z.object({ sha256: shape.sha256 });

const queueQuery = z.object({
  state: state.default('open'),
  text: shape.name.optional().describe('in the name of a project or file, in any case'),
  limit: z.coerce.number().int().min(1).max(QUEUE_PAGE_ROWS).default(50),
  cursor: z
    .string()
    .regex(/^[\d.e+-]{1,40}:\d{1,16}$/)
    .optional()
    .describe('next of the page before'),
});

const decision = z.strictObject({
  kind: z.enum(['confirm', 'dismiss', 'escalate']),
  reasons: z
    .array(z.string().regex(/^[\w.-]{1,64}$/))
    .max(20)
    .default([]),
  note: shape.text.default(''),
});

export function reviewRoutes(service: Service, inspector: ProcessPool): FastifyPluginAsyncZod {
  const { db } = service.database;
  const context = { policy: service.policy, boss: service.queue.boss };
  const reviewer = { access: 'reviewer' } as const;
  const tags = ['review'];

  return async (app) => {
    app.get(
      '/review/queue',
      {
        config: reviewer,
        schema: {
          summary: 'Campaigns that wait, by expected harm',
          tags,
          querystring: queueQuery,
          response: { 200: z.object({ rows: z.array(queueRow), next: z.string().nullable() }) },
        },
      },
      async ({ query }) => {
        const { cursor, limit, text = null } = query;
        const [harm, campaignId] = cursor === undefined ? [] : cursor.split(':').map(Number);
        const after = harm === undefined ? null : { harm, campaignId: campaignId! };
        const rows = await listQueue(db, { state: query.state, limit: limit + 1, text, after });
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1) : undefined;
        return { rows: page, next: last === undefined ? null : `${last.harm}:${last.campaignId}` };
      },
    );

    app.get(
      '/review/campaigns/:campaignId',
      {
        config: reviewer,
        schema: {
          summary: 'The distributions of a campaign, the gravest first',
          tags,
          params: campaign,
          response: { 200: z.object({ campaignId: z.int(), members: z.array(member) }) },
        },
      },
      async ({ params }) => {
        const campaignId = await presentCampaign(db, params.campaignId);
        if (campaignId === null) throw notFound('campaign');
        return { campaignId, members: await listMembers(db, campaignId, CAMPAIGN_MEMBERS) };
      },
    );

    app.post(
      '/review/campaigns/:campaignId/claim',
      {
        config: reviewer,
        schema: {
          summary: 'Take a campaign in hand, for some minutes',
          tags,
          params: campaign,
          response: { 204: shape.nothing },
        },
      },
      async ({ params, identity }, reply) => {
        if ((await presentCampaign(db, params.campaignId)) === null) throw notFound('campaign');
        const claimed = await claimCampaign(db, params.campaignId, identity!.actor);
        if (claimed !== null) return reply.code(204).send();
        throw await inOtherHands(params.campaignId);
      },
    );

    app.delete(
      '/review/campaigns/:campaignId/claim',
      {
        config: reviewer,
        schema: { summary: 'Let go of a campaign', tags, params: campaign, response: { 204: shape.nothing } },
      },
      async ({ params, identity }, reply) => {
        await releaseClaim(db, params.campaignId, identity!.actor);
        return reply.code(204).send();
      },
    );

    app.post(
      '/review/campaigns/:campaignId/decisions',
      {
        config: reviewer,
        schema: {
          summary: 'Decide all that waits of a campaign',
          tags,
          params: campaign,
          body: decision,
          response: { 201: z.object({ decisions: z.array(shape.decision) }) },
        },
      },
      async ({ params, body, identity }, reply) => {
        const campaignId = await presentCampaign(db, params.campaignId);
        if (campaignId === null) throw notFound('campaign');
        const { actor } = identity!;
        const decisions = await db
          .transaction((tx) => decideCampaign(tx, context, campaignId, { ...body, actor }))
          .catch(async (error: unknown) => {
            const isClaimed = error instanceof InfrastructureError && error.code === 'claimed';
            throw isClaimed ? await inOtherHands(campaignId) : error;
          });
        return reply.code(201).send({ decisions });
      },
    );

    app.post(
      '/review/undo',
      {
        config: reviewer,
        schema: {
          summary: 'Take decisions back; each is superseded by one that reopens',
          tags,
          body: z.strictObject({ decisions: z.array(shape.rowId).min(1).max(5000) }),
          response: { 201: z.object({ decisions: z.array(shape.decision) }) },
        },
      },
      async ({ body, identity }, reply) => {
        const { actor } = identity!;
        const undone = await db.transaction(async (tx) => {
          const found = await decisionsById(tx, body.decisions);
          if (found.some((row) => row.actor !== actor)) {
            throw unprocessable('Only one’s own decisions are taken back; others are decided again.');
          }
          return undo(tx, context, found, actor);
        });
        return reply.code(201).send({ decisions: undone });
      },
    );

    app.get(
      '/distributions/:sha256/members',
      {
        config: reviewer,
        schema: {
          summary: 'What is in a distribution, with what was found in each member',
          tags,
          params: one,
          response: {
            200: z.object({
              members: z.array(
                z.object({
                  path: z.string(),
                  type: z.string(),
                  size: z.int(),
                  findings: z.int(),
                  weight: z.number().describe('sum of the contributions of its findings'),
                }),
              ),
            }),
          },
        },
      },
      async ({ params }) => {
        const { members } = await inspect(params.sha256, null);
        const verdict = await latestVerdict(db, params.sha256);
        const result = verdict === null ? null : await documentOf(db, verdict.id);
        return { members: members.map((entry) => ({ ...entry, ...foundIn(result, entry.path) })) };
      },
    );

    app.get(
      '/distributions/:sha256/layers',
      {
        config: reviewer,
        schema: {
          summary: 'Texts that were recovered from inside a distribution, as far as they were kept',
          tags,
          params: one,
          response: { 200: z.object({ layers: z.array(z.object({ id: z.string(), text: z.string() })) }) },
        },
      },
      async ({ params }) => {
        const verdict = await latestVerdict(db, params.sha256);
        if (verdict === null) throw notFound('verdict');
        const saved = await loadEvidence(db, params.sha256, verdict.engine);
        const layers = saved === null ? [] : unpackEvidence(saved.evidence).layers;
        return { layers: layers.map(({ id, text }) => ({ id, text })) };
      },
    );

    app.get(
      '/distributions/:sha256/member',
      {
        config: reviewer,
        schema: {
          summary: 'One member as text, or its first bytes',
          tags,
          params: one,
          querystring: z.object({ path: z.string().min(1).max(HTTP_PATH_CHARS) }),
          response: {
            200: z.object({
              path: z.string(),
              size: z.int(),
              text: z.string().nullable(),
              bytes: z.string().nullable().describe('base64'),
              truncated: z.boolean(),
            }),
          },
        },
      },
      async ({ params, query }) => {
        const { content } = await inspect(params.sha256, query.path);
        if (content === null) throw notFound('member');
        return content;
      },
    );
  };

  async function inOtherHands(campaignId: number) {
    const name = (await claimsOf(db, [campaignId])).get(campaignId)?.name ?? 'Another reviewer';
    return conflict(`${name} has this campaign in hand. Look at it together, or take another one.`);
  }

  async function inspect(sha256: string, path: string | null) {
    const distribution = await findDistribution(db, sha256);
    if (distribution === null || !(await service.vault.has(sha256))) throw notFound('sample');
    const { filename, bytes } = distribution;
    const sample = { filename, sha256, bytes, content: service.vault.read(sha256) };
    const found = await inspector.inspect(sample, path);
    if ('code' in found) throw unprocessable(`It could not be opened: ${found.detail}.`);
    return found;
  }
}

function foundIn(result: ScanResult | null, path: string): { findings: number; weight: number } {
  const found = (result?.findings ?? []).filter((finding) => finding.path === path);
  return { findings: found.length, weight: found.reduce((sum, { contribution }) => sum + contribution, 0) };
}
