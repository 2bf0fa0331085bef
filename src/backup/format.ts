/**
 * What a backup is: a tar archive, the same for either kind of database.
 *
 * - `lazaret-backup.json`: `BackupHeader`
 * - `samples/<sha256>`: samples as they lie in the vault, masked; when asked for
 * - `tables/<table>/<number>.ndjson.gz`: rows, each a JSON array of texts and nulls, in the order of the header's
 *   columns; every value as PostgreSQL writes it (ISO dates in UTC, `\x` bytes, `{…}` arrays)
 * - `manifest.json`: `BackupManifest`, at the end
 */
import { z } from 'zod';

export const HEADER_NAME = 'lazaret-backup.json';
export const MANIFEST_NAME = 'manifest.json';

/** Names that need no quotes, which all of the project's are. */
const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

export const BACKUP_HEADER = z.object({
  format: z.literal(1),
  /** Version of Lazaret that wrote it. */
  lazaret: z.string().max(100),
  createdAt: z.string().max(100),
  /** Hashes of the migrations that the database had had, in order. */
  migrations: z.array(z.string().max(100)).min(1).max(10_000),
  samples: z.boolean(),
  /** In the order in which they are restored. */
  tables: z.array(z.object({ name, columns: z.array(name).min(1).max(200) })).max(500),
});
export type BackupHeader = z.infer<typeof BACKUP_HEADER>;

const count = z.number().int().nonnegative();

export const BACKUP_MANIFEST = z.object({
  /** Rows by table. */
  rows: z.record(name, count),
  samples: count,
  /** Samples that were not in the vault. */
  missing: count,
  /** Of everything before the manifest's entry, hex. */
  sha256: z.string().length(64),
});
export type BackupManifest = z.infer<typeof BACKUP_MANIFEST>;
