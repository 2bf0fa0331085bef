/** Finding distributions, a page at a time. */
import { and, desc, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { InfrastructureError } from '../contracts/errors.ts';
import type { DistributionKind } from '../contracts/member.ts';
import type { Verdict } from '../contracts/result.ts';
import type { Disposition, RecordedVerdict, Source } from '../contracts/service.ts';
import { normaliseProject } from '../intake/names.ts';
import { SEARCH_PAGE_ROWS } from '../service-limits.ts';
import { type Db, storable, storableName } from './database.ts';
import { distributions, findings, indicators, projects, releases, submissions, verdicts } from './schema.ts';
import { VERDICT_COLUMNS } from './verdicts.ts';

/** What every hit satisfies. `pending`: nothing has been said yet. */
export interface SearchFilter {
  /** In any spelling, as the archive says or as a sender has claimed. */
  project?: string;
  /** As written, of the release or as claimed. */
  version?: string;
  /** How the file's name begins, case-sensitive. */
  filename?: string;
  /** How the hash begins, hex. */
  sha256?: string;
  /** Id of a rule that fired, by the newest verdict. */
  rule?: string;
  /** Whole value of an indicator, in the newest verdict. */
  indicator?: string;
  verdict?: Verdict | 'pending';
  disposition?: Disposition | 'pending';
  /** How it arrived, at least once. */
  source?: Source;
  /** Who sent it, at least once. */
  uploader?: string;
  /** First seen at this moment or later. */
  since?: Date;
  /** First seen before this moment. */
  until?: Date;
}

/** By when the service first saw a distribution, or by its score, the highest first. */
export const SEARCH_ORDERS = ['newest', 'oldest', 'score'] as const;
export type SearchOrder = (typeof SEARCH_ORDERS)[number];

export interface SearchPageRequest {
  /** At most `SEARCH_PAGE_ROWS`. */
  limit: number;
  /** `newest` unless given. */
  order?: SearchOrder;
  /** `next` of the page before, with the same order and filter. */
  cursor?: string | null;
}

export interface SearchHit {
  sha256: string;
  filename: string;
  bytes: number;
  /** Null before the first scan. */
  kind: DistributionKind | null;
  /** PEP 503, and as written, from the archive; null while unknown. */
  project: string | null;
  version: string | null;
  firstSeenAt: Date;
  /** The newest verdict, and the disposition that holds now. */
  verdict: RecordedVerdict | null;
  disposition: Disposition | null;
}

export interface SearchPage {
  hits: SearchHit[];
  /** Cursor of the next page; null when there is none. */
  next: string | null;
}

/** A precise moment, which `Date` is not. */
const SEEN = sql<string>`${distributions.firstSeenAt}::text`;
const SCORE = sql<number>`coalesce(${distributions.score}, -1)`;

/**
 * One page of the distributions that satisfy a filter. Pages neither repeat nor miss what stood still meanwhile.
 * @throws InfrastructureError `cursor-invalid`
 */
export async function searchDistributions(
  db: Db,
  filter: SearchFilter,
  { limit, order = 'newest', cursor = null }: SearchPageRequest,
): Promise<SearchPage> {
  const rows = Math.max(1, Math.min(Math.trunc(limit), SEARCH_PAGE_ROWS));
  const found = await db
    .select({ ...HIT, verdict: VERDICT_COLUMNS, seen: SEEN, rank: SCORE })
    .from(distributions)
    .leftJoin(releases, eq(releases.id, distributions.releaseId))
    .leftJoin(projects, eq(projects.id, releases.projectId))
    .leftJoin(verdicts, eq(verdicts.id, distributions.verdictId))
    .where(
      and(...conditionsOf(filter), cursor === null ? undefined : after(order, readCursor(cursor, order))),
    )
    .orderBy(...ORDERS[order])
    .limit(rows + 1);
  const page = found.slice(0, rows);
  const last = page.at(-1);
  return {
    hits: page.map(({ seen, rank, ...hit }) => hit),
    next: found.length > rows && last !== undefined ? writeCursor(order, last) : null,
  };
}

/** Columns of a hit, but for its verdict. */
export const HIT = {
  sha256: distributions.sha256,
  filename: distributions.filename,
  bytes: distributions.bytes,
  kind: distributions.kind,
  project: projects.name,
  version: releases.version,
  firstSeenAt: distributions.firstSeenAt,
  disposition: distributions.disposition,
};

const ORDERS: Record<SearchOrder, SQL[]> = {
  newest: [desc(distributions.firstSeenAt), desc(distributions.sha256)],
  oldest: [sql`${distributions.firstSeenAt}`, sql`${distributions.sha256}`],
  score: [desc(SCORE), desc(distributions.firstSeenAt), desc(distributions.sha256)],
};

function conditionsOf(filter: SearchFilter): (SQL | undefined)[] {
  const { sha256, filename, verdict, disposition, since, until } = filter;
  return [
    claimOrFact(filter),
    filename === undefined ? undefined : begins(sql`${distributions.filename}`, storableName(filename)),
    sha256 === undefined ? undefined : hashBegins(sha256),
    verdict && (verdict === 'pending' ? isNull(distributions.verdict) : eq(distributions.verdict, verdict)),
    disposition &&
      (disposition === 'pending'
        ? isNull(distributions.disposition)
        : eq(distributions.disposition, disposition)),
    since && gte(distributions.firstSeenAt, since),
    until && lt(distributions.firstSeenAt, until),
    saidByVerdict(filter),
    arrived(filter),
  ];
}

/** Project and version, of one release or of one submission. */
function claimOrFact({ project, version }: SearchFilter): SQL | undefined {
  if (project === undefined && version === undefined) return undefined;
  const name = project === undefined ? undefined : storableName(normaliseProject(project));
  const written = version === undefined ? undefined : storableName(version);
  const fact = and(
    name === undefined ? undefined : eq(projects.name, name),
    written === undefined ? undefined : eq(releases.version, written),
  );
  const claim = and(
    name === undefined ? undefined : eq(submissions.project, name),
    written === undefined ? undefined : eq(submissions.version, written),
  );
  // Two looks into indexes, where `or` over the joined tables would read all of them.
  return sql`${distributions.sha256} in (
    select ${submissions.sha256} from ${submissions} where ${claim}
    union select d.sha256 from ${distributions} d join ${releases} on d.release_id = ${releases.id}
      join ${projects} on ${projects.id} = ${releases.projectId} where ${fact})`;
}

function saidByVerdict({ rule, indicator }: SearchFilter): SQL | undefined {
  const fired = sql`select 1 from ${findings}
    where ${findings.verdictId} = ${distributions.verdictId} and ${findings.rule} = ${rule}`;
  const seen = sql`select 1 from ${indicators}
    where ${indicators.verdictId} = ${distributions.verdictId} and ${indicators.value} = ${storable(indicator ?? '')}`;
  return and(
    rule === undefined ? undefined : sql`exists (${fired})`,
    indicator === undefined ? undefined : sql`exists (${seen})`,
  );
}

function arrived({ source, uploader }: SearchFilter): SQL | undefined {
  if (source === undefined && uploader === undefined) return undefined;
  const same = and(
    eq(submissions.sha256, distributions.sha256),
    source && eq(submissions.source, source),
    uploader === undefined ? undefined : eq(submissions.uploader, storableName(uploader)),
  );
  return sql`exists (select 1 from ${submissions} where ${same})`;
}

function hashBegins(prefix: string): SQL {
  const hex = prefix.toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(hex)) return sql`false`;
  // Between its lowest and its highest continuation, which an index answers whatever the collation is.
  return sql`${distributions.sha256} between ${hex.padEnd(64, '0')} and ${hex.padEnd(64, 'f')}`;
}

