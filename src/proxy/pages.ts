/** Pages of the index behind, in memory: bounded, asked again by condition, and used for a while when it is silent. */
import { InfrastructureError } from '../contracts/errors.ts';
import {
  PROXY_CACHE_BYTES,
  PROXY_CACHE_ENTRY_BYTES,
  PROXY_RETRY_MS,
  PROXY_STALE_MS,
} from '../service-limits.ts';
import type { Turns } from './turns.ts';
import type { Upstream, UpstreamPage, Validators } from './upstream.ts';

export interface CachedPage<T> {
  /** Null when the index has no such page. */
  page: T | null;
  /** Milliseconds since the index last said so. */
  age: number;
  /** Why it is older than it should be, or null. */
  stale: InfrastructureError | null;
}

interface Entry<T> extends Validators {
  page: T | null;
  bytes: number;
  /** `Date.now()` when the index last said so, and until when it is not asked again. */
  confirmedAt: number;
  freshUntil: number;
  failure: InfrastructureError | null;
}

export interface PageCacheOptions<T> {
  /** Makes of a page what is kept. @throws InfrastructureError `protocol` */
  read(path: string, page: UpstreamPage): Promise<T>;
  /** Milliseconds before the index is asked again. */
  freshMs: number;
  /** Whose turn it is to ask. */
  turns: Turns;
}

export class PageCache<T> {
  readonly #upstream: Upstream;
  readonly #options: PageCacheOptions<T>;
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry<T>>();
  readonly #loading = new Map<string, Promise<Entry<T>>>();
  #bytes = 0;

  constructor(upstream: Upstream, options: PageCacheOptions<T>) {
    this.#upstream = upstream;
    this.#options = options;
  }

  /** @throws InfrastructureError when the index cannot be asked and nothing recent enough is known */
  async load(path: string): Promise<CachedPage<T>> {
    const known = this.#entries.get(path);
    const entry = known !== undefined && Date.now() < known.freshUntil ? known : await this.#refresh(path);
    this.#use(path, entry);
    return { page: entry.page, age: Date.now() - entry.confirmedAt, stale: entry.failure };
  }

  /** Everybody who asks meanwhile gets the same answer. */
  #refresh(path: string): Promise<Entry<T>> {
    const running = this.#loading.get(path);
    if (running !== undefined) return running;
    const started = this.#ask(path).finally(() => this.#loading.delete(path));
    this.#loading.set(path, started);
    return started;
  }

  async #ask(path: string): Promise<Entry<T>> {
    const known = this.#entries.get(path);
    try {
      return await this.#askUpstream(path, known ?? null);
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error;
      const usable = known !== undefined && Date.now() - known.confirmedAt < PROXY_STALE_MS;
      if (!usable) throw error;
      return { ...known, failure: error, freshUntil: Date.now() + PROXY_RETRY_MS };
    }
  }

  async #askUpstream(path: string, known: Entry<T> | null): Promise<Entry<T>> {
    const answer = await this.#options.turns.take(() => this.#upstream.page(path, known));
    const confirmedAt = Date.now();
    const common = { confirmedAt, freshUntil: confirmedAt + this.#options.freshMs, failure: null };
    if (answer === 'unchanged' && known !== null) return { ...known, ...common };
    if (typeof answer === 'string')
      return { ...common, page: null, bytes: PROXY_CACHE_ENTRY_BYTES, etag: null, lastModified: null };
    const page = await this.#options.read(path, answer);
    const { etag, lastModified, bytes } = answer;
    return { ...common, page, bytes: bytes.byteLength + PROXY_CACHE_ENTRY_BYTES, etag, lastModified };
  }

  #use(path: string, entry: Entry<T>): void {
    this.#forget(path);
    this.#entries.set(path, entry);
    this.#bytes += entry.bytes;
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= PROXY_CACHE_BYTES) break;
      this.#forget(oldest);
    }
  }

  #forget(path: string): void {
    this.#bytes -= this.#entries.get(path)?.bytes ?? 0;
    this.#entries.delete(path);
  }
}
