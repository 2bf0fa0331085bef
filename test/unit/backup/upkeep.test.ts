import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { readBackup } from '../../../src/backup/read.ts';
import { backUpWhenDue, startUpkeep } from '../../../src/backup/upkeep.ts';
import { recordAudit } from '../../../src/store/audit.ts';
import type { Database } from '../../../src/store/database.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { doUpkeep } from '../../../src/store/upkeep.ts';
import { openFolderVault } from '../../../src/vault/folder.ts';
import { openTemplateDatabase } from '../../support/database.ts';

describe('upkeep of the embedded database', () => {
  let folder: string;
  let database: Database;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-upkeep-'));
    database = await openTemplateDatabase();
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  const plan = () => ({ folder: path.join(folder, 'backups'), every: 3_600_000, keep: 2 });

  it('measures tables that have changed, and clears away dead rows', async () => {
    await database.db.execute(sql`insert into audit_log (actor, action, subject)
      select 'policy', 'test', n::text from generate_series(1, 1000) n`);
    const first = await doUpkeep(database);
    assert.ok(first.analyzed.includes('public.audit_log'));
    assert.deepEqual(first.vacuumed, []);
    await database.db.execute(sql`update audit_log set action = 'changed'`);
    assert.deepEqual((await doUpkeep(database)).vacuumed, ['public.audit_log']);
    assert.deepEqual(await doUpkeep(database), { vacuumed: [], analyzed: [], checkpoint: false });
  });

  it('writes a checkpoint when a recovery would take long', async () => {
    await database.db.execute(sql`insert into audit_log (actor, action, subject)
      select 'policy', string_agg(encode(sha512((n * m)::text::bytea), 'hex'), ''), ''
      from generate_series(1, 6000) n, generate_series(1, 50) m group by n`);
    assert.equal((await doUpkeep(database)).checkpoint, true);
    assert.equal((await doUpkeep(database)).checkpoint, false);
    await database.db.execute(sql`delete from audit_log`);
  });

  it('makes a backup when the newest is old enough, and keeps so many', async () => {
    await recordAudit(database.db, 'setup', 'test', 'before the backup');
    const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));
    const made: (string | null)[] = [];
    for (const hour of [0, 1, 2, 3]) {
      const file = await backUpWhenDue(database, plan(), at(hour));
      if (file !== null) await utimes(file, at(hour), at(hour));
      made.push(file && path.basename(file));
      assert.equal(await backUpWhenDue(database, plan(), at(hour)), null);
    }
    assert.deepEqual(
      made,
      [0, 1, 2, 3].map((hour) => `lazaret-20260101T0${hour}0000Z.tar`),
    );
    const kept = (await readdir(plan().folder)).sort();
    assert.deepEqual(kept, ['lazaret-20260101T020000Z.tar', 'lazaret-20260101T030000Z.tar']);
    assert.equal((await stat(path.join(plan().folder, kept[0]!))).mode & 0o777, 0o600);
    const restored = await openTemplateDatabase();
    const source = createReadStream(path.join(plan().folder, kept[1]!));
    assert.equal((await readBackup(restored, null, source)).rows.audit_log, 1);
    await restored.close();
  });

  it('writes the backup of a folder from a copy, while the database is used, and leaves only the backup', async () => {
    const place = path.join(folder, 'database');
    const inFolder = await openDatabase(`pglite:${place}`);
    await recordAudit(inFolder.db, 'setup', 'test', 'before the backup');
    const backups = { folder: path.join(folder, 'copied'), every: 1, keep: 1 };
    await mkdir(path.join(backups.folder, 'copy'), { recursive: true });
    await writeFile(path.join(backups.folder, 'lazaret-x.tar.1.partial'), 'of a process that was killed');
    const made = backUpWhenDue(inFolder, backups);
    await recordAudit(inFolder.db, 'setup', 'test', 'meanwhile');
    const file = (await made)!;
    assert.deepEqual(await readdir(backups.folder), [path.basename(file)]);
    const stopping = new AbortController();
    const later = backUpWhenDue(inFolder, backups, new Date(Date.now() + 5000), stopping.signal);
    stopping.abort();
    await assert.rejects(later, { name: 'AbortError' });
    assert.deepEqual(await readdir(backups.folder), [path.basename(file)]);
    await inFolder.close();
    const restored = await openTemplateDatabase();
    await readBackup(restored, null, createReadStream(file));
    const { rows } = await restored.db.execute(sql`select subject from audit_log order by id limit 1`);
    assert.deepEqual(rows, [{ subject: 'before the backup' }]);
    await restored.close();
  });

  it('goes on after a failure, says what failed, and ends', async () => {
    await writeFile(path.join(folder, 'a-file'), '');
    const failures: string[] = [];
    // Rounds alone keep no process alive.
    const alive = setInterval(() => {}, 1000);
    const { promise: thrice, resolve } = Promise.withResolvers<void>();
    const stop = startUpkeep({
      database,
      vault: await openFolderVault(path.join(folder, 'vault')),
      backups: { ...plan(), folder: path.join(folder, 'a-file', 'below') },
      failed: (what, error) => {
        failures.push(`${what}: ${(error as NodeJS.ErrnoException).code}`);
        if (failures.length === 3) resolve();
      },
      interval: 5,
    });
    await thrice;
    await stop();
    clearInterval(alive);
    assert.deepEqual(failures.slice(0, 3), Array(3).fill('the backup: ENOTDIR'));
  });
});
