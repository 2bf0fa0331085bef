/**
 * Embedded databases for tests. Making one takes seconds; loading a copy of one that is ready takes a tenth of that,
 * so the first test to come leaves a copy in `.cache/`, under a name that changes with what is in it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from '../../src/store/database.ts';
import { openEmbedded, wrapEmbedded } from '../../src/store/embedded.ts';
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** An embedded database in memory with all tables and nothing in them. */
export async function openTemplateDatabase(): Promise<Database> {
  return openEmbedded(null, { template: await template() });
}

async function template(): Promise<Blob> {
  const place = path.join(ROOT, '.cache', 'test', `database-${fingerprint()}.tar`);
  const kept = await readFile(place).catch(() => null);
  if (kept !== null) return new Blob([kept]);
  const made = await make();
  await mkdir(path.dirname(place), { recursive: true });
  const beside = `${place}.${randomUUID()}`;
  await writeFile(beside, made.stream());
  await rename(beside, place);
  return made;
}

async function make(): Promise<Blob> {
  const pglite = await PGlite.create('memory://');
  await migrate(wrapEmbedded(pglite));
  const template = await pglite.dumpDataDir('none');
  await pglite.close();
  return template;
}

/** Of the migrations and of the engine's version. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const engine = path.join(ROOT, 'node_modules/@electric-sql/pglite/package.json');
  const migrations = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => path.join(MIGRATIONS, name));
  for (const file of [engine, ...migrations]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
