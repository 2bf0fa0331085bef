import type { Actor } from '../contracts/service.ts';
import { type Db, storable, storableJson } from './database.ts';
import { auditLog } from './schema.ts';

/** Writes down who did what. Secrets have no place in `detail`. */
export async function recordAudit(
  tx: Db,
  actor: Actor,
  action: string,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ actor, action, subject: storable(subject), detail: storableJson(detail) });
}
