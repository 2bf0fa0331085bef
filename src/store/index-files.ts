/** What the proxy remembers of files that the index behind it lists. */
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Disposition } from '../contracts/service.ts';
import { type Db, storable } from './database.ts';
import { distributions, indexFiles } from './schema.ts';

export interface RememberedFile {
  filename: string;
  /** Without credentials. */
  url: string;
  /** Null while neither the index nor a download has said it. */
  sha256: string | null;
  bytes: number | null;
}

/** With what holds for its bytes; null while nobody has decided, or they were never seen. */
export interface KnownFile extends RememberedFile {
  disposition: Disposition | null;
}

/** Rows in one statement. */
const BATCH = 2000;

/** A file that has other bytes than it had under the same name. */
export interface ReplacedFile {
  filename: string;
  before: string;
  after: string;
}

/**
 * Remembers the files of a project's page. A hash that only a download told stays until the index names one.
 * @param project normalised
 * @returns files of which the index names another hash than was known
 */
export async function rememberFiles(
  db: Db,
  project: string,
  files: readonly RememberedFile[],
): Promise<ReplacedFile[]> {
  const replaced: ReplacedFile[] = [];
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH).map(({ filename, url, sha256, bytes }) => {
      return { filename: storable(filename), url: storable(url), sha256, bytes };
    });
    const { rows } = await db.execute(sql`
      with listed as (
        select filename, url, sha256, bytes from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
          as one (filename text, url text, sha256 char(64), bytes bigint)
      ), written as (
        insert into ${indexFiles} as known (project, filename, url, sha256, bytes)
        select ${project}::text, filename, url, sha256, bytes from listed
        on conflict (project, filename) do update set
          url = excluded.url,
          sha256 = coalesce(excluded.sha256, known.sha256),
          bytes = coalesce(excluded.bytes,
            case when coalesce(excluded.sha256, known.sha256) = known.sha256 then known.bytes end),
          fetched_at = now()
        where known.url <> excluded.url
          or known.sha256 is distinct from coalesce(excluded.sha256, known.sha256)
          or known.bytes is distinct from coalesce(excluded.bytes, known.bytes)
      )
      -- Sees what was there before the statement.
      select known.filename, known.sha256 as before, listed.sha256 as after
      from ${indexFiles} as known join listed on listed.filename = known.filename
      where known.project = ${project} and known.sha256 <> listed.sha256`);
    replaced.push(...(rows as ReplacedFile[]));
  }
  return replaced;
}

/** What the first download found a file to be: it stands for the name from then on, unless the index names a hash. */
export async function rememberHash(
  db: Db,
  project: string,
  filename: string,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<void> {
  const one = and(eq(indexFiles.project, project), eq(indexFiles.filename, storable(filename)));
  const unknown = or(isNull(indexFiles.sha256), eq(indexFiles.sha256, sha256));
  await db.update(indexFiles).set({ sha256, bytes }).where(and(one, unknown));
}

const COLUMNS = {
  filename: indexFiles.filename,
  url: indexFiles.url,
  sha256: indexFiles.sha256,
  bytes: indexFiles.bytes,
};

/** All remembered files of a project by name. */
export async function knownFiles(db: Db, project: string): Promise<Map<string, KnownFile>> {
  const rows = await db
    .select({ ...COLUMNS, disposition: distributions.disposition })
    .from(indexFiles)
    .leftJoin(distributions, eq(distributions.sha256, indexFiles.sha256))
    .where(eq(indexFiles.project, project));
  return new Map(rows.map((file) => [file.filename, file]));
}

export async function knownFile(db: Db, project: string, filename: string): Promise<RememberedFile | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(indexFiles)
    .where(and(eq(indexFiles.project, project), eq(indexFiles.filename, storable(filename))));
  return row ?? null;
}
