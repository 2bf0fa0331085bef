/** A vault in a folder: `ab/cd/<sha256>`, written beside, synced and renamed. */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { inverted, MASK_HEADER } from './mask.ts';
import { receive, stagedFrom, tidyIncoming } from './staging.ts';
import { checkHash, type Vault } from './vault.ts';

/** Opens a vault in a folder that nobody else may look into, made when absent. */
export async function openFolderVault(folder: string): Promise<Vault> {
  const incoming = path.join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await tidyIncoming(incoming);
  const placeOf = (sha256: string): string => {
    checkHash(sha256);
    return path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  return {
    stage: async (source, maxBytes) => {
      const received = await receive(incoming, source, maxBytes);
      return stagedFrom(received, () => keep(received.file, placeOf(received.digests.sha256)));
    },
    has: async (sha256) => (await sizeOf(placeOf(sha256))) !== null,
    size: (sha256) => sizeOf(placeOf(sha256)),
    read: (sha256) => read(placeOf(sha256), sha256),
    readPart: (sha256, { start, end }) => unmasked(placeOf(sha256), sha256, start, end),
    tidy: () => tidyIncoming(incoming),
  };
}

/** The same sample may be kept by several at once: each puts the same bytes there. */
async function keep(incoming: string, place: string): Promise<void> {
  const parent = path.dirname(place);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await rename(incoming, place).catch(async (error: NodeJS.ErrnoException) => {
    // An earlier try got as far as this.
    if (error.code !== 'ENOENT' || (await sizeOf(place)) === null) throw error;
  });
  const first = path.dirname(parent);
  for (const folder of [parent, first, path.dirname(first)]) await syncFolder(folder);
}

/** A rename survives a loss of power only once its folder has been written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function sizeOf(place: string): Promise<number | null> {
  return stat(place).then(
    ({ size }) => size - MASK_HEADER.byteLength,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw unreadable(error);
    },
  );
}

async function* read(place: string, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of unmasked(place, sha256, 0, Number.POSITIVE_INFINITY)) {
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== sha256) {
    throw new InfrastructureError('hash-mismatch', `sample ${sha256} has been damaged`);
  }
}

async function* unmasked(
  place: string,
  sha256: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const handle = await open(place, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new InfrastructureError('not-found', `no sample ${sha256}`);
    throw unreadable(error);
  });
  const shift = MASK_HEADER.byteLength;
  // Closes the handle when it ends, also when nobody reads on.
  const stream = handle.createReadStream({ start: shift + start, end: shift + end - 1 });
  try {
    for await (const chunk of stream) yield inverted(chunk as Uint8Array);
  } catch (error) {
    throw unreadable(error as NodeJS.ErrnoException);
  }
}

function unreadable(error: NodeJS.ErrnoException): InfrastructureError {
  const message = `the vault cannot be read (${error.code ?? error.message})`;
  return new InfrastructureError('file-unreadable', message, { retryable: true, cause: error });
}
