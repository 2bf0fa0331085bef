/** The row of a distribution: what it is, and what holds for it now. */
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { DistributionIdentity } from '../contracts/result.ts';
import type { RecordedVerdict } from '../contracts/service.ts';
import { normaliseProject } from '../intake/names.ts';
import { type Db, storableName } from './database.ts';
import type { DispositionRow } from './dispositions.ts';
import { distributions, projects, releases } from './schema.ts';

export type DistributionRow = typeof distributions.$inferSelect;

export async function findDistribution(db: Db, sha256: string): Promise<DistributionRow | null> {
  const [row] = await db.select().from(distributions).where(eq(distributions.sha256, sha256));
  return row ?? null;
}

/** Whether any archive has said that it is of this project, in whatever spelling. */
export async function isKnownProject(db: Db, project: string): Promise<boolean> {
  const name = storableName(normaliseProject(project));
  const found = await db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
  return found.length > 0;
}

/** Writes down what the archive itself says it is. */
export async function identifyDistribution(
  tx: Db,
  sha256: string,
  { kind, project, version }: DistributionIdentity,
): Promise<void> {
  const releaseId = project === null || version === null ? null : await releaseOf(tx, project, version);
  await tx
    .update(distributions)
    .set(releaseId === null ? { kind } : { kind, releaseId })
    .where(eq(distributions.sha256, sha256));
}

/** Id of a release, whose row and project are made when they are new. */
async function releaseOf(tx: Db, displayName: string, version: string): Promise<number> {
  const name = storableName(normaliseProject(displayName));
  const projectId = await idOf(
    () => tx.select({ id: projects.id }).from(projects).where(eq(projects.name, name)),
    () =>
      tx
        .insert(projects)
        .values({ name, displayName: storableName(displayName) })
        .onConflictDoNothing(),
  );
  const release = { projectId, version: storableName(version) };
  const same = and(eq(releases.projectId, projectId), eq(releases.version, release.version));
  return idOf(
    () => tx.select({ id: releases.id }).from(releases).where(same),
    () => tx.insert(releases).values(release).onConflictDoNothing(),
  );
}

/** Looks before it inserts, because most rows exist, and again after it, because another may have inserted. */
async function idOf(
  select: () => PromiseLike<{ id: number }[]>,
  insert: () => PromiseLike<unknown>,
): Promise<number> {
  const [found] = await select();
  if (found !== undefined) return found.id;
  await insert();
  return (await select())[0]!.id;
}

/** Repeats a new verdict beside the distribution, unless a newer one is there already. */
export async function noteVerdict(tx: Db, { id, sha256, verdict, score }: RecordedVerdict): Promise<void> {
  const older = or(isNull(distributions.verdictId), lt(distributions.verdictId, id));
  await tx
    .update(distributions)
    .set({ verdictId: id, verdict, score })
    .where(and(eq(distributions.sha256, sha256), older));
}

/** Repeats a new disposition beside the distribution, unless a newer one is there already. */
export async function noteDisposition(tx: Db, { id, sha256, disposition }: DispositionRow): Promise<void> {
  const older = or(isNull(distributions.dispositionId), lt(distributions.dispositionId, id));
  await tx
    .update(distributions)
    .set({ dispositionId: id, disposition })
    .where(and(eq(distributions.sha256, sha256), older));
}

/** Keeps others from deciding about a distribution until the transaction ends. False when there is none such. */
export async function lockDistribution(tx: Db, sha256: string): Promise<boolean> {
  const found = await tx
    .select({ sha256: distributions.sha256 })
    .from(distributions)
    .where(eq(distributions.sha256, sha256))
    .for('update');
  return found.length > 0;
}
