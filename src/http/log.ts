/** Structured logs, one JSON object a line, in which no secret ever stands. */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

export interface LogOptions {
  level: LogLevel;
  /** Where lines go; standard error unless given. */
  stream?: { write(line: string): void };
}

export type Log = FastifyBaseLogger;

const SECRET_HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-csrf-token', 'proxy-authorization'];

export function loggerOptions({ level, stream }: LogOptions) {
  return {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    // A second fence: nothing here logs headers.
    redact: SECRET_HEADERS.flatMap((name) => [`headers["${name}"]`, `*.headers["${name}"]`]),
    serializers: { req: shownRequest, res: shownReply, err: shownError },
    stream: stream ?? process.stderr,
  };
}

/** Without the query, which carries the secrets of links. */
function shownRequest(request: FastifyRequest) {
  return { method: request.method, path: request.url.split('?', 1)[0], address: request.ip };
}

function shownReply(reply: Partial<FastifyReply>) {
  return { status: reply.statusCode };
}

/** Data exceptions and violated constraints (SQLSTATE): their messages repeat values. */
const REPEATS_VALUES = /^2[23]\w{3}$/;

/** A failed statement's own message repeats its parameters; that of its cause mostly does not. */
function shownError(error: Error): { type: string; message: string; code: unknown; stack: string } {
  let one: Error = error;
  while ('query' in one && one.cause instanceof Error) one = one.cause;
  const { code } = one as { code?: unknown };
  const hidden = one.message === error.message && 'query' in one;
  const message = hidden || REPEATS_VALUES.test(String(code)) ? 'a statement failed' : one.message;
  const frames = (one.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: one.name, message, code, stack: frames.join('\n') };
}
