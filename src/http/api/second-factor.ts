/** Second factors: asked for after the password, and turned on and off by their owner. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Service } from '../../service/service.ts';
import { closePending, findFactor, findPending } from '../../store/second-factors.ts';
import { type User, userById } from '../../store/users.ts';
import { letIn, whoami } from '../let-in.ts';
import { passwordMatches } from '../password.ts';
import { conflict, notFound, Problem } from '../problem.ts';
import { asksFor, confirm, describeFactor, enrol, prove, turnOff } from '../second-factor.ts';
import type { ApiOptions } from './api.ts';
import * as shape from './schemas.ts';

const code = z.string().min(1).max(64).describe('six digits, or a recovery code');
const recoveryCodes = z.array(z.string()).describe('each lets in once without a code; shown this once');
const proposal = z.object({
  secret: z.string().describe('base32, for an authenticator; shown this once'),
  uri: z.string().describe('the same as an otpauth: address'),
});
const account = z.object({
  user: z.string(),
  role: shape.user.shape.role,
  secondFactor: z.object({
    since: z.date().nullable().describe('null while there is none'),
    recoveryCodes: z.int().describe('that are left'),
    required: z.boolean(),
  }),
});

export function secondFactorRoutes(service: Service, options: ApiOptions): FastifyPluginAsyncZod {
  const { database } = service;
  const { db } = database;
  const { secondFactor: factors } = options;

  /** Whose password was right a moment ago. @throws Problem 401 */
  async function half(secret: string): Promise<User> {
    const userId = await findPending(db, secret);
    const user = userId === null ? null : await userById(db, userId);
    if (user !== null && user.disabledAt === null) return user;
    throw new Problem(401, 'Unauthorized', 'That took too long: start again with the password.');
  }

  /** The account of the request's own session. @throws Problem 403 for a token */
  async function own({ session }: FastifyRequest): Promise<User> {
    const user = session === null ? null : await userById(db, session.userId);
    if (user === null) throw new Problem(403, 'Forbidden', 'A token has no second factor.');
    return user;
  }

  async function checkPassword(user: User, given: string): Promise<void> {
    if (await passwordMatches(user.passwordHash, given)) return;
    throw new Problem(403, 'Forbidden', 'The password is wrong.');
  }

  return async (app) => {
    app.post(
      '/session/enrolment',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Set up a second factor in the middle of signing in, where one is required',
          tags: ['accounts'],
          body: z.strictObject({ pending: shape.secret }),
          response: { 201: proposal },
        },
      },
      async (request, reply) => {
        await app.countAttempt(request);
        const user = await half(request.body.pending);
        if ((await asksFor(db, user, factors)) !== 'enrolment') throw conflict('A code is asked for.');
        return reply.code(201).send(await enrol(database, user, factors));
      },
    );

    app.post(
      '/session/code',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Finish signing in with a code; the answer sets the session’s cookie',
          tags: ['accounts'],
          body: z.strictObject({ pending: shape.secret, code }),
          response: { 201: whoami.extend({ recoveryCodes: recoveryCodes.nullable() }) },
        },
      },
      async (request, reply) => {
        await app.countAttempt(request);
        const user = await half(request.body.pending);
        const isNew = (await findFactor(db, user.id))?.confirmedAt == null;
        const codes = isNew
          ? await confirm(database, user, request.body.code, factors, `user:${user.id}`)
          : null;
        const proof = isNew ? 'code' : await prove(database, user, request.body.code, factors);
        if (!(await closePending(db, user.id))) throw conflict('This was used to sign in already.');
        const by = `password and ${proof}`;
        const me = await letIn(database, user, { request, reply, site: options, by });
        return reply.code(201).send({ ...me, recoveryCodes: codes });
      },
    );

    app.get(
      '/account',
      {
        config: { access: 'anybody' },
        schema: { summary: 'One’s own account', tags: ['accounts'], response: { 200: account } },
      },
      async (request) => {
        const user = await own(request);
        const { name, role } = user;
        return { user: name, role, secondFactor: await describeFactor(db, user, factors) };
      },
    );

    app.post(
      '/account/second-factor',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'Propose a second factor for one’s own account; it holds after a first code',
          tags: ['accounts'],
          body: z.strictObject({ password: shape.password }),
          response: { 201: proposal },
        },
      },
      async (request, reply) => {
        const user = await own(request);
        await app.countAttempt(request);
        await checkPassword(user, request.body.password);
        return reply.code(201).send(await enrol(database, user, factors));
      },
    );

    app.put(
      '/account/second-factor',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'Turn the proposed second factor on with a first code',
          tags: ['accounts'],
          body: z.strictObject({ code }),
          response: { 200: z.object({ recoveryCodes }) },
        },
      },
      async (request) => {
        const user = await own(request);
        await app.countAttempt(request);
        const { actor } = request.identity!;
        return { recoveryCodes: await confirm(database, user, request.body.code, factors, actor) };
      },
    );

    app.post(
      '/account/second-factor/removal',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'Turn one’s own second factor off, where none is required',
          tags: ['accounts'],
          body: z.strictObject({ password: shape.password }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        const user = await own(request);
        await app.countAttempt(request);
        await checkPassword(user, request.body.password);
        if (factors.required.includes(user.role)) {
          throw conflict(`The role ${user.role} needs a second factor here.`);
        }
        if (!(await turnOff(database, user.id, request.identity!.actor))) throw notFound('second factor');
        return reply.code(204).send();
      },
    );

    app.delete(
      '/users/:id/second-factor',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Turn off the second factor of somebody who has lost it',
          tags: ['accounts'],
          params: z.object({ id: shape.rowId }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        if (!(await turnOff(database, request.params.id, request.identity!.actor))) {
          throw notFound('second factor');
        }
        return reply.code(204).send();
      },
    );
  };
}
