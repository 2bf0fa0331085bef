import type { Identity, Role } from '../contracts/service.ts';
import type { Db } from '../store/database.ts';
import { identifyToken } from '../store/tokens.ts';
import { Problem } from './problem.ts';

/**
 * Who sent a request, by its `Authorization`: `Bearer <token>`, or `Basic` with the token as password, as upload tools
 * send it (with `__token__` as the user). Null when it has none or a wrong one.
 */
export async function identifyHeader(db: Db, authorization: string | undefined): Promise<Identity | null> {
  const [scheme = '', value = ''] = (authorization ?? '').trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return identifyToken(db, value);
  if (!/^basic$/i.test(scheme)) return null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return identifyToken(db, pair.slice(pair.indexOf(':') + 1));
}

/** What a role may do besides its own: an administrator everything, a reviewer what `ingest` does. */
const INCLUDES: Record<Role, readonly Role[]> = {
  ingest: ['ingest'],
  uploader: ['uploader'],
  reviewer: ['reviewer', 'ingest'],
  administrator: ['administrator', 'reviewer', 'uploader', 'ingest'],
};

/** @throws Problem 401 for nobody, 403 for somebody else */
export function demand(identity: Identity | null, role: Role): Identity {
  if (identity === null) throw new Problem(401, 'Unauthorized', 'This needs a valid token or a session.');
  if (!INCLUDES[identity.role].includes(role)) {
    throw new Problem(403, 'Forbidden', `This needs the role ${role}; yours is ${identity.role}.`);
  }
  return identity;
}
