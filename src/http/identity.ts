import type { Identity } from '../contracts/service.ts';
import type { Db } from '../store/database.ts';
import { identifyToken } from '../store/tokens.ts';

export { demand } from './access.ts';

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
