/** Which distributions belong together: by resemblance of their incriminating code, or by where they report to. */
import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { Fingerprint, Indicator } from '../contracts/result.ts';
import { CAMPAIGN_CANDIDATES, CAMPAIGN_RESEMBLANCE } from '../service-limits.ts';
import { bandsOf, resemblance, toBytes, toSignature } from '../similarity/minhash.ts';
import { type Db, storable } from './database.ts';
import { distributions, indicators, projects, releases, verdicts } from './schema.ts';
import { campaigns, fingerprintBands, fingerprints, reviewItems } from './schema-review.ts';

/** Indicators that belong to one attacker: two distributions that share one are of one hand. */
const OWNED: readonly Indicator['type'][] = [
  'discord-webhook',
  'telegram-bot',
  'slack-webhook',
  'wallet',
  'onion',
];

export interface Resembling {
  sha256: string;
  fingerprint: Fingerprint | null;
  indicators: readonly Indicator[];
}

/**
 * The campaign of a distribution: that of those it resembles, a new one when there are none. When they belong to
 * several, those become one, the oldest.
 */
export async function assignCampaign(tx: Db, resembling: Resembling): Promise<number> {
  const { sha256, fingerprint } = resembling;
  // One at a time: two at once would each begin a campaign.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('lazaret.campaigns'))`);
  const [known] = await tx.select().from(fingerprints).where(eq(fingerprints.sha256, sha256));
  if (known !== undefined) return known.campaignId;
  const packed = fingerprint?.minhash ?? null;
  const signature = packed === null ? null : toSignature(Buffer.from(packed, 'base64'));
  const found = new Set([
    ...(await alike(tx, fingerprint, signature)),
    ...(await sharing(tx, sha256, resembling.indicators)),
  ]);
  const campaignId = found.size === 0 ? await newCampaign(tx) : await merged(tx, [...found]);
  const exact = fingerprint?.exact ?? null;
  const minhash = signature === null ? null : toBytes(signature);
  await tx.insert(fingerprints).values({ sha256, campaignId, exact, minhash });
  if (signature !== null) {
    await tx.insert(fingerprintBands).values(bandsOf(signature).map((band) => ({ band, sha256 })));
  }
  return campaignId;
}

/** The distributions of a campaign, the gravest first. */
export async function listMembers(db: Db, campaignId: number, limit: number) {
  return db
    .select({
      sha256: distributions.sha256,
      filename: distributions.filename,
      project: projects.name,
      version: releases.version,
      verdict: distributions.verdict,
      score: distributions.score,
      disposition: distributions.disposition,
      state: reviewItems.state,
      harm: reviewItems.harm,
      firstSeenAt: distributions.firstSeenAt,
    })
    .from(fingerprints)
    .innerJoin(distributions, eq(distributions.sha256, fingerprints.sha256))
    .leftJoin(reviewItems, eq(reviewItems.sha256, fingerprints.sha256))
    .leftJoin(releases, eq(releases.id, distributions.releaseId))
    .leftJoin(projects, eq(projects.id, releases.projectId))
    .where(eq(fingerprints.campaignId, campaignId))
    .orderBy(sql`${reviewItems.harm} desc nulls last`, fingerprints.sha256)
    .limit(limit);
}

/** Where a campaign's members are now: the same, unless it was merged. */
export async function presentCampaign(db: Db, campaignId: number): Promise<number | null> {
  const [row] = await db.select().from(campaigns).where(eq(campaigns.id, campaignId));
  return row === undefined ? null : (row.mergedInto ?? row.id);
}

async function newCampaign(tx: Db): Promise<number> {
  const [row] = await tx.insert(campaigns).values({}).returning({ id: campaigns.id });
  return row!.id;
}

async function alike(
  tx: Db,
  fingerprint: Fingerprint | null,
  signature: Uint32Array | null,
): Promise<number[]> {
  if (fingerprint === null) return [];
  const bands = signature === null ? [] : bandsOf(signature);
  const near = tx
    .select({ sha256: fingerprintBands.sha256 })
    .from(fingerprintBands)
    .where(inArray(fingerprintBands.band, bands));
  const rows = await tx
    .select({ campaignId: fingerprints.campaignId, exact: fingerprints.exact, minhash: fingerprints.minhash })
    .from(fingerprints)
    .where(
      or(
        eq(fingerprints.exact, fingerprint.exact),
        ...(bands.length === 0 ? [] : [inArray(fingerprints.sha256, near)]),
      ),
    )
    .limit(CAMPAIGN_CANDIDATES);
  return rows
    .filter(({ exact, minhash }) => {
      if (exact === fingerprint.exact) return true;
      if (signature === null || minhash === null) return false;
      const other = toSignature(minhash);
      return other !== null && resemblance(signature, other) >= CAMPAIGN_RESEMBLANCE;
    })
    .map(({ campaignId }) => campaignId);
}

async function sharing(tx: Db, sha256: string, seen: readonly Indicator[]): Promise<number[]> {
  const values = seen.filter(({ type }) => OWNED.includes(type)).map(({ value }) => storable(value));
  if (values.length === 0) return [];
  const rows = await tx
    .selectDistinct({ campaignId: fingerprints.campaignId })
    .from(indicators)
    .innerJoin(verdicts, eq(verdicts.id, indicators.verdictId))
    .innerJoin(fingerprints, eq(fingerprints.sha256, verdicts.sha256))
    .where(
      and(
        inArray(indicators.value, values),
        inArray(indicators.type, [...OWNED]),
        ne(verdicts.sha256, sha256),
        isNotNull(fingerprints.campaignId),
      ),
    )
    .limit(CAMPAIGN_CANDIDATES);
  return rows.map(({ campaignId }) => campaignId);
}

async function merged(tx: Db, ids: readonly number[]): Promise<number> {
  const oldest = Math.min(...ids);
  const others = ids.filter((one) => one !== oldest);
  if (others.length === 0) return oldest;
  await tx.update(fingerprints).set({ campaignId: oldest }).where(inArray(fingerprints.campaignId, others));
  await tx.update(reviewItems).set({ campaignId: oldest }).where(inArray(reviewItems.campaignId, others));
  const gone = or(inArray(campaigns.id, others), inArray(campaigns.mergedInto, others));
  await tx.update(campaigns).set({ mergedInto: oldest }).where(gone);
  return oldest;
}
