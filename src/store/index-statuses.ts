import { desc, eq } from 'drizzle-orm';
import type { Actor, IndexStatus } from '../contracts/service.ts';
import { type Db, storable } from './database.ts';
import { indexStatuses } from './schema.ts';

export type IndexStatusRow = typeof indexStatuses.$inferSelect;

export interface NewIndexStatus {
  /** PEP 503. */
  project: string;
  /** Null for the whole project. */
  version: string | null;
  status: IndexStatus;
  reason: string;
  actor: Actor;
}

export async function recordIndexStatus(tx: Db, status: NewIndexStatus): Promise<IndexStatusRow> {
  const { project, version, reason } = status;
  const texts = {
    project: storable(project),
    version: version === null ? null : storable(version),
    reason: storable(reason),
  };
  const [row] = await tx
    .insert(indexStatuses)
    .values({ ...status, ...texts })
    .returning();
  return row!;
}

/** What holds for a project: by version, with null for the project as a whole. Nothing said means `active`. */
export async function indexStatusesOf(db: Db, project: string): Promise<Map<string | null, IndexStatusRow>> {
  const rows = await db
    .select()
    .from(indexStatuses)
    .where(eq(indexStatuses.project, project))
    .orderBy(desc(indexStatuses.id));
  const newest = new Map<string | null, IndexStatusRow>();
  for (const row of rows) if (!newest.has(row.version)) newest.set(row.version, row);
  return newest;
}
