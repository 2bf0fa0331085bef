/** Restoring files that are damaged or hostile: an error that says so, and a database that is as empty as before. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { HEADER_NAME, MANIFEST_NAME } from '../../src/backup/format.ts';
import { readBackup } from '../../src/backup/read.ts';
import { TarWriter } from '../../src/backup/tar.ts';
import { writeBackup } from '../../src/backup/write.ts';
import type { Database } from '../../src/store/database.ts';
import { readMigrations } from '../../src/store/migrate.ts';
import { tableNames } from '../../src/store/tables.ts';
import { inverted, MASK_HEADER } from '../../src/vault/mask.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { openTemplateDatabase } from '../support/database.ts';
import { fillEveryTable } from '../support/every-table.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Entry = [name: string, content: string | Uint8Array];

/** An archive that is in order in every respect but for what is in it. */
async function archive(entries: readonly Entry[], rows: Record<string, number> = {}): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const tar = new TarWriter(async (bytes) => void pieces.push(Uint8Array.from(bytes)));
  const add = (name: string, content: string | Uint8Array) =>
    tar.add(name, Buffer.byteLength(content), [Buffer.from(content as string)]);
  for (const [name, content] of entries) await add(name, content);
  const samples = entries.filter(([name]) => name.startsWith('samples/')).length;
  await add(MANIFEST_NAME, JSON.stringify({ rows, samples, missing: 0, sha256: tar.sha256 }));
  await tar.end();
  return Buffer.concat(pieces);
}

function header(tables: unknown, part: Record<string, unknown> = {}): Entry {
  const migrations = readMigrations().map(({ hash }) => hash);
  const fields = { format: 1, lazaret: '1', createdAt: '', migrations, samples: true, tables, ...part };
  return [HEADER_NAME, JSON.stringify(fields)];
}

const FEEDS = { name: 'feeds', columns: ['name', 'cursor', 'updated_at'] };
const feeds = (...lines: string[]): Entry => ['tables/feeds/000000.ndjson.gz', gzipSync(lines.join('\n'))];
const ROW = '["pypi", "{}", "2026-01-01 00:00:00+00"]';
const ONE = 'a'.repeat(64);

