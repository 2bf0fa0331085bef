import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import type { BackupManifest } from '../backup/format.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import type { ServerConfig } from '../serve/config.ts';
import type { Database } from '../store/database.ts';
import type { Vault } from '../vault/vault.ts';

/** Bytes read at a time: samples are most of a backup that has them. */
const READ_BYTES = 1 << 20;

interface StoreFlags {
  config?: string;
  data?: string;
  database?: string;
  vault?: string;
}

export function addBackup(program: Command): void {
  const command = (name: string): Command =>
    program
      .command(name)
      .option('-c, --config <file>', 'TOML file of settings (docs/operating.md)')
      .option('--data <folder>', 'where everything is kept that is not placed elsewhere')
      .option('--database <address>', 'postgres://… or pglite:FOLDER');
  command('backup')
    .description(
      'write everything in the database to one file, which either kind of database can be restored from',
    )
    .argument('<file>', 'does not exist yet')
    .option('--vault <address>', 'where samples are kept: a folder or s3://…')
    .option('--samples', 'the samples go with it')
    .action(backup);
  command('restore')
    .description('fill an empty database, of either kind, from a backup')
    .argument('<file>', 'made by lazaret backup')
    .option('--vault <address>', 'where samples are kept: a folder or s3://…')
    .option('--no-samples', 'leave samples in the backup where they are')
    .action(restore);
  command('migrate')
    .description("bring a database to this version's schema; lazaret serve does it by itself")
    .action(migrateDatabase);
}

async function backup(file: string, flags: StoreFlags & { samples?: boolean }): Promise<void> {
  const [{ writeBackup }, { writeWhole }] = await Promise.all([
    import('../backup/write.ts'),
    import('../backup/file.ts'),
  ]);
  const config = await configOf(flags);
  await withDatabase(config, async (database) => {
    const vault = flags.samples ? await openVaultOf(config) : null;
    const manifest = await writeWhole(file, (sink) => writeBackup(database, vault, sink));
    process.stdout.write(`${told(manifest)} written to ${file}\n`);
    if (manifest.missing > 0) process.stdout.write(`${manifest.missing} samples are not in the vault\n`);
  });
}

async function restore(file: string, flags: StoreFlags & { samples: boolean }): Promise<void> {
  const { readBackup } = await import('../backup/read.ts');
  const config = await configOf(flags);
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new InfrastructureError('file-unreadable', `${file} cannot be read (${error.code})`);
  });
  await withDatabase(config, async (database) => {
    const vault = flags.samples ? await openVaultOf(config) : null;
    const source = handle.createReadStream({ highWaterMark: READ_BYTES });
    const manifest = await readBackup(database, vault, source);
    process.stdout.write(`${told(manifest)} restored from ${file}\n`);
  }).finally(() => handle.close());
}

async function migrateDatabase(flags: StoreFlags): Promise<void> {
  const { migrate } = await import('../store/migrate.ts');
  await withDatabase(await configOf(flags), async (database) => {
    const applied = await migrate(database);
    const lines = applied.length === 0 ? ['the schema is that of this version'] : applied;
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

function told({ rows, samples }: BackupManifest): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return `${total} rows of ${Object.keys(rows).length} tables and ${samples} samples`;
}

async function configOf({ config, ...flags }: StoreFlags): Promise<ServerConfig> {
  const { readConfig } = await import('../serve/config.ts');
  const { data, database, vault } = flags;
  const file = config === undefined ? {} : { file: config };
  return readConfig({ ...file, env: process.env, flags: { data, database, vault } });
}

async function withDatabase(
  { database: address }: ServerConfig,
  work: (database: Database) => Promise<void>,
) {
  const { openAsIs } = await import('../store/open.ts');
  const database = await openAsIs(address);
  await work(database).finally(() => database.close());
}

async function openVaultOf({ vault }: ServerConfig): Promise<Vault> {
  const { openVault } = await import('../vault/open.ts');
  return openVault(vault);
}
