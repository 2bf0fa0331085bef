/** A vault in a folder: `ab/cd/<sha256>`, written beside, synced and renamed. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { Digester } from './digests.ts';
import { inverted, MASK_HEADER } from './mask.ts';
import type { Part, Staged, Vault } from './vault.ts';

export async function openFolderVault(folder: string): Promise<Vault> {
  await mkdir(path.join(folder, 'incoming'), { recursive: true, mode: 0o700 });
  return {
    stage: (source, maxBytes) => stage(folder, source, maxBytes),
    has: async (sha256) => exists(placeOf(folder, sha256)),
    read: (sha256) => read(folder, sha256),
    size: (sha256) => sizeOf(placeOf(folder, sha256)),
    readPart: (sha256, part) => readPart(folder, sha256, part),
  };
}

function placeOf(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new InfrastructureError('not-found', 'not a SHA-256');
  return path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

async function stage(folder: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Staged> {
  const incoming = path.join(folder, 'incoming', randomUUID());
  const digester = await Digester.create();
  const file = await open(incoming, 'wx', 0o400);
  try {
    await file.write(MASK_HEADER);
    for await (const chunk of source) {
      digester.update(chunk);
      if (digester.bytes > maxBytes) {
        throw new InfrastructureError('too-large', `more than ${maxBytes} bytes`);
      }
      await file.write(inverted(chunk));
    }
    await file.sync();
  } catch (error) {
    await rm(incoming, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  const digests = digester.finish();
  return {
    ...digests,
    keep: () => keep(incoming, placeOf(folder, digests.sha256)),
    discard: () => rm(incoming, { force: true }),
  };
}

async function keep(incoming: string, place: string): Promise<void> {
  const parent = path.dirname(place);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await rename(incoming, place);
  await syncFolder(parent);
  await syncFolder(path.dirname(parent));
}

/** A rename survives a loss of power only once its folder has been written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function exists(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}

async function* read(folder: string, sha256: string): AsyncGenerator<Uint8Array> {
  const place = placeOf(folder, sha256);
  if (!(await exists(place))) throw new InfrastructureError('not-found', `no sample ${sha256}`);
  const digester = await Digester.create();
  for await (const chunk of createReadStream(place, { start: MASK_HEADER.byteLength })) {
    const bytes = inverted(chunk as Uint8Array);
    digester.update(bytes);
    yield bytes;
  }
  if (digester.finish().sha256 !== sha256) {
    throw new InfrastructureError('hash-mismatch', `sample ${sha256} has been damaged`);
  }
}

async function sizeOf(place: string): Promise<number | null> {
  return stat(place).then(
    ({ size }) => size - MASK_HEADER.byteLength,
    () => null,
  );
}

async function* readPart(folder: string, sha256: string, { start, end }: Part): AsyncGenerator<Uint8Array> {
  const place = placeOf(folder, sha256);
  if (!(await exists(place))) throw new InfrastructureError('not-found', `no sample ${sha256}`);
  const masked = { start: MASK_HEADER.byteLength + start, end: MASK_HEADER.byteLength + end - 1 };
  for await (const chunk of createReadStream(place, masked)) yield inverted(chunk as Uint8Array);
}
