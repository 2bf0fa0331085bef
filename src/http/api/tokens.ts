/** Tokens of programs. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../contracts/service.ts';
import type { Service } from '../../service/service.ts';
import { recordAudit } from '../../store/audit.ts';
import { createToken, listTokens, revokeToken } from '../../store/tokens.ts';
import { notFound } from '../problem.ts';
import * as shape from './schemas.ts';

const DAY_MS = 86_400_000;

const newToken = z.strictObject({
  name: shape.name.describe('what it is for'),
  role: z.enum(ROLES),
  uploader: shape.name.nullable().default(null).describe('account that uploads with it are counted to'),
  days: z.int().min(1).max(3650).nullable().default(365).describe('until it expires; null for never'),
});

export function tokenRoutes(service: Service): FastifyPluginAsyncZod {
  const { db } = service.database;
  return async (app) => {
    app.get(
      '/tokens',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Every token, without its secret',
          tags: ['tokens'],
          response: { 200: z.object({ tokens: z.array(shape.token) }) },
        },
      },
      async () => ({ tokens: await listTokens(db) }),
    );

    app.post(
      '/tokens',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Make a token; its secret is shown this once',
          tags: ['tokens'],
          body: newToken,
          response: { 201: z.object({ id: z.int(), secret: z.string() }) },
        },
      },
      async (request, reply) => {
        const { days, ...token } = request.body;
        const actor = request.identity!.actor;
        const expiresAt = days === null ? null : new Date(Date.now() + days * DAY_MS);
        const made = await db.transaction(async (tx) => {
          const row = await createToken(tx, { ...token, actor, expiresAt });
          await recordAudit(tx, actor, 'token.create', `token:${row.id}`, { ...token, days });
          return row;
        });
        return reply.code(201).send(made);
      },
    );

    app.delete(
      '/tokens/:id',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Revoke a token',
          tags: ['tokens'],
          params: z.object({ id: shape.rowId }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await db.transaction(async (tx) => {
          if (!(await revokeToken(tx, id))) throw notFound('token');
          await recordAudit(tx, request.identity!.actor, 'token.revoke', `token:${id}`);
        });
        return reply.code(204).send();
      },
    );
  };
}
