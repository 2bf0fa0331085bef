/** Taking in a stream: written beside its place, masked, while its digests are computed. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { INCOMING_MS } from '../service-limits.ts';
import { Digester, type Digests } from './digests.ts';
import { inverted, MASK_HEADER } from './mask.ts';
import type { Staged } from './vault.ts';

export interface Incoming {
  file: string;
  digests: Digests;
}

/**
 * Writes a stream to a file of its own in the folder, and syncs it. When it fails no file is left.
 * @throws InfrastructureError `too-large`, `disk-full`; whatever `source` throws
 */
export async function receive(
  folder: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Incoming> {
  const file = path.join(folder, randomUUID());
  const digester = await Digester.create();
  const handle = await create(folder, file);
  try {
    await handle.appendFile(MASK_HEADER);
    for await (const chunk of source) {
      digester.update(chunk);
      if (digester.bytes > maxBytes) {
        throw new InfrastructureError('too-large', `more than ${maxBytes} bytes`);
      }
      // Unlike `write`, this goes on until everything is written.
      await handle.appendFile(inverted(chunk));
    }
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw asDiskError(error);
  } finally {
    await handle.close();
  }
  return { file, digests: digester.finish() };
}

/** The folder may have been tidied away by somebody's hand while the service ran. */
async function create(folder: string, file: string): Promise<FileHandle> {
  return open(file, 'wx', 0o400).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw asDiskError(error);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return open(file, 'wx', 0o400);
  });
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A full disk as what it is; everything else as it was. */
export function asDiskError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof InfrastructureError || code === undefined || !FULL.has(code)) return error;
  const message = 'there is no room left for samples';
  return new InfrastructureError('disk-full', message, { retryable: true, cause: error });
}

/** @param keep takes the file to its place; is called once however often the sample is kept */
export function stagedFrom({ file, digests }: Incoming, keep: () => Promise<void>): Staged {
  let kept: Promise<void> | null = null;
  return {
    ...digests,
    keep: () => {
      kept ??= keep().catch((error: unknown) => {
        // What could not be kept may be tried again.
        kept = null;
        throw asDiskError(error);
      });
      return kept;
    },
    discard: async () => {
      if (kept === null) await rm(file, { force: true });
    },
  };
}

/** Removes what was received, neither kept nor discarded, and is older than any upload takes. */
export async function tidyIncoming(folder: string, now: number = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > INCOMING_MS) await rm(file, { force: true });
  }
}
