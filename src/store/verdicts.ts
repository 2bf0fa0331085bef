import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, desc, eq } from 'drizzle-orm';
import type { ScanResult } from '../contracts/result.ts';
import type { RecordedVerdict, VersionSet } from '../contracts/service.ts';
import { type Db, notify, storable } from './database.ts';
import { identifyDistribution, noteVerdict } from './distributions.ts';
import { findings, indicators, verdicts } from './schema.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Notifications on this channel carry the SHA-256 of a distribution that has a new verdict. */
export const VERDICT_CHANNEL = 'lazaret_verdict';

/** Of a `RecordedVerdict`. */
export const VERDICT_COLUMNS = {
  id: verdicts.id,
  sha256: verdicts.sha256,
  engine: verdicts.engine,
  ruleset: verdicts.ruleset,
  model: verdicts.model,
  verdict: verdicts.verdict,
  score: verdicts.score,
  createdAt: verdicts.createdAt,
};

/**
 * Writes a verdict with what can be searched of it. Writing a second one for the same file and version set does
 * nothing and returns null: work that is done twice is recorded once.
 */
export async function recordVerdict(
  tx: Db,
  sha256: string,
  result: ScanResult,
  scanId: number | null,
): Promise<RecordedVerdict | null> {
  const { version, ...rest } = result.engine;
  const document = await pack(JSON.stringify(result));
  const { verdict, score } = result;
  const [row] = await tx
    .insert(verdicts)
    .values({ sha256, engine: version, ...rest, verdict, score, document, scanId })
    .onConflictDoNothing()
    .returning(VERDICT_COLUMNS);
  if (row === undefined) return null;
  await identifyDistribution(tx, sha256, result.distribution);
  await noteVerdict(tx, row);
  const found = result.findings.map(({ rule, phase, path, line, layer, contribution }) => {
    return { verdictId: row.id, rule, phase, path: storable(path), line, layer, contribution };
  });
  const seen = result.indicators.map(({ type, value, path, line }) => {
    return { verdictId: row.id, type, value: storable(value), path: storable(path), line };
  });
  if (found.length > 0) await tx.insert(findings).values(found);
  if (seen.length > 0) await tx.insert(indicators).values(seen);
  await notify(tx, VERDICT_CHANNEL, sha256);
  return row;
}

/** The newest verdict on a distribution, of one version set when that is given. */
export async function latestVerdict(
  db: Db,
  sha256: string,
  versions?: VersionSet,
): Promise<RecordedVerdict | null> {
  const same =
    versions === undefined
      ? []
      : [
          eq(verdicts.engine, versions.engine),
          eq(verdicts.ruleset, versions.ruleset),
          eq(verdicts.model, versions.model),
        ];
  const [row] = await db
    .select(VERDICT_COLUMNS)
    .from(verdicts)
    .where(and(eq(verdicts.sha256, sha256), ...same))
    .orderBy(desc(verdicts.id))
    .limit(1);
  return row ?? null;
}

export async function findVerdict(db: Db, id: number): Promise<RecordedVerdict | null> {
  const [row] = await db.select(VERDICT_COLUMNS).from(verdicts).where(eq(verdicts.id, id));
  return row ?? null;
}

/** The result document of one verdict. */
export async function documentOf(db: Db, verdictId: number): Promise<ScanResult | null> {
  const [row] = await db
    .select({ document: verdicts.document })
    .from(verdicts)
    .where(eq(verdicts.id, verdictId));
  return row === undefined ? null : JSON.parse((await unpack(row.document)).toString('utf8'));
}
