/** Everything the store has on one distribution, for a reviewer's page. */
import { desc, eq } from 'drizzle-orm';
import type { RecordedVerdict } from '../contracts/service.ts';
import { VIEW_ROWS } from '../service-limits.ts';
import type { Db } from './database.ts';
import type { Decision } from './decisions.ts';
import type { DispositionRow } from './dispositions.ts';
import {
  decisions,
  dispositions,
  distributions,
  observations,
  projects,
  releases,
  scans,
  submissions,
  verdicts,
} from './schema.ts';
import { HIT, type SearchHit } from './search.ts';
import type { Submission } from './submissions.ts';
import { VERDICT_COLUMNS } from './verdicts.ts';

export type ObservationRow = typeof observations.$inferSelect;
export type ScanRow = typeof scans.$inferSelect;

/** Histories are newest first, at most `VIEW_ROWS` of each. */
export interface DistributionView {
  distribution: SearchHit;
  submissions: Submission[];
  verdicts: RecordedVerdict[];
  dispositions: DispositionRow[];
  decisions: Decision[];
  observations: ObservationRow[];
  scans: ScanRow[];
}

/** Null when no such distribution has been submitted. @param sha256 64 hex digits */
export async function viewDistribution(db: Db, sha256: string): Promise<DistributionView | null> {
  const distribution = await findDistribution(db, sha256);
  if (distribution === null) return null;
  return {
    distribution,
    submissions: await db
      .select()
      .from(submissions)
      .where(eq(submissions.sha256, sha256))
      .orderBy(desc(submissions.receivedAt), desc(submissions.id))
      .limit(VIEW_ROWS),
    verdicts: await db
      .select(VERDICT_COLUMNS)
      .from(verdicts)
      .where(eq(verdicts.sha256, sha256))
      .orderBy(desc(verdicts.id))
      .limit(VIEW_ROWS),
    dispositions: await newest(db, dispositions, sha256),
    decisions: await newest(db, decisions, sha256),
    observations: await newest(db, observations, sha256),
    scans: await newest(db, scans, sha256),
  };
}

/** A distribution as a search would show it; null when it has not been submitted. */
export async function findDistribution(db: Db, sha256: string): Promise<SearchHit | null> {
  const [row] = await db
    .select({ ...HIT, verdict: VERDICT_COLUMNS })
    .from(distributions)
    .leftJoin(releases, eq(releases.id, distributions.releaseId))
    .leftJoin(projects, eq(projects.id, releases.projectId))
    .leftJoin(verdicts, eq(verdicts.id, distributions.verdictId))
    .where(eq(distributions.sha256, sha256));
  return row ?? null;
}

type History = typeof dispositions | typeof decisions | typeof observations | typeof scans;

async function newest<Table extends History>(
  db: Db,
  table: Table,
  sha256: string,
): Promise<Table['$inferSelect'][]> {
  const rows = await db
    .select()
    .from(table as History)
    .where(eq(table.sha256, sha256))
    .orderBy(desc(table.id))
    .limit(VIEW_ROWS);
  return rows as Table['$inferSelect'][];
}
