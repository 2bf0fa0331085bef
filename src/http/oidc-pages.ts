/** Where browsers leave for the OpenID Connect provider, and where they come back. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Service } from '../service/service.ts';
import { OIDC_SECONDS } from '../service-limits.ts';
import { type AuthenticationOptions, addAuthentication } from './authentication.ts';
import { letIn } from './let-in.ts';
import { accountOf, type Departure, type OidcOptions, oidcClient } from './oidc.ts';
import { page } from './pages.ts';
import { Problem } from './problem.ts';
import { isSecure } from './session.ts';

export const OIDC_PATH = 'sign-in/oidc';
const COOKIE = 'lazaret-oidc';

export interface OidcPagesOptions extends AuthenticationOptions {
  oidc: OidcOptions;
  /** Where people reach the service, with a slash at the end. */
  url(): string;
}

export function oidcPart(service: Service, options: OidcPagesOptions): FastifyPluginAsync {
  const { oidc, url } = options;
  const provider = oidcClient(oidc);
  const callback = (): string => `${url()}${OIDC_PATH}/callback`;
  const attributes = {
    path: `/${OIDC_PATH}`,
    httpOnly: true,
    // The way back starts at another site.
    sameSite: 'lax',
    secure: isSecure(options),
  } as const;

  async function arrive(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const departure = departureOf(request.cookies[COOKIE]);
    if (departure === null) throw new Problem(400, 'Bad Request', 'That took too long.');
    const address = new URL(callback());
    address.search = new URL(request.url, url()).search;
    const arrival = await provider.arrive(address, departure).catch((error: unknown) => {
      request.log.info({ err: error }, 'the provider’s answer was not taken');
      throw new Problem(403, 'Forbidden', 'The provider did not let you in, or its answer is not valid.');
    });
    const user = await accountOf(service.database, oidc, arrival);
    await letIn(service.database, user, { request, reply, site: options, by: 'oidc' });
  }

  return async (app) => {
    await addAuthentication(app, service.database.db, options);
    app.get(`/${OIDC_PATH}`, { config: { access: 'public' } }, async (request, reply) => {
      await app.countAttempt(request);
      const left = await provider.leave(callback()).catch((error: unknown) => {
        request.log.warn({ err: error }, 'the OpenID Connect provider does not answer');
        return null;
      });
      if (left === null) return refusal(reply, 503, 'The provider does not answer.');
      const { state, nonce, verifier } = left.departure;
      const value = [state, nonce, verifier].join('.');
      reply.setCookie(COOKIE, value, { ...attributes, maxAge: OIDC_SECONDS });
      return reply.header('cache-control', 'no-store').redirect(left.address, 303);
    });
    app.get(`/${OIDC_PATH}/callback`, { config: { access: 'public' } }, async (request, reply) => {
      await app.countAttempt(request);
      reply.clearCookie(COOKIE, attributes);
      try {
        await arrive(request, reply);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return refusal(reply, error.status, error.message);
      }
      return reply.header('cache-control', 'no-store').redirect('/', 303);
    });
  };
}

function departureOf(cookie: string | undefined): Departure | null {
  const [state, nonce, verifier, ...rest] = (cookie ?? '').split('.');
  if (!state || !nonce || !verifier || rest.length > 0) return null;
  return { state, nonce, verifier };
}

function refusal(reply: FastifyReply, status: number, text: string): FastifyReply {
  return page(reply, status, 'Not signed in', { text, link: { to: '/', text: 'Back to the sign-in' } });
}
