/** Finds out who sent each request of a part, and lets in whom its routes are declared for. */
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity } from '../contracts/service.ts';
import { REQUESTS_PER_MINUTE, SIGN_INS_PER_MINUTE } from '../service-limits.ts';
import type { Db } from '../store/database.ts';
import { identifySession, type Session } from '../store/sessions.ts';
import { type Access, demand, unauthorized } from './access.ts';
import { identifyHeader } from './identity.ts';
import { tooMany } from './problem.ts';
import { cookieName, refuseForgery, type Site } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. Every route of a part with authentication declares it. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Who sent it; null for nobody in particular. */
    identity: Identity | null;
    /** The browser's session it was sent in; null when a token was used, or nothing. */
    session: Session | null;
  }
  interface FastifyInstance {
    /** Counts one attempt to prove who one is. @throws Problem 429 when there were too many */
    countAttempt(request: FastifyRequest): Promise<void>;
  }
}

export interface AuthenticationOptions extends Site {
  /** Requests in a minute of one token, account, or address without either; counted in this process. */
  requestsPerMinute?: number;
  /** Attempts to sign in, and wrong tokens, in a minute of one address. */
  signInsPerMinute?: number;
}

const MINUTE_MS = 60_000;

/** Adds authentication to everything that is registered in the same scope from now on. */
export async function addAuthentication(
  app: FastifyInstance,
  db: Db,
  options: AuthenticationOptions,
): Promise<void> {
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  const requests = app.createRateLimit({
    max: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: MINUTE_MS,
    keyGenerator: ({ identity, ip }) => identity?.actor ?? `address:${ip}`,
  });
  const attempts = app.createRateLimit({
    max: options.signInsPerMinute ?? SIGN_INS_PER_MINUTE,
    timeWindow: MINUTE_MS,
  });
  const check = async (request: FastifyRequest, limit: typeof requests, increment: boolean) => {
    const state = await limit(request, { increment });
    if (!state.isAllowed && state.isExceeded) {
      throw tooMany('There were too many requests in the last minute.', state.ttlInSeconds);
    }
  };

  app.decorateRequest('identity', null);
  app.decorateRequest('session', null);
  app.decorate('countAttempt', (request) => check(request, attempts, true));
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) throw new Error(`${method} ${url} does not say who may use it`);
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const access = request.routeOptions.config.access;
    if (access === undefined) throw unauthorized();
    const given = await identify(request, db, options);
    if (given === 'wrong') {
      await app.countAttempt(request);
      throw unauthorized();
    }
    await check(request, requests, true);
    if (access !== 'public') demand(request.identity, access);
    // A token is no cookie: no other site's page can make a browser send it.
    const byToken = request.identity !== null && request.session === null;
    if (!byToken) refuseForgery(request, options, request.session);
  });
}

/** Sets the request's identity. A wrong token is an error even where none is needed; a cookie may be an old one. */
async function identify(request: FastifyRequest, db: Db, site: Site): Promise<'known' | 'nobody' | 'wrong'> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    request.identity = await identifyHeader(db, authorization);
    return request.identity === null ? 'wrong' : 'known';
  }
  const secret = request.cookies[cookieName(site)];
  const session = secret === undefined ? null : await identifySession(db, secret);
  if (session === null) return 'nobody';
  request.session = session;
  request.identity = { actor: `user:${session.userId}`, role: session.role, uploader: null };
  return 'known';
}
