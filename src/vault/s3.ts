/** A vault in an S3-compatible service: `<prefix>ab/cd/<sha256>`, masked as in a folder. */
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { INCOMING_MS, S3_ATTEMPTS, S3_SILENCE_MS } from '../service-limits.ts';
import type { S3Address, S3Keys } from './address.ts';
import { inverted, MASK_HEADER } from './mask.ts';
import { S3Client, unreachable } from './s3-client.ts';
import { abortUploads, upload } from './s3-upload.ts';
import { receive, stagedFrom, tidyIncoming } from './staging.ts';
import { checkHash, type Vault } from './vault.ts';

/** @throws InfrastructureError when the bucket cannot be reached, is not there, or refuses the keys */
export async function openS3Vault(address: S3Address, keys: S3Keys): Promise<Vault> {
  const client = new S3Client(address, keys);
  const { status } = await client.send({ method: 'HEAD', key: '' });
  if (status === 404) throw new InfrastructureError('not-found', `there is no bucket ${address.bucket}`);
  const spool = await openSpool(address.spool);
  await tidyIncoming(spool);
  return {
    stage: async (source, maxBytes) => {
      const received = await receive(spool, source, maxBytes);
      return stagedFrom(received, () => keep(client, received.file, received.digests));
    },
    has: async (sha256) => (await sizeOf(client, sha256)) !== null,
    size: (sha256) => sizeOf(client, sha256),
    read: (sha256) => read(client, sha256),
    readPart: (sha256, { start, end }) => unmasked(client, sha256, start, end),
    tidy: async () => {
      await tidyIncoming(spool);
      await abortUploads(client, Date.now() - INCOMING_MS);
    },
  };
}

/** The system's temporary folder is everybody's: what is there under our name must be ours. */
async function openSpool(named: string | null): Promise<string> {
  const folder = named ?? path.join(tmpdir(), `lazaret-vault-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (found.uid !== userInfo().uid && userInfo().uid >= 0)) {
    throw new InfrastructureError(
      'config-invalid',
      `${folder} belongs to somebody else; name another with spool=`,
    );
  }
  await chmod(folder, 0o700);
  return folder;
}

function keyOf(sha256: string): string {
  checkHash(sha256);
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

async function keep(
  client: S3Client,
  file: string,
  sample: { sha256: string; bytes: number },
): Promise<void> {
  const { sha256, bytes } = sample;
  // An object is there whole or not at all: the same length under the same hash is the same sample.
  if ((await sizeOf(client, sha256)) !== bytes) {
    await upload(client, keyOf(sha256), file).catch(async (error: unknown) => {
      // Of an upload that was completed the answer may have been lost.
      if ((await sizeOf(client, sha256)) !== bytes) throw error;
    });
  }
  await rm(file, { force: true });
}

async function sizeOf(client: S3Client, sha256: string): Promise<number | null> {
  const { status, headers } = await client.send({ method: 'HEAD', key: keyOf(sha256) });
  if (status === 404) return null;
  return Number(headers.get('content-length')) - MASK_HEADER.byteLength;
}

async function* read(client: S3Client, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const size = await sizeOf(client, sha256);
  if (size === null) throw new InfrastructureError('not-found', `no sample ${sha256}`);
  for await (const bytes of unmasked(client, sha256, 0, size)) {
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== sha256) {
    throw new InfrastructureError('hash-mismatch', `sample ${sha256} has been damaged`);
  }
}

/** Bytes from `start` up to `end`; a connection that is lost is made again where it was lost. */
async function* unmasked(
  client: S3Client,
  sha256: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const last = end + MASK_HEADER.byteLength - 1;
  let at = start + MASK_HEADER.byteLength;
  for (let failures = 0; at <= last; ) {
    const watch = new Silence();
    try {
      for await (const chunk of await rangeOf(client, sha256, at, last, watch.signal)) {
        // Whoever reads may take their time.
        watch.end();
        at += chunk.byteLength;
        failures = 0;
        yield inverted(chunk);
        watch.begin();
      }
      // An answer that is shorter than what was asked for counts as a failure.
      failures += 1;
    } catch (error) {
      if (error instanceof InfrastructureError) throw error;
      failures += 1;
      if (failures >= S3_ATTEMPTS) throw unreachable(error);
    } finally {
      watch.end();
    }
    if (failures >= S3_ATTEMPTS) throw new InfrastructureError('protocol', `sample ${sha256} comes in part`);
  }
}

async function rangeOf(client: S3Client, sha256: string, at: number, last: number, signal: AbortSignal) {
  const headers = { range: `bytes=${at}-${last}` };
  const answer = await client.send({ method: 'GET', key: keyOf(sha256), headers, signal });
  if (answer.status === 206 && answer.body !== null) return answer.body;
  await answer.body?.cancel();
  if (answer.status === 404) throw new InfrastructureError('not-found', `no sample ${sha256}`);
  throw new InfrastructureError('protocol', "the vault's service does not answer ranges");
}

/** Ends a request that has been silent for too long. */
class Silence {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.begin();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(): void {
    this.#timer = setTimeout(() => this.#controller.abort(), S3_SILENCE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
