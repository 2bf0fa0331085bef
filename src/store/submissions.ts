import { desc, eq } from 'drizzle-orm';
import type { NewSubmission } from '../contracts/service.ts';
<<<<<<< HEAD
import { type Db, storable, storableJson } from './database.ts';
=======
import { type Db, storable, storableName } from './database.ts';
>>>>>>> 7b0455a (feat(store): search, view of a distribution, overview; what holds now stands beside the distribution)
import { distributions, submissions } from './schema.ts';

export type Submission = typeof submissions.$inferSelect;

/** Writes down one arrival; the distribution's own row is made with the first. */
export async function recordSubmission(tx: Db, submission: NewSubmission): Promise<Submission> {
  const { sha256, bytes, source, detail = {} } = submission;
  const filename = storableName(submission.filename);
  await tx.insert(distributions).values({ sha256, bytes, filename }).onConflictDoNothing();
  const claimed = Object.fromEntries(
    (['uploader', 'url', 'project', 'version'] as const).map((field) => {
      const value = submission[field];
      if (value === null) return [field, null];
      return [field, field === 'url' ? storable(value) : storableName(value)];
    }),
  );
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
