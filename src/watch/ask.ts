import { InfrastructureError } from '../contracts/errors.ts';
import type { Fetched, FetchInit } from '../fetch/fetcher.ts';

/** One polite request: whatever is not 2xx or 304 has been turned into an error. */
export type Ask = (url: string, init?: FetchInit) => Promise<Fetched>;

/** How long an index asks to be left alone. */
export class Busy extends InfrastructureError {
  readonly retryAfterMs: number | null;

  constructor(status: number, retryAfterMs: number | null) {
    super('http-status', `the index answered ${status}`, { retryable: true });
    this.retryAfterMs = retryAfterMs;
  }
}

/** @param userAgent tells the index whom to write to */
export function politely(
  fetcher: (url: string, init?: FetchInit) => Promise<Fetched>,
  userAgent: string,
): Ask {
  return async (url, init = {}) => {
    const headers = { 'user-agent': userAgent, ...init.headers };
    const answer = await fetcher(url, { ...init, headers });
    const { status } = answer;
    if ((status >= 200 && status < 300) || status === 304) return answer;
    answer.discard();
    if (status === 404 || status === 410)
      throw new InfrastructureError('not-found', `the index answered ${status}`);
    if (status === 429 || status >= 500) throw new Busy(status, retryAfter(answer.headers['retry-after']));
    throw new InfrastructureError('http-status', `the index answered ${status}`);
  };
}

/** RFC 9110: seconds, or a date. */
function retryAfter(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

/** A whole body. @throws InfrastructureError `too-large` */
export async function bodyOf({ body }: Fetched, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new InfrastructureError('too-large', `the answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
