import { desc, eq } from 'drizzle-orm';
import type { Actor, Disposition } from '../contracts/service.ts';
import { type Db, storable } from './database.ts';
import { noteDisposition } from './distributions.ts';
import { dispositions } from './schema.ts';

export type DispositionRow = typeof dispositions.$inferSelect;

/** Says what holds for a distribution from now on. */
export async function recordDisposition(
  tx: Db,
  sha256: string,
  disposition: Disposition,
  actor: Actor,
  reason: string,
): Promise<DispositionRow> {
  const [row] = await tx
    .insert(dispositions)
    .values({ sha256, disposition, actor, reason: storable(reason) })
    .returning();
  await noteDisposition(tx, row!);
  return row!;
}

/** What holds now; null while nobody has said anything: the distribution is being screened. */
export async function currentDisposition(db: Db, sha256: string): Promise<DispositionRow | null> {
  const [row] = await db
    .select()
    .from(dispositions)
    .where(eq(dispositions.sha256, sha256))
    .orderBy(desc(dispositions.id))
    .limit(1);
  return row ?? null;
}
