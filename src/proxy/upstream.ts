/** The index behind the proxy: the only place that asks it for anything. */
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Fetched, Fetcher } from '../fetch/fetcher.ts';
import { SIMPLE_ACCEPT } from '../intake/simple-index.ts';
import { DISTRIBUTION_BYTES, HTTP_TOTAL_MS, INDEX_PAGE_BYTES } from '../limits.ts';
import { PROXY_PAGE_MS } from '../service-limits.ts';

const unpack = promisify(gunzip);

/** What a server said of a page, to ask whether it has changed. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export interface UpstreamPage extends Validators {
  bytes: Uint8Array;
  /** Media type in lower case without parameters. */
  contentType: string;
  /** Address that finally answered. */
  url: string;
}

export interface Upstream {
  /** A page below the root, `''` being the root itself. @throws InfrastructureError */
  page(path: string, known: Validators | null): Promise<UpstreamPage | 'unchanged' | 'absent'>;
  /** A file's bytes as they come. @throws InfrastructureError */
  file(url: string, limits: FileLimits): Promise<Fetched>;
}

export interface FileLimits {
  maxBytes?: number;
  totalMs?: number;
  signal?: AbortSignal;
}

/** @param address root of a simple index; may carry `user:password@`, which only its own origin ever sees */
export function openUpstream(address: string, fetcher: Fetcher): Upstream {
  const root = new URL(address.endsWith('/') ? address : `${address}/`);
  return {
    page: async (path, known) => {
      const headers = { accept: SIMPLE_ACCEPT, 'accept-encoding': 'gzip', ...conditions(known) };
      const limits = { maxBytes: INDEX_PAGE_BYTES, totalMs: PROXY_PAGE_MS };
      const answer = await fetcher(new URL(path, root).href, { headers, limits });
      if (answer.status === 304 && known !== null) return leave(answer, 'unchanged');
      if (answer.status === 404 || answer.status === 410) return leave(answer, 'absent');
      return readPage(expectSuccess(answer));
    },
    file: async (url, { maxBytes = DISTRIBUTION_BYTES, totalMs = HTTP_TOTAL_MS, signal }) => {
      const limits = { maxBytes, totalMs };
      const options = { headers: { accept: '*/*' }, limits, ...(signal === undefined ? {} : { signal }) };
      return expectSuccess(await fetcher(withCredentials(url, root), options));
    },
  };
}

function leave<T>(answer: Fetched, result: T): T {
  answer.discard();
  return result;
}

function conditions(known: Validators | null): Record<string, string> {
  return {
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  };
}

function expectSuccess(answer: Fetched): Fetched {
  const { status } = answer;
  if (status === 200) return answer;
  answer.discard();
  const code = status === 404 || status === 410 ? 'not-found' : 'http-status';
  throw new InfrastructureError(code, `the index behind answered ${status}`, {
    retryable: status === 429 || status >= 500,
  });
}

async function readPage({ body, headers, url }: Fetched): Promise<UpstreamPage> {
  const { etag = null, 'last-modified': lastModified = null } = headers;
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  const bytes = await decoded(await buffer(body), encoding);
  const contentType = type.split(';')[0]!.trim().toLowerCase();
  return { bytes, contentType, url, etag, lastModified };
}

async function decoded(bytes: Buffer, encoding: string): Promise<Uint8Array> {
  if (/^identity$/i.test(encoding)) return bytes;
  const maxOutputLength = INDEX_PAGE_BYTES;
  const result = /^gzip$/i.test(encoding) ? await unpack(bytes, { maxOutputLength }).catch(() => null) : null;
  if (result !== null) return result;
  throw new InfrastructureError('protocol', 'the index behind sent a page that cannot be decoded');
}

/** A file on the index's own origin needs the index's credentials; links never repeat them. */
function withCredentials(address: string, root: URL): string {
  const url = new URL(address);
  if (url.origin !== root.origin) return address;
  url.username = root.username;
  url.password = root.password;
  return url.href;
}
