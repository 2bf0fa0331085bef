import { and, desc, eq } from 'drizzle-orm';
import type { ScanResult } from '../contracts/result.ts';
import type { Db } from './database.ts';
import { facts, verdicts } from './schema.ts';
import { documentOf } from './verdicts.ts';

/** Keeps what an engine's analyses said of a distribution; the first to say it is believed. */
export async function saveEvidence(
  tx: Db,
  sha256: string,
  engine: string,
  content: Uint8Array,
): Promise<void> {
  await tx.insert(facts).values({ sha256, engine, content }).onConflictDoNothing();
}

/** What this engine has said of a distribution, with the newest result that came of it; null when it has not. */
export async function loadEvidence(
  db: Db,
  sha256: string,
  engine: string,
): Promise<{ evidence: Uint8Array; old: ScanResult } | null> {
  const [saved] = await db
    .select({ content: facts.content })
    .from(facts)
    .where(and(eq(facts.sha256, sha256), eq(facts.engine, engine)));
  if (saved === undefined) return null;
  const [verdict] = await db
    .select({ id: verdicts.id })
    .from(verdicts)
    .where(and(eq(verdicts.sha256, sha256), eq(verdicts.engine, engine)))
    .orderBy(desc(verdicts.id))
    .limit(1);
  const old = verdict === undefined ? null : await documentOf(db, verdict.id);
  return old === null ? null : { evidence: saved.content, old };
}