/** `like`, with nothing in the text having a meaning. */
function begins(column: SQL, prefix: string): SQL {
  return sql`${column} like ${`${prefix.replace(/[\\%_]/g, '\\$&')}%`}`;
}

interface Place {
  seen: string;
  sha256: string;
  rank: number;
}

function after(order: SearchOrder, { seen, sha256, rank }: Place): SQL {
  const key = sql`${distributions.firstSeenAt}, ${distributions.sha256}`;
  const place = sql`${seen}::timestamptz, ${sha256}::char(64)`;
  if (order === 'newest') return sql`(${key}) < (${place})`;
  if (order === 'oldest') return sql`(${key}) > (${place})`;
  return sql`(${SCORE}, ${key}) < (${rank}::double precision, ${place})`;
}

function writeCursor(order: SearchOrder, { seen, sha256, rank }: Place): string {
  return Buffer.from(JSON.stringify([order, seen, sha256, rank])).toString('base64url');
}

const MOMENT = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d){0,2}$/;

function readCursor(cursor: string, order: SearchOrder): Place {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = null;
  }
  const [written, seen, sha256, rank] = Array.isArray(parts) ? parts : [];
  const valid =
    written === order &&
    typeof seen === 'string' &&
    MOMENT.test(seen) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    typeof rank === 'number';
  if (!valid) throw new InfrastructureError('cursor-invalid', 'this is no cursor of the page before');
  return { seen, sha256, rank };
}
