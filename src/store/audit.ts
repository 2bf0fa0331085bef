import { and, desc, eq, lt } from 'drizzle-orm';
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

export type AuditEntry = typeof auditLog.$inferSelect;

/** Newest first. @param filter `before`: only what is older than this id */
export async function listAudit(
  db: Db,
  {
    subject,
    actor,
    before,
  }: { subject?: string | undefined; actor?: string | undefined; before?: number | undefined },
  limit: number,
): Promise<AuditEntry[]> {
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        subject === undefined ? undefined : eq(auditLog.subject, storable(subject)),
        actor === undefined ? undefined : eq(auditLog.actor, storable(actor)),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit);
}
