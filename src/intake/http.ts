import { InfrastructureError } from '../contracts/errors.ts';
import { HTTP_IDLE_MS, HTTP_REDIRECTS, HTTP_TOTAL_MS } from '../limits.ts';

export interface HttpLimits {
  /** Most bytes of the body after content decoding. */
  maxBytes: number;
  /** Milliseconds without a byte. */
  idleMs?: number;
  /** Milliseconds for the whole request, redirects included. */
  totalMs?: number;
  redirects?: number;
}

export interface HttpAnswer {
  bytes: Uint8Array;
  /** Address that finally answered, without credentials: the base of relative links. */
  url: string;
  /** Media type in lower case without parameters, '' when the server names none. */
  contentType: string;
}

/**
 * GETs one http(s) address and returns its body.
 * @param headers sent on every hop; credentials in the address are sent to its own origin only.
 * @throws InfrastructureError for everything that can go wrong.
 */
export async function getBytes(
  address: string,
  headers: Record<string, string>,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  const watch = startWatch(limits.idleMs ?? HTTP_IDLE_MS, limits.totalMs ?? HTTP_TOTAL_MS);
  try {
    const { response, url } = await follow(address, headers, limits.redirects ?? HTTP_REDIRECTS, watch);
    const bytes = await readBody(response, url, limits.maxBytes, watch);
    const contentType = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    return { bytes, url, contentType };
  } catch (error) {
    throw asInfrastructureError(error, address, watch);
  } finally {
    watch.stop();
  }
}

/** The address without user, password and query, fit for messages. */
export function displayAddress(address: string): string {
  if (!URL.canParse(address)) return '(not an address)';
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

interface Watch {
  signal: AbortSignal;
  /** What ran out, or null. */
  expired(): string | null;
  touch(): void;
  stop(): void;
}

function startWatch(idleMs: number, totalMs: number): Watch {
  const controller = new AbortController();
  let expired: string | null = null;
  const expire = (what: string) => () => {
    expired ??= what;
    controller.abort();
  };
  const total = setTimeout(expire(`no complete answer within ${totalMs} ms`), totalMs);
  let idle = setTimeout(expire(`silent for ${idleMs} ms`), idleMs);
  return {
    signal: controller.signal,
    expired: () => expired,
    touch: () => {
      clearTimeout(idle);
      idle = setTimeout(expire(`silent for ${idleMs} ms`), idleMs);
    },
    stop: () => {
      clearTimeout(idle);
      clearTimeout(total);
      controller.abort();
    },
  };
}

async function follow(address: string, headers: Record<string, string>, redirects: number, watch: Watch) {
  let { url, authorization } = splitCredentials(parseAddress(address));
  const origin = url.origin;
  for (let hop = 0; hop <= redirects; hop += 1) {
    const own = authorization !== null && url.origin === origin ? { authorization } : {};
    const response = await fetch(url, {
      headers: { ...headers, ...own },
      redirect: 'manual',
      signal: watch.signal,
    });
    watch.touch();
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) {
      if (!response.ok) await refuseStatus(response, url);
      return { response, url: url.href };
    }
    await response.body?.cancel();
    const next = splitCredentials(parseAddress(location, url)).url;
    if (url.protocol === 'https:' && next.protocol === 'http:') {
      throw new InfrastructureError(
        'redirect-refused',
        `${displayAddress(url.href)} redirects from https to http`,
      );
    }
    url = next;
  }
  throw new InfrastructureError(
    'redirect-refused',
    `${displayAddress(address)}: more than ${redirects} redirects`,
  );
}

function parseAddress(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    const code = base === undefined ? 'protocol' : 'redirect-refused';
    throw new InfrastructureError(code, `${url?.protocol ?? 'address'} is not http or https`);
  }
  return url;
}

/** fetch refuses addresses with credentials, which private indexes commonly use: they become a header. */
function splitCredentials(url: URL): { url: URL; authorization: string | null } {
  if (url.username === '' && url.password === '') return { url, authorization: null };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const bare = new URL(url.href);
  bare.username = '';
  bare.password = '';
  return { url: bare, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

async function refuseStatus(response: Response, url: URL): Promise<never> {
  await response.body?.cancel();
  const { status } = response;
  const code = status === 404 || status === 410 ? 'not-found' : 'http-status';
  const retryable = status === 408 || status === 425 || status === 429 || status >= 500;
  throw new InfrastructureError(code, `${displayAddress(url.href)} answered ${status}`, { retryable });
}

async function readBody(
  response: Response,
  url: string,
  maxBytes: number,
  watch: Watch,
): Promise<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw tooLarge(url, maxBytes);
  if (response.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    watch.touch();
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(url: string, maxBytes: number): InfrastructureError {
  return new InfrastructureError('too-large', `${displayAddress(url)} is larger than ${maxBytes} bytes`);
}

function asInfrastructureError(error: unknown, address: string, watch: Watch): InfrastructureError {
  const expired = watch.expired();
  if (expired !== null) {
    return new InfrastructureError('timeout', `${displayAddress(address)}: ${expired}`, {
      retryable: true,
      cause: error,
    });
  }
  if (error instanceof InfrastructureError) return error;
  return new InfrastructureError('network', `${displayAddress(address)} could not be read`, {
    retryable: true,
    cause: error,
  });
}
