/** Who may do what: the only place that says which role includes which. */
import type { Identity, Role } from '../contracts/service.ts';
import { Problem } from './problem.ts';

/** Who may use a route: everybody, whoever has proved who they are, or a role and those that include it. */
export type Access = 'public' | 'anybody' | Role;

/** What a role may do besides its own: an administrator everything, a reviewer what `ingest` does. */
const INCLUDES: Record<Role, readonly Role[]> = {
  ingest: ['ingest'],
  uploader: ['uploader'],
  reviewer: ['reviewer', 'ingest'],
  administrator: ['administrator', 'reviewer', 'uploader', 'ingest'],
};

export function includes(role: Role, wanted: Role): boolean {
  return INCLUDES[role].includes(wanted);
}

/** @throws Problem 401 for nobody, 403 for somebody else */
export function demand(identity: Identity | null, wanted: Role | 'anybody'): Identity {
  if (identity === null) throw unauthorized();
  if (wanted !== 'anybody' && !includes(identity.role, wanted)) {
    throw new Problem(403, 'Forbidden', `This needs the role ${wanted}; yours is ${identity.role}.`);
  }
  return identity;
}

export function unauthorized(): Problem {
  const headers = { 'www-authenticate': 'Bearer realm="lazaret"' };
  return new Problem(401, 'Unauthorized', 'This needs a valid token or a session.', {}, headers);
}
