/** Brings files of the index behind into custody: fetched once, compared with every hash, kept, and sent to be screened. */
import { createHash, type Hash } from 'node:crypto';
import { InfrastructureError } from '../contracts/errors.ts';
import { displayAddress } from '../intake/http.ts';
import { priorityOf } from '../jobs/priority.ts';
import { submit } from '../jobs/submit.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { PROXY_FETCHES, PROXY_REFETCH_MS, PROXY_WAITING } from '../service-limits.ts';
import { currentDisposition } from '../store/dispositions.ts';
import { rememberHash } from '../store/index-files.ts';
import { latestSubmission } from '../store/submissions.ts';
import type { Staged } from '../vault/vault.ts';
import { Turns } from './turns.ts';
import type { Upstream } from './upstream.ts';

/** A file that somebody asks for. */
export interface Wanted {
  /** Normalised. */
  project: string;
  version: string;
  filename: string;
  url: string;
  sha256: string | null;
  size: number | null;
  /** All that the index gives, `sha256` among them. */
  hashes: Readonly<Record<string, string>>;
}

export class Custody {
  readonly #service: Service;
  readonly #upstream: Upstream;
  readonly #turns = new Turns(PROXY_FETCHES, PROXY_WAITING);
  /** Under way, and for a while what failed. */
  readonly #demands = new Map<string, Promise<string>>();
  readonly #stop = new AbortController();

  constructor(service: Service, upstream: Upstream) {
    this.#service = service;
    this.#upstream = upstream;
  }

  /**
   * Makes sure that a file's bytes are in the vault and that it has been submitted. Goes on when whoever asked has
   * gone; everybody who asks for the same file meanwhile waits for the same fetch.
   * @returns sha256
   * @throws InfrastructureError when the index does not give it, or gives something else
   */
  take(wanted: Wanted): Promise<string> {
    const key = JSON.stringify([wanted.project, wanted.filename, wanted.sha256]);
    const running = this.#demands.get(key);
    if (running !== undefined) return running;
    const demand = this.#take(wanted);
    this.#demands.set(key, demand);
    demand.then(
      () => this.#demands.delete(key),
      () => setTimeout(() => this.#demands.delete(key), PROXY_REFETCH_MS).unref(),
    );
    return demand;
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#demands.values());
  }

  async #take(wanted: Wanted): Promise<string> {
    const { sha256 } = wanted;
    const held = sha256 !== null && (await this.#service.vault.has(sha256)) ? sha256 : null;
    if (held !== null && (await hasten(this.#service, held))) return held;
    const staged = await this.#turns.take(() => this.#fetch(wanted));
    try {
      await this.#admit(staged, wanted);
    } catch (error) {
      await staged.discard();
      throw error;
    }
    return staged.sha256;
  }

  async #fetch(wanted: Wanted): Promise<Staged> {
    if ((wanted.size ?? 0) > DISTRIBUTION_BYTES)
      throw new InfrastructureError('too-large', `more than ${DISTRIBUTION_BYTES} bytes`);
    const { body } = await this.#upstream.file(wanted.url, { signal: this.#stop.signal });
    const hashers = hashersFor(wanted);
    const staged = await this.#service.vault.stage(hashed(body, hashers), DISTRIBUTION_BYTES);
    const found: Record<string, string> = { sha256: staged.sha256 };
    for (const [algorithm, hasher] of hashers) found[algorithm] = hasher.digest('hex');
    const wrong = Object.entries(expected(wanted)).find(([algorithm, digest]) => found[algorithm] !== digest);
    if (wrong === undefined && (wanted.size ?? staged.bytes) === staged.bytes) return staged;
    await staged.discard();
    const what =
      wrong === undefined ? `its size is ${staged.bytes}` : `its ${wrong[0]} is ${found[wrong[0]]}`;
    throw new InfrastructureError('hash-mismatch', `${what}, which is not what the index lists`);
  }

  async #admit(staged: Staged, { project, version, filename, url }: Wanted): Promise<void> {
    const { database } = this.#service;
    await rememberHash(database.db, project, filename, staged);
    const { disposition } = (await currentDisposition(database.db, staged.sha256)) ?? {};
    // What has been released before needs its bytes back, and no new screening.
    if (disposition === 'released') return staged.keep();
    const claims = { filename, project, version, uploader: null, url: displayAddress(url) };
    await submit(this.#service, staged, { ...claims, source: 'proxy' });
  }
}

/** Makes a screening urgent that was asked for by whatever way; false when none ever was. */
async function hasten({ database, queue }: Service, sha256: string): Promise<boolean> {
  const submission = await latestSubmission(database.db, sha256);
  if (submission === null) return false;
  if ((await currentDisposition(database.db, sha256)) !== null) return true;
  const priority = priorityOf('demanded', new Date());
  await database.db.transaction((tx) => queue.ask(tx, { sha256 }, priority));
  return true;
}

function expected({ hashes, sha256 }: Wanted): Record<string, string> {
  return sha256 === null ? { ...hashes } : { ...hashes, sha256 };
}

function hashersFor(wanted: Wanted): [string, Hash][] {
  const algorithms = Object.keys(expected(wanted)).filter((algorithm) => algorithm !== 'sha256');
  return algorithms.map((algorithm) => [algorithm, createHash(algorithm)]);
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hashers: readonly (readonly [string, Hash])[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (const [, hasher] of hashers) hasher.update(chunk);
    yield chunk;
  }
}
