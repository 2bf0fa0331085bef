/** What a running service does for its store from time to time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { UPKEEP_MS, VAULT_TIDY_MS } from '../service-limits.ts';
import type { Database } from '../store/database.ts';
import { doUpkeep } from '../store/upkeep.ts';
import type { Vault } from '../vault/vault.ts';
import { writeWhole } from './file.ts';
import { writeBackup } from './write.ts';

export interface BackupPlan {
  folder: string;
  /** Milliseconds between two backups. */
  every: number;
  /** How many are kept, the newest. */
  keep: number;
}

export interface UpkeepOptions {
  database: Database;
  vault: Vault;
  /** Backups of the database, without samples; null for none. */
  backups: BackupPlan | null;
  /** Told what could not be done; it is tried again. */
  failed: (what: string, error: unknown) => void;
  /** Milliseconds between two rounds; `UPKEEP_MS` unless given. */
  interval?: number;
}

/** Starts rounds of upkeep; the result ends them, when the one under way is over. */
export function startUpkeep(options: UpkeepOptions): () => Promise<void> {
  const { database, vault, backups, failed, interval = UPKEEP_MS } = options;
  let tidied = Date.now();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    if (stopping.signal.aborted) return;
    await work().catch((error: unknown) => {
      if (!stopping.signal.aborted) failed(what, error);
    });
  };
  const runRound = async (): Promise<void> => {
    await attempt('upkeep of the database', () => doUpkeep(database));
    if (Date.now() - tidied > VAULT_TIDY_MS) {
      tidied = Date.now();
      await attempt('upkeep of the vault', () => vault.tidy());
    }
    if (backups === null) return;
    await attempt('the backup', () => backUpWhenDue(database, backups, new Date(), stopping.signal));
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      round = runRound().then(() => {
        if (!stopping.signal.aborted) schedule();
      });
    }, interval).unref();
  };
  schedule();
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await round;
  };
}

const NAME = /^lazaret-\d{8}T\d{6}Z\.tar$/;

/**
 * Makes a backup when the newest is old enough, and removes those beyond the number that is kept.
 * @param signal ends one that is being made
 */
export async function backUpWhenDue(
  database: Database,
  { folder, every, keep }: BackupPlan,
  now: Date = new Date(),
  signal?: AbortSignal,
): Promise<string | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const before = await backupsIn(folder);
  const newest = before.at(-1);
  if (newest !== undefined) {
    const { mtimeMs } = await stat(path.join(folder, newest));
    if (now.getTime() - mtimeMs < every) return null;
  }
  const name = `lazaret-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.tar`;
  const file = path.join(folder, name);
  await clearLeftovers(folder);
  if (database.copyTo === null) await writeWhole(file, (sink) => writeBackup(database, null, sink));
  else await backUpCopy(database.copyTo, folder, file, signal);
  for (const old of (await backupsIn(folder)).slice(0, -Math.max(1, keep))) {
    await rm(path.join(folder, old), { force: true });
  }
  return file;
}

/**
 * Writing a backup takes long, and the embedded database does one thing at a time: its files are copied, and another
 * process writes the backup from the copy.
 */
async function backUpCopy(
  copyTo: (folder: string) => Promise<void>,
  folder: string,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const copy = path.join(folder, 'copy');
  try {
    await copyTo(copy);
    const program = fileURLToPath(new URL(`./copy-process${path.extname(import.meta.url)}`, import.meta.url));
    const child = spawn(process.execPath, [program, copy, file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    if (code !== 0) throw new Error(`the backup was not written: ${said.slice(-2000)}`);
  } finally {
    await clearLeftovers(folder);
  }
}

/** Of a backup that was not finished. Only one process has the database, and this folder with it. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== 'copy' && !/^lazaret-.*\.partial$/.test(name)) continue;
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Names, the oldest first: they are their times. */
async function backupsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}