describe('restoring', () => {
  let database: Database;
  let whole: Buffer;
  before(async () => {
    const full = await openTemplateDatabase();
    await fillEveryTable(full.db);
    const pieces: Uint8Array[] = [];
    await writeBackup(full, null, async (bytes) => void pieces.push(Uint8Array.from(bytes)));
    whole = Buffer.concat(pieces);
    await full.close();
    database = await openTemplateDatabase();
  });
  after(() => database.close());

  async function assertEmpty(): Promise<void> {
    const some = tableNames().map((name) => `select '${name}' as name where exists (select 1 from ${name})`);
    const { rows } = await database.db.execute(sql.raw(some.join(' union all ')));
    assert.deepEqual(rows, []);
  }

  async function refused(
    bytes: Uint8Array,
    message: RegExp,
    code = 'backup-invalid',
    vault: Vault | null = null,
  ) {
    await assert.rejects(readBackup(database, vault, once(bytes)), { code, message });
    await assertEmpty();
  }

  it('refuses a backup that ends early, wherever that is', async () => {
    const random = randomOf(1);
    const lengths = [0, 1, 511, 512, 513, whole.byteLength - 1024 - 1];
    for (let round = 0; round < 20; round += 1)
      lengths.push(Math.floor(random() * (whole.byteLength - 1024)));
    for (const length of lengths) await refused(whole.subarray(0, length), /cannot be used: /);
  });

  it('refuses a backup with a changed bit, wherever that is before its manifest', async () => {
    const random = randomOf(2);
    const end = whole.lastIndexOf(MANIFEST_NAME);
    for (let round = 0; round < 40; round += 1) {
      const changed = Uint8Array.from(whole);
      const at = Math.floor(random() * end);
      changed[at]! ^= 1 << Math.floor(random() * 8);
      await assert.rejects(readBackup(database, null, once(changed)), (error: { code: string }) => {
        return ['backup-invalid', 'database-version'].includes(error.code);
      });
      await assertEmpty();
    }
  });

  const cases: [string, Entry[], RegExp, Record<string, number>?, string?][] = [
    ['nothing of ours', [['x', '{}']], /does not begin as one/],
    ['a header that is no JSON', [[HEADER_NAME, '{']], /not understood/],
    ['another format', [header([], { format: 2 })], /not understood/],
    [
      'the migrations of a later version',
      [header([], { migrations: ['x'] })],
      /newer version/,
      {},
      'database-version',
    ],
    ['a header without end', [[HEADER_NAME, ' '.repeat(1 << 21)]], /more than 1048576 bytes/],
    [
      'a table of the server',
      [header([{ name: 'pg_authid', columns: ['rolname'] }])],
      /tables that Lazaret has not/,
    ],
    ['a table in another schema', [header([{ name: 'drizzle.x', columns: ['a'] }])], /not understood/],
    [
      'a name that is SQL',
      [header([{ name: 'feeds"; drop table feeds; --', columns: ['a'] }])],
      /not understood/,
    ],
    [
      'a column that is SQL',
      [header([{ name: 'feeds', columns: ['name") select 1; --'] }])],
      /not understood/,
    ],
    ['a table twice', [header([FEEDS, FEEDS])], /tables that Lazaret has not/],
    [
      'a column twice',
      [header([{ name: 'feeds', columns: ['name', 'name'] }])],
      /tables that Lazaret has not/,
    ],
    [
      'a column that is none',
      [header([{ name: 'feeds', columns: ['xmin'] }]), feeds('["1"]')],
      /no column xmin/,
    ],
    ['a part of a table it did not name', [header([]), feeds(ROW)], /does not belong there/],
    ['a part elsewhere', [header([FEEDS]), ['tables/feeds/x.ndjson.gz', '']], /does not belong there/],
    ['an entry of another kind', [header([FEEDS]), ['etc/passwd', 'x']], /does not belong there/],
    [
      'a part that is not packed',
      [header([FEEDS]), ['tables/feeds/000000.ndjson.gz', ROW]],
      /cannot be unpacked/,
    ],
    [
      'a part that unpacks without end',
      [header([FEEDS]), ['tables/feeds/000000.ndjson.gz', bomb()]],
      /cannot be unpacked/,
    ],
    ['a row that is no JSON', [header([FEEDS]), feeds('[')], /is none/],
    ['a row with too few values', [header([FEEDS]), feeds('["a"]')], /is none/],
    ['a row with an object', [header([FEEDS]), feeds('["a", {}, null]')], /is none/],
    [
      'a row with a NUL',
      [header([FEEDS]), feeds('["\\u0000", "{}", "2026-01-01 00:00:00+00"]')],
      /table feeds: /,
    ],
    [
      'a value of another type',
      [header([FEEDS]), feeds('["a", "{", "2026-01-01 00:00:00+00"]')],
      /table feeds: invalid input/,
    ],
    ['a null where none may be', [header([FEEDS]), feeds('["a", null, null]')], /table feeds: null value/],
    ['a row twice', [header([FEEDS]), feeds(ROW, ROW)], /table feeds: duplicate key/],
    [
      'a row that refers to none',
      [
        header([{ name: 'sessions', columns: ['hash', 'user_id', 'csrf', 'user_agent', 'expires_at'] }]),
        ['tables/sessions/000000.ndjson.gz', gzipSync('["a", "1", "", "", "2026-01-01 00:00:00+00"]')],
      ],
      /table sessions: .*foreign key/,
    ],
    ['another count', [header([FEEDS]), feeds(ROW)], /counts are wrong/, { feeds: 2 }],
    [
      'a sample with other bytes',
      [header([]), [`samples/${ONE}`, Buffer.concat([MASK_HEADER, inverted(Buffer.from('x'))])]],
      /has other bytes/,
    ],
    ['a sample that is not masked', [header([]), [`samples/${ONE}`, 'MZ'.repeat(100)]], /is not masked/],
    ['a sample that is cut', [header([]), [`samples/${ONE}`, MASK_HEADER.subarray(0, 9)]], /is cut short/],
  ];
  for (const [name, entries, message, rows, code] of cases) {
    it(`refuses ${name}`, async () => {
      const bytes = await archive(entries, rows);
      await refused(bytes, message, code, VAULT);
    });
  }

  it('refuses names that lead elsewhere, and what is no file', async () => {
    const bytes = await archive([header([FEEDS]), feeds(ROW)], { feeds: 1 });
    const second = bytes.indexOf('tables/feeds');
    for (const [name, kind] of [
      ['../../etc/passwd', '0'],
      ['/etc/passwd', '0'],
      ['samples/../x', '0'],
      ['tables/feeds/000000.ndjson.gz', '2'],
      ['tables/feeds/000000.ndjson.gz', '5'],
    ] as const) {
      const changed = Buffer.from(bytes);
      changed.fill(0, second, second + 100).write(name, second, 'latin1');
      changed.write(kind, second + 156, 'latin1');
      changed.write('        ', second + 148, 'latin1');
      let sum = 0;
      for (let at = 0; at < 512; at += 1) sum += changed[second + at]!;
      changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, second + 148, 'latin1');
      await refused(changed, /a name that no backup has|it is no archive/);
    }
  });

  it('still restores the backup that none of this was done to', async () => {
    const manifest = await readBackup(database, null, once(whole));
    assert.equal(manifest.rows.feeds, 2);
  });
});

/** 300 MB of zeros. */
function bomb(): Uint8Array {
  return gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 });
}

/** Takes everything and keeps nothing. */
const VAULT: Vault = {
  stage: async (source) => {
    for await (const _ of source);
    const digests = { sha256: 'b'.repeat(64), md5: '', blake2b256: '', bytes: 1 };
    return { ...digests, keep: async () => assert.fail('kept'), discard: async () => {} };
  },
  has: async () => false,
  size: async () => null,
  read: async function* () {},
  readPart: async function* () {},
  tidy: async () => {},
};
