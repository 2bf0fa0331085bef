/** Takes uploaded files in with flat memory, from a form, a bare body, or an address. */
import type { FastifyRequest } from 'fastify';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { HTTP_NAME_CHARS, HTTP_UPLOAD_IDLE_MS } from '../service-limits.ts';
import type { Staged, Vault } from '../vault/vault.ts';
import { fetchProblem } from './errors.ts';
import { badRequest, Problem, tooLarge, unprocessable } from './problem.ts';

/** What a sender says of a file besides its bytes. */
export interface Claims {
  filename?: string | undefined;
  sha256?: string | undefined;
  project?: string | undefined;
  version?: string | undefined;
}

export interface Received {
  staged: Staged;
  claims: Claims & { filename: string };
}

export interface ReceiveLimits {
  /** Bytes of the file. */
  maxBytes: number;
  /** Milliseconds without a byte; `HTTP_UPLOAD_IDLE_MS` unless given. */
  idleMs?: number;
}

const FIELDS = ['filename', 'sha256', 'project', 'version'] as const;

/** Room for what surrounds the file in a form. */
const FORM_BYTES = 65_536;

/** Refuses what says beforehand that it is too large. */
export function refuseDeclared(request: FastifyRequest, maxBytes: number): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + FORM_BYTES) throw tooLarge(maxBytes);
}

/** One file of a form, with claims as fields before or after it. */
export async function receiveForm(
  request: FastifyRequest,
  vault: Vault,
  limits: ReceiveLimits,
): Promise<Received> {
  const claims: Claims = {};
  let staged: Staged | null = null;
  try {
    const options = {
      limits: { fileSize: limits.maxBytes + 1, files: 2, fields: 20, fieldSize: 2048, parts: 22 },
    };
    for await (const part of request.parts(options)) {
      if (part.type === 'field') {
        const name = FIELDS.find((field) => field === part.fieldname);
        if (name !== undefined) claims[name] = String(part.value);
        continue;
      }
      if (staged !== null) throw badRequest('There is more than one file.');
      claims.filename ??= part.filename;
      staged = await stage(part.file, vault, limits);
    }
    if (staged === null) throw badRequest('The form holds no file.');
    return await checked(staged, claims);
  } catch (error) {
    await staged?.discard();
    throw cutShort(request, error);
  }
}

/** The body is the file; claims are in the query. */
export async function receiveBody(
  request: FastifyRequest,
  vault: Vault,
  claims: Claims,
  limits: ReceiveLimits,
): Promise<Received> {
  try {
    return await checked(await stage(request.body as AsyncIterable<Uint8Array>, vault, limits), claims);
  } catch (error) {
    throw cutShort(request, error);
  }
}

/** Fetches the file from where the sender says it is. */
export async function receiveUrl(
  fetcher: Fetcher,
  url: string,
  vault: Vault,
  claims: Claims,
  limits: ReceiveLimits,
): Promise<Received> {
  try {
    const answer = await fetcher(url, { limits: { maxBytes: limits.maxBytes } });
    if (answer.status !== 200) {
      answer.discard();
      throw unprocessable(`The address answered ${answer.status}.`, {
        code: 'http-status',
        answered: answer.status,
      });
    }
    const filename = claims.filename ?? nameIn(url);
    return await checked(await vault.stage(answer.body, limits.maxBytes), { ...claims, filename });
  } catch (error) {
    throw fetchProblem(error);
  }
}

/** Name of the file that an address leads to. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

async function stage(
  source: AsyncIterable<Uint8Array>,
  vault: Vault,
  limits: ReceiveLimits,
): Promise<Staged> {
  const { maxBytes, idleMs = HTTP_UPLOAD_IDLE_MS } = limits;
  return vault.stage(unlessIdle(source, idleMs), maxBytes);
}

/** Ends with a problem when nothing comes for a while. */
export async function* unlessIdle(
  source: AsyncIterable<Uint8Array>,
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const idle = new Promise<never>((_, reject) => {
        const late = new Problem(408, 'Request Timeout', `Nothing came for ${idleMs} ms.`);
        timer = setTimeout(() => reject(late), idleMs);
      });
      const next = await Promise.race([iterator.next(), idle]).finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a source that hangs would keep us here.
    iterator.return?.()?.catch(() => {});
  }
}

/** Compares what was claimed with what came. */
async function checked(staged: Staged, claims: Claims): Promise<Received> {
  try {
    const filename = claims.filename ?? '';
    if (!isFilename(filename)) {
      throw badRequest(`The file needs a name of at most ${HTTP_NAME_CHARS} characters, without folders.`);
    }
    if (claims.sha256 !== undefined && claims.sha256.toLowerCase() !== staged.sha256) {
      throw unprocessable(`The file's SHA-256 is ${staged.sha256}, not the one given.`, {
        code: 'hash-mismatch',
        sha256: staged.sha256,
      });
    }
    return { staged, claims: { ...claims, filename } };
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

function isFilename(name: string): boolean {
  return name.length > 0 && name.length <= HTTP_NAME_CHARS && !/[/\\\0]/.test(name) && !/^\.\.?$/.test(name);
}

/** What a parser of forms says of a body that ends early, and a body itself of a connection that does. */
function cutShort(request: FastifyRequest, error: unknown): unknown {
  if (error instanceof Problem || error instanceof InfrastructureError) return error;
  const { message = '', code = '' } = error as { message?: string; code?: string };
  const early = /end of multipart|terminated early|premature|aborted/i.test(message) || code === 'ECONNRESET';
  if (early || request.raw.destroyed) return badRequest('The body ends before it is complete.');
  if (/^Multipart: Boundary not found/i.test(message) || /boundary|malformed|header/i.test(message)) {
    return badRequest('The form could not be read.');
  }
  return error;
}
