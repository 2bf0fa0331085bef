import type { FastifyReply, FastifyRequest } from 'fastify';

/** What stands for the star of a route, decoded. */
export function starOf(request: FastifyRequest): string {
  return (request.params as { '*': string })['*'];
}

/** Whether an `If-None-Match` names the validator; the comparison is weak, as it should be. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => {
    const value = one.trim();
    return value === '*' || value.replace(/^W\//, '') === etag;
  });
}

/** Says when whoever asked has gone. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
