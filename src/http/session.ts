/** Sessions in a browser: a cookie that scripts cannot read, and proof that a change was asked for by our own page. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_SECONDS } from '../service-limits.ts';
import type { Session } from '../store/sessions.ts';
import { Problem } from './problem.ts';

/** Where people reach this service, as far as it is known. */
export interface Site {
  /** With a slash at the end; null when it is wherever the request says. */
  publicUrl: string | null;
}

/** The `__Host-` prefix keeps other hosts and plain http from setting it; browsers allow it with https only. */
export function cookieName(site: Site): string {
  return isSecure(site) ? '__Host-lazaret' : 'lazaret';
}

export function isSecure({ publicUrl }: Site): boolean {
  return publicUrl?.startsWith('https:') === true;
}

export function setCookie(reply: FastifyReply, site: Site, secret: string): void {
  reply.setCookie(cookieName(site), secret, { ...attributes(site), maxAge: SESSION_SECONDS });
}

export function clearCookie(reply: FastifyReply, site: Site): void {
  reply.clearCookie(cookieName(site), attributes(site));
}

function attributes(site: Site) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(site) } as const;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site's page may have asked for.
 * @throws Problem 403
 */
export function refuseForgery(request: FastifyRequest, site: Site, session: Session | null): void {
  if (SAFE.has(request.method)) return;
  const { origin, 'sec-fetch-site': fetchSite, 'x-csrf-token': sent } = request.headers;
  if (origin !== undefined && origin !== originOf(request, site)) {
    throw new Problem(403, 'Forbidden', 'This was sent by a page of another site.');
  }
  if (
    origin === undefined &&
    fetchSite !== undefined &&
    fetchSite !== 'same-origin' &&
    fetchSite !== 'none'
  ) {
    throw new Problem(403, 'Forbidden', 'This was sent by a page of another site.');
  }
  if (session === null) return;
  if (typeof sent !== 'string' || !same(sent, session.csrf)) {
    throw new Problem(403, 'Forbidden', 'The header x-csrf-token of this session is missing or wrong.');
  }
}

function originOf(request: FastifyRequest, { publicUrl }: Site): string {
  return publicUrl === null ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin;
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
