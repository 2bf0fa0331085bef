import { and, desc, eq, lt } from 'drizzle-orm';
import type { Actor } from '../contracts/service.ts';
import { type Db, storable, storableJson, storableName } from './database.ts';
import { observations } from './schema.ts';

export type Observation = typeof observations.$inferSelect;

/** What a person or an outside system reports, about a distribution or a project. */
export interface NewObservation {
  sha256: string | null;
  /** PEP 503. */
  project: string | null;
  /** A short word, such as `malware` or `false-positive`. */
  kind: string;
  summary: string;
  detail: Record<string, unknown>;
  actor: Actor;
}

export async function recordObservation(tx: Db, observation: NewObservation): Promise<Observation> {
  const { project, kind, summary, detail } = observation;
  const texts = {
    project: project === null ? null : storableName(project),
    kind: storableName(kind),
    summary: storable(summary),
    detail: storableJson(detail),
  };
  const [row] = await tx
    .insert(observations)
    .values({ ...observation, ...texts })
    .returning();
  return row!;
}

export interface ObservationFilter {
  sha256?: string | undefined;
  project?: string | undefined;
  /** Only what is older than this id. */
  before?: number | undefined;
}

/** Newest first. */
export async function listObservations(
  db: Db,
  { sha256, project, before }: ObservationFilter,
  limit: number,
): Promise<Observation[]> {
  return db
    .select()
    .from(observations)
    .where(
      and(
        sha256 === undefined ? undefined : eq(observations.sha256, sha256),
        project === undefined ? undefined : eq(observations.project, storableName(project)),
        before === undefined ? undefined : lt(observations.id, before),
      ),
    )
    .orderBy(desc(observations.id))
    .limit(limit);
}
