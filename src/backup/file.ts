import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Sink } from './tar.ts';

/**
 * Writes a file beside its place, syncs it and puts it there: it is whole or absent, whatever happens meanwhile. Only
 * its owner may read it.
 * @throws InfrastructureError `target-invalid` when there is a file already; `disk-full`; what `write` throws
 */
export async function writeWhole<T>(file: string, write: (sink: Sink) => Promise<T>): Promise<T> {
  await refuseExisting(file);
  const beside = `${file}.${process.pid}.partial`;
  const handle = await open(beside, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new InfrastructureError('target-invalid', `${file} cannot be written (${error.code})`);
  });
  try {
    const result = await write((bytes) => handle.appendFile(bytes));
    await handle.sync();
    await handle.close();
    await place(beside, file);
    return result;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(beside, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new InfrastructureError('disk-full', `there is no room for ${file}`, { cause: error });
  }
}

async function place(from: string, file: string): Promise<void> {
  await refuseExisting(file);
  await rename(from, file);
  // A rename survives a loss of power only once its folder has been written.
  const folder = await open(path.dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}

async function refuseExisting(file: string): Promise<void> {
  const absent = await lstat(file).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  );
  if (!absent) throw new InfrastructureError('target-invalid', `${file} exists already`);
}
