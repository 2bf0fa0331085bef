/** Fetches what somebody else names, within bounds, and only from the public web and what the operator allowed. */
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, errors, request } from 'undici';
import { InfrastructureError } from '../contracts/errors.ts';
import {
  FETCH_CONNECT_MS,
  FETCH_HEADER_BYTES,
  HTTP_IDLE_MS,
  HTTP_REDIRECTS,
  HTTP_TOTAL_MS,
} from '../limits.ts';
import { allowlist } from './allowlist.ts';
import { admitted, guardedLookup, type Resolve, systemResolve } from './guard.ts';

export interface FetchLimits {
  /** Most bytes of the body. */
  maxBytes: number;
  /** Milliseconds without a byte. */
  idleMs: number;
  /** Milliseconds for everything, redirects and the body included. */
  totalMs: number;
  /** Redirects that are followed. */
  redirects: number;
}

export interface FetcherOptions {
  /** `host`, `host:port` or addresses that the operator named: they may be private and on any port. */
  allow: readonly string[];
  /** Bounds of each fetch unless it brings its own; `maxBytes` has no default. */
  limits: Partial<FetchLimits> & Pick<FetchLimits, 'maxBytes'>;
  /** How names become addresses: the system's way unless given. */
  resolve?: Resolve;
}

export interface FetchInit {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  limits?: Partial<FetchLimits>;
  signal?: AbortSignal;
}

export interface Fetched {
  status: number;
  /** What the status line says besides the number; '' when nothing. */
  statusText: string;
  /** Names in lower case; repeated ones joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** As it came, not decoded. Read it to the end, or leave the loop: either ends the connection's part in it. */
  body: AsyncIterable<Uint8Array>;
  /** Address that finally answered, without credentials. */
  url: string;
  /** Lets go of a body that nobody will read. */
  discard(): void;
}

export interface Fetcher {
  /**
   * Fetches one address. Redirects of GET and HEAD are followed, each judged like the first; credentials in the
   * address, `authorization` and `cookie` go to its own origin only. Any status is an answer, not an error.
   * @throws InfrastructureError `address-refused`, `redirect-refused`, `network`, `timeout`; while the body is read
   *   also `too-large`
   */
  (url: string, init?: FetchInit): Promise<Fetched>;
  /** Ends the connections. */
  close(): Promise<void>;
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const allowed = allowlist(options.allow);
  const resolve = options.resolve ?? systemResolve;
  const common = { maxHeaderSize: FETCH_HEADER_BYTES, allowH2: false };
  const timeout = FETCH_CONNECT_MS;
  const guarded = new Agent({ ...common, connect: { lookup: guardedLookup(resolve), timeout } });
  // What the operator named may be anywhere; its connections are never shared with what strangers name.
  const trusted = new Agent({ ...common, connect: { timeout } });
  const defaults = { idleMs: HTTP_IDLE_MS, totalMs: HTTP_TOTAL_MS, redirects: HTTP_REDIRECTS };

  const fetcher = async (address: string, init: FetchInit = {}): Promise<Fetched> => {
    const limits = { ...defaults, ...options.limits, ...init.limits };
    const clock = AbortSignal.timeout(limits.totalMs);
    const signal = init.signal === undefined ? clock : AbortSignal.any([clock, init.signal]);
    const first = admitted(address, allowed);
    try {
      let url = first;
      for (let hop = 0; ; hop += 1) {
        const dispatcher = allowed.has(url) ? trusted : guarded;
        const answer = await send(url, first, init, { dispatcher, signal, idleMs: limits.idleMs });
        const location = follows(init, answer.statusCode) ? answer.headers.location : undefined;
        if (typeof location !== 'string')
          return fetched(answer, url, { method: init.method, maxBytes: limits.maxBytes });
        release(answer.body);
        if (hop >= limits.redirects) {
          throw new InfrastructureError('redirect-refused', `more than ${limits.redirects} redirects`);
        }
        url = admitted(location, allowed, url);
      }
    } catch (error) {
      throw asInfrastructureError(error);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all([guarded.destroy(), trusted.destroy()]);
  };
  return Object.assign(fetcher, { close });
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What was posted is not posted again elsewhere. */
function follows({ method = 'GET' }: FetchInit, status: number): boolean {
  return (method === 'GET' || method === 'HEAD') && REDIRECTS.has(status);
}

interface Way {
  dispatcher: Dispatcher;
  signal: AbortSignal;
  idleMs: number;
}

async function send(url: URL, first: URL, init: FetchInit, { dispatcher, signal, idleMs }: Way) {
  const sameOrigin = url.origin === first.origin;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const [name, value] of Object.entries(init.headers ?? {})) {
    const lower = name.toLowerCase();
    if (sameOrigin || (lower !== 'authorization' && lower !== 'cookie')) headers[lower] = value;
  }
  if (sameOrigin && first.username !== '') headers.authorization ??= basic(first);
  return request(`${url.origin}${url.pathname}${url.search}`, {
    method: init.method ?? 'GET',
    headers,
    body: (init.body ?? null) as Readable | Uint8Array | string | null,
    dispatcher,
    signal,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
  });
}

function basic({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function fetched(
  answer: Dispatcher.ResponseData,
  url: URL,
  { method, maxBytes }: { method: FetchInit['method']; maxBytes: number },
): Fetched {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  const body = answer.body;
  const bodiless = method === 'HEAD' || answer.statusCode === 304;
  if (!bodiless && Number(headers['content-length'] ?? 0) > maxBytes) {
    release(body);
    throw tooLarge(maxBytes);
  }
  // An answer that nobody reads may still fail; whoever reads it is told by the reading.
  body.on('error', () => {});
  return {
    status: answer.statusCode,
    statusText: answer.statusText,
    headers,
    body: bounded(body, maxBytes),
    url: `${url.origin}${url.pathname}${url.search}`,
    discard: () => release(body),
  };
}

/** Lets go of a body; that it was not read to its end is no error. */
function release(body: Readable): void {
  body.on('error', () => {}).destroy();
}

async function* bounded(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw asInfrastructureError(error);
  }
}

function tooLarge(maxBytes: number): InfrastructureError {
  return new InfrastructureError('too-large', `the answer has more than ${maxBytes} bytes`);
}

const TIMEOUTS = [errors.HeadersTimeoutError, errors.BodyTimeoutError, errors.ConnectTimeoutError];

/** Says what failed without repeating what the other side said. */
function asInfrastructureError(error: unknown): InfrastructureError {
  if (error instanceof InfrastructureError) return error;
  const cause = error as Error & { cause?: unknown; code?: string };
  if (cause.cause instanceof InfrastructureError) return cause.cause;
  const late = cause.name === 'TimeoutError' || TIMEOUTS.some((kind) => cause instanceof kind);
  if (late)
    return new InfrastructureError('timeout', 'no complete answer in time', { retryable: true, cause });
  const what = `the address could not be read${cause.code === undefined ? '' : ` (${cause.code})`}`;
  return new InfrastructureError('network', what, { retryable: true, cause });
}
