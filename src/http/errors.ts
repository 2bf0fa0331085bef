/** Makes of whatever was thrown what is answered: nothing of the inside shows. */
import { STATUS_CODES } from 'node:http';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { InfrastructureError, type InfrastructureErrorCode } from '../contracts/errors.ts';
import { badRequest, busy, notFound, Problem, unprocessable } from './problem.ts';

/** Seconds a client is told to wait for a database that is away, and while too many scans wait. */
const AWAY_S = 5;
const BUSY_S = 30;

/** Errors of a database server that is away, starting, stopping or out of connections. */
const AWAY = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|08\w{3}|57P0\d|53300)$/;

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.validation);
  if (error instanceof InfrastructureError) return infrastructure(error);
  if (isAway(error)) return busy('The database cannot be reached at the moment.', AWAY_S);
  if (!(error instanceof Error)) return internal();
  const { statusCode = 500, message } = error as Error & { statusCode?: number };
  if (statusCode >= 500) return internal();
  // The form parser says "not acceptable" of a type it does not take.
  const status = statusCode === 406 ? 415 : statusCode;
  return new Problem(status, STATUS_CODES[status] ?? 'Bad Request', message);
}

function internal(): Problem {
  return new Problem(500, 'Internal Server Error', 'Something went wrong here; it has been written down.');
}

interface Invalid {
  instancePath?: string;
  message?: string | undefined;
}

/** Where each field is wrong, as far as a person reads. */
function invalid(found: readonly Invalid[]): Problem {
  const errors = found.slice(0, 20).map(({ instancePath = '', message = '' }) => ({
    field: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message,
  }));
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  return new Problem(400, 'Bad Request', detail.join('; '), { errors });
}

const STATUSES: Partial<Record<InfrastructureErrorCode, (message: string) => Problem>> = {
  'too-large': (message) => new Problem(413, 'Content Too Large', `It is too large: ${message}.`),
  'cursor-invalid': (message) => badRequest(sentence(message)),
  'not-found': () => notFound('thing'),
  'disk-full': () => new Problem(507, 'Insufficient Storage', 'There is no room left to keep it.'),
  busy: (message) => busy(sentence(message), BUSY_S),
  // Of our own store and vault: what a sender names is answered where it is fetched.
  network: () => busy('The store cannot be reached at the moment.', AWAY_S),
  timeout: () => busy('The store does not answer at the moment.', AWAY_S),
};

function infrastructure({ code, message }: InfrastructureError): Problem {
  return STATUSES[code]?.(message) ?? internal();
}

/** What fetching a sender's address can end with: it is the sender's business. */
const FETCHING = new Set<InfrastructureErrorCode>([
  'address-refused',
  'redirect-refused',
  'http-status',
  'network',
  'timeout',
]);

/** The answer to whoever named an address that could not be fetched; other errors as they are. */
export function fetchProblem(error: unknown): unknown {
  if (!(error instanceof InfrastructureError) || !FETCHING.has(error.code)) return error;
  const { code, retryable, message } = error;
  return unprocessable(sentence(message), { code, retryable });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

function isAway(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const { code, syscall, message } = one as Error & { code?: unknown; syscall?: unknown };
    if (typeof code === 'string' && AWAY.test(code)) return true;
    // The socket of a server on this machine that is not running.
    if (code === 'ENOENT' && syscall === 'connect') return true;
    if (/^(?:Connection terminated|timeout exceeded when trying to connect)/.test(message)) return true;
  }
  return false;
}
