import { and, desc, eq } from 'drizzle-orm';
import type { NewSubmission, Source } from '../contracts/service.ts';
import { normaliseProject } from '../intake/names.ts';
import { type Db, storable, storableJson, storableName } from './database.ts';
import { distributions, submissions } from './schema.ts';

export type Submission = typeof submissions.$inferSelect;

/** Writes down one arrival; the distribution's own row is made with the first. */
export async function recordSubmission(tx: Db, submission: NewSubmission): Promise<Submission> {
  const { sha256, bytes, source, detail = {} } = submission;
  const filename = storableName(submission.filename);
  await tx.insert(distributions).values({ sha256, bytes, filename }).onConflictDoNothing();
  const { uploader, url, project, version } = submission;
  const claimed = {
    uploader: uploader && storableName(uploader),
    url: url && storable(url),
    project: project && storableName(normaliseProject(project)),
    version: version && storableName(version),
  };
  const [row] = await tx
    .insert(submissions)
    .values({ sha256, filename, source, detail: storableJson(detail), ...claimed })
    .returning();
  return row!;
}

export async function findSubmission(db: Db, id: string): Promise<Submission | null> {
  const [row] = await db.select().from(submissions).where(eq(submissions.id, id));
  return row ?? null;
}

/** Newest first. */
export async function submissionsOf(db: Db, sha256: string): Promise<Submission[]> {
  return db
    .select()
    .from(submissions)
    .where(eq(submissions.sha256, sha256))
    .orderBy(desc(submissions.receivedAt));
}

/** The newest, or null. */
export async function latestSubmission(db: Db, sha256: string): Promise<Submission | null> {
  const [row] = await db
    .select()
    .from(submissions)
    .where(eq(submissions.sha256, sha256))
    .orderBy(desc(submissions.receivedAt))
    .limit(1);
  return row ?? null;
}

/** Whether a distribution came in this way, at least once. */
export async function hasArrivedBy(db: Db, sha256: string, source: Source): Promise<boolean> {
  const rows = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.sha256, sha256), eq(submissions.source, source)))
    .limit(1);
  return rows.length > 0;
}

/** The last submission of the same file under the same name by the same sender, or null. */
export async function findRepeated(
  db: Db,
  {
    sha256,
    filename,
    source,
    uploader,
  }: Pick<NewSubmission, 'sha256' | 'filename' | 'source'> & { uploader: string },
): Promise<Submission | null> {
  const [row] = await db
    .select()
    .from(submissions)
    .where(
      and(
        eq(submissions.sha256, sha256),
        eq(submissions.filename, storableName(filename)),
        eq(submissions.source, source),
        eq(submissions.uploader, storableName(uploader)),
      ),
    )
    .orderBy(desc(submissions.receivedAt))
    .limit(1);
  return row ?? null;
}
