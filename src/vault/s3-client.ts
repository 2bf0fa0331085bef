/** Signed requests to an S3-compatible service, repeated while it may help. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { InfrastructureError } from '../contracts/errors.ts';
import { S3_ANSWER_BYTES, S3_ANSWER_MS, S3_ATTEMPTS, S3_RETRY_MS } from '../service-limits.ts';
import type { S3Address, S3Keys } from './address.ts';

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Below the prefix; '' for the bucket itself. */
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  /** Stops the request, besides its own limit of time. */
  signal?: AbortSignal;
}

const EMPTY = new Uint8Array(0);

export class S3Client {
  readonly #aws: AwsClient;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ endpoint, bucket, prefix, region }: S3Address, keys: S3Keys) {
    // Repeats are our own: the client's would not repeat what never arrived.
    this.#aws = new AwsClient({ ...keys, service: 's3', region, retries: 0 });
    this.#bucket = `${endpoint}/${bucket}`;
    this.#prefix = prefix;
  }

  get prefix(): string {
    return this.#prefix;
  }

  /**
   * The answer, whose body is not read yet, when its status is 2xx or 404.
   * @throws InfrastructureError `network` when the service cannot be reached, `http-status` when it refuses
   */
  async send(request: S3Request): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= S3_ATTEMPTS || request.signal?.aborted === true;
      try {
        const answer = await this.#once(request);
        if (answer.ok || answer.status === 404) return answer;
        const refusal = await refusalOf(request, answer);
        if (last || !refusal.retryable) throw refusal;
      } catch (error) {
        if (error instanceof InfrastructureError) throw error;
        if (last) throw unreachable(error);
      }
      await sleep(S3_RETRY_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }

  /** As `send`, with the whole body as text. 404, and an error in an answer of 200 as S3 gives late, are errors. */
  async ask(request: S3Request): Promise<{ text: string; headers: Headers }> {
    const answer = await this.send(request);
    const text = await textOf(answer).catch((error: unknown) => {
      throw unreachable(error);
    });
    if (answer.status === 404 || /^\s*(?:<\?xml[^>]*>\s*)?<Error>/.test(text)) {
      const message = `${told(request)}: ${answer.status} ${errorCode(text)}`;
      throw new InfrastructureError('http-status', message, { retryable: true });
    }
    return { text, headers: answer.headers };
  }

  async #once({ method, key, query = {}, headers = {}, body, signal }: S3Request): Promise<Response> {
    const path = key === '' ? '' : `/${this.#prefix}${key}`;
    const url = new URL(`${this.#bucket}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const hash = createHash('sha256')
      .update(body ?? EMPTY)
      .digest('hex');
    const init = { method, headers: { ...headers, 'x-amz-content-sha256': hash }, ...(body && { body }) };
    const signed = await this.#aws.sign(url, init);
    const limits = [AbortSignal.timeout(S3_ANSWER_MS), ...(signal === undefined ? [] : [signal])];
    return fetch(signed.url, {
      method,
      headers: signed.headers,
      ...(body && { body }),
      redirect: 'manual',
      // Only until the answer begins where the caller watches over its body.
      signal: signal === undefined ? AbortSignal.any(limits) : signal,
    });
  }
}

async function refusalOf(request: S3Request, answer: Response): Promise<InfrastructureError> {
  const { status } = answer;
  const code = errorCode(await textOf(answer).catch(() => ''));
  const retryable = status === 429 || status >= 500 || code === 'RequestTimeout' || code === 'SlowDown';
  return new InfrastructureError('http-status', `${told(request)}: ${status} ${code}`.trim(), { retryable });
}

/** What was asked, without what signed it. */
function told({ method, key }: S3Request): string {
  return `the vault's service does not ${method} ${key === '' ? 'the bucket' : key}`;
}

function errorCode(text: string): string {
  return /<Code>([A-Za-z0-9.]{1,60})<\/Code>/.exec(text)?.[1] ?? '';
}

/** The body, cut where it is longer than any answer of the service. */
async function textOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body ?? []) {
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes > S3_ANSWER_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

export function unreachable(error: unknown): InfrastructureError {
  const { cause, message } = error as Error;
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : message;
  return new InfrastructureError('network', `the vault's service cannot be reached: ${reason}`, {
    retryable: true,
    cause: error,
  });
}
