/** Signing in and out, and one's own sessions and password. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Service } from '../../service/service.ts';
import { ACCOUNT_SIGN_INS_PER_MINUTE, HTTP_NAME_CHARS } from '../../service-limits.ts';
import { recordAudit } from '../../store/audit.ts';
import { openPending } from '../../store/second-factors.ts';
import { listSessions, revokeSession } from '../../store/sessions.ts';
import { findUser, userById } from '../../store/users.ts';
import { setPassword } from '../accounts.ts';
import { letIn, whoami } from '../let-in.ts';
import { OIDC_PATH } from '../oidc-pages.ts';
import { passwordMatches } from '../password.ts';
import { notFound, Problem, tooMany } from '../problem.ts';
import { asksFor } from '../second-factor.ts';
import { clearCookie } from '../session.ts';
import type { ApiOptions } from './api.ts';
import * as shape from './schemas.ts';

const pending = z.object({
  asks: z.enum(['code', 'enrolment']).describe('`enrolment`: a second factor has to be set up first'),
  pending: z.string().describe('to be sent with the code'),
  expiresAt: z.date(),
});

export function signInRoutes(service: Service, options: ApiOptions): FastifyPluginAsyncZod {
  const { database } = service;
  const { db } = database;
  return async (app) => {
    const guesses = app.createRateLimit({
      max: ACCOUNT_SIGN_INS_PER_MINUTE,
      timeWindow: 60_000,
      keyGenerator: ({ body }) => `account:${(body as { name: string }).name}`,
    });

    app.post(
      '/session',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Sign in with a password; the answer sets the session’s cookie, or asks for a code',
          tags: ['accounts'],
          body: z.strictObject({ name: z.string().min(1).max(HTTP_NAME_CHARS), password: shape.password }),
          response: { 201: whoami, 202: pending },
        },
      },
      async (request, reply) => {
        // Counted before the password is looked at, right or wrong: guessing costs us more than the guesser.
        await app.countAttempt(request);
        const state = await guesses(request);
        if (!state.isAllowed && state.isExceeded) {
          throw tooMany('There were too many attempts for this account.', state.ttlInSeconds);
        }
        const { name, password: given } = request.body;
        const user = await findUser(db, name);
        const matches = await passwordMatches(user?.passwordHash ?? null, given);
        if (user === null || !matches || user.disabledAt !== null) {
          request.log.info({ account: user?.id ?? null }, 'a sign-in failed');
          throw new Problem(401, 'Unauthorized', 'Name or password is wrong.');
        }
        const asks = await asksFor(db, user, options.secondFactor);
        if (asks !== null) {
          const { secret, expiresAt } = await openPending(db, user.id);
          return reply.code(202).send({ asks, pending: secret, expiresAt });
        }
        const me = await letIn(database, user, { request, reply, site: options, by: 'password' });
        return reply.code(201).send(me);
      },
    );

    app.get(
      '/sign-in',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Ways to sign in besides a password',
          tags: ['accounts'],
          response: { 200: z.object({ oidc: z.object({ label: z.string(), path: z.string() }).nullable() }) },
        },
      },
      async () => {
        const label = options.oidcLabel;
        return { oidc: label === null ? null : { label, path: `/${OIDC_PATH}` } };
      },
    );

    app.get(
      '/session',
      {
        config: { access: 'anybody' },
        schema: { summary: 'Who one is', tags: ['accounts'], response: { 200: whoami } },
      },
      async ({ identity, session }) => ({
        actor: identity!.actor,
        role: identity!.role,
        user: session?.user ?? null,
        csrf: session?.csrf ?? null,
        session: session?.id ?? null,
        expiresAt: session?.expiresAt ?? null,
      }),
    );

    app.delete(
      '/session',
      {
        config: { access: 'anybody' },
        schema: { summary: 'Sign out', tags: ['accounts'], response: { 204: shape.nothing } },
      },
      async (request, reply) => {
        const { session, identity } = request;
        if (session !== null) {
          await db.transaction(async (tx) => {
            await revokeSession(tx, session.id, session.userId);
            await recordAudit(tx, identity!.actor, 'session.close', identity!.actor, { session: session.id });
          });
          clearCookie(reply, options);
        }
        return reply.code(204).send();
      },
    );

    app.get(
      '/sessions',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'Open sessions: one’s own, or all for an administrator',
          tags: ['accounts'],
          response: { 200: z.object({ sessions: z.array(shape.session) }) },
        },
      },
      async ({ identity, session }) => {
        if (identity!.role === 'administrator') return { sessions: await listSessions(db, null) };
        return { sessions: session === null ? [] : await listSessions(db, session.userId) };
      },
    );

    app.delete(
      '/sessions/:id',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'End a session: one’s own, or anybody’s for an administrator',
          tags: ['accounts'],
          params: z.object({ id: z.uuid() }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        const { identity, session } = request;
        const { id } = request.params;
        const administrates = identity!.role === 'administrator';
        if (!administrates && session === null) throw notFound('session');
        await db.transaction(async (tx) => {
          const ended = await revokeSession(tx, id, administrates ? null : session!.userId);
          if (!ended) throw notFound('session');
          await recordAudit(tx, identity!.actor, 'session.revoke', `session:${id}`);
        });
        return reply.code(204).send();
      },
    );

    app.put(
      '/account/password',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'Change one’s own password; every session of the account ends',
          tags: ['accounts'],
          body: z.strictObject({ current: shape.password, password: shape.password }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        const { session } = request;
        if (session === null) throw new Problem(403, 'Forbidden', 'A token has no password.');
        await app.countAttempt(request);
        const user = await userById(db, session.userId);
        if (!(await passwordMatches(user?.passwordHash ?? null, request.body.current))) {
          throw new Problem(403, 'Forbidden', 'The current password is wrong.');
        }
        await setPassword(database, session.userId, request.body.password, request.identity!.actor);
        clearCookie(reply, options);
        return reply.code(204).send();
      },
    );
  };
}
