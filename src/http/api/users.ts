/** Accounts of people. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../contracts/service.ts';
import type { Service } from '../../service/service.ts';
import { listUsers } from '../../store/users.ts';
import { addUser, changeUser, choosePassword, passwordLink, setUp } from '../accounts.ts';
import type { ApiOptions } from './api.ts';
import * as shape from './schemas.ts';

const one = z.object({ id: shape.rowId });

export function userRoutes(service: Service, options: ApiOptions): FastifyPluginAsyncZod {
  const { database } = service;
  return async (app) => {
    app.get(
      '/users',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Every account',
          tags: ['accounts'],
          response: { 200: z.object({ users: z.array(shape.user) }) },
        },
      },
      async () => ({ users: await listUsers(database.db) }),
    );

    app.post(
      '/users',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Add an account; the answer’s link lets its owner choose a password, once',
          tags: ['accounts'],
          body: z.strictObject({ name: shape.name, role: z.enum(ROLES) }),
          response: { 201: z.object({ id: z.int(), link: z.string() }) },
        },
      },
      async (request, reply) => {
        const { actor } = request.identity!;
        const { id } = await addUser(database, { ...request.body, actor });
        const secret = await passwordLink(database, id, actor);
        return reply.code(201).send({ id, link: options.linkTo('password', secret) });
      },
    );

    app.patch(
      '/users/:id',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'Change an account’s role, disable it, or enable it again; its sessions end',
          tags: ['accounts'],
          params: one,
          body: z.strictObject({ role: z.enum(ROLES).optional(), disabled: z.boolean().optional() }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        const { role, disabled } = request.body;
        const change = { ...(role && { role }), ...(disabled !== undefined && { disabled }) };
        await changeUser(database, request.params.id, change, request.identity!.actor);
        return reply.code(204).send();
      },
    );

    app.post(
      '/users/:id/password-link',
      {
        config: { access: 'administrator' },
        schema: {
          summary: 'A new link to choose a password with; earlier ones stop working',
          tags: ['accounts'],
          params: one,
          response: { 201: z.object({ link: z.string() }) },
        },
      },
      async (request, reply) => {
        const secret = await passwordLink(database, request.params.id, request.identity!.actor);
        return reply.code(201).send({ link: options.linkTo('password', secret) });
      },
    );

    app.post(
      '/password',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Choose a password by link',
          tags: ['accounts'],
          body: z.strictObject({ token: shape.secret, password: shape.password }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        await app.countAttempt(request);
        await choosePassword(database, { secret: request.body.token, password: request.body.password });
        return reply.code(204).send();
      },
    );

    app.post(
      '/setup',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Make the first administrator, by the link that was printed at the start',
          tags: ['accounts'],
          body: z.strictObject({ token: shape.secret, name: shape.name, password: shape.password }),
          response: { 204: shape.nothing },
        },
      },
      async (request, reply) => {
        await app.countAttempt(request);
        const { token: secret, name, password: chosen } = request.body;
        await setUp(database, { secret, name, password: chosen });
        return reply.code(204).send();
      },
    );
  };
}
