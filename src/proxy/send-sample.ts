/** Hands out a sample: whole or one range of it (RFC 9110, section 14), with a strong validator. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import type { Part, Vault } from '../vault/vault.ts';
import { matches } from './requests.ts';

/** @param filename printable ASCII without quotes */
export async function sendSample(
  request: FastifyRequest,
  reply: FastifyReply,
  vault: Vault,
  { sha256, filename }: { sha256: string; filename: string },
): Promise<FastifyReply> {
  const size = await vault.size(sha256);
  if (size === null) throw new Problem(500, 'Internal Server Error', 'The sample is gone.');
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    // Kept by whoever wants to, but never handed out again without asking: a decision may have changed.
    'cache-control': 'no-cache',
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${filename}"`,
    'x-content-type-options': 'nosniff',
  });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const part = partOf(request, etag, size);
  if (part === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`);
    throw new Problem(416, 'Range Not Satisfiable', `${filename} has ${size} bytes.`);
  }
  if (part !== null) reply.code(206).header('content-range', `bytes ${part.start}-${part.end - 1}/${size}`);
  reply.header('content-length', part === null ? size : part.end - part.start);
  if (request.method === 'HEAD') return reply.send();
  const bytes = part === null ? heldBack(vault.read(sha256)) : vault.readPart(sha256, part);
  return reply.send(Readable.from(bytes, { objectMode: false }));
}

/** The one range that is asked for; null sends everything, also when several are asked for. */
function partOf(
  { headers, method }: FastifyRequest,
  etag: string,
  size: number,
): Part | 'unsatisfiable' | null {
  const { range, 'if-range': condition } = headers;
  if (range === undefined || method !== 'GET') return null;
  if (condition !== undefined && condition !== etag) return null;
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/**
 * Passes each piece on when the next has come: a sample found to be damaged at its end is never received whole.
 */
async function* heldBack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let before: Uint8Array | null = null;
  for await (const chunk of source) {
    if (before !== null) yield before;
    before = chunk;
  }
  if (before !== null) yield before;
}
