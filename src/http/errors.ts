/** Makes of whatever was thrown what is answered: nothing of the inside shows. */
import { STATUS_CODES } from 'node:http';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { InfrastructureError, type InfrastructureErrorCode } from '../contracts/errors.ts';
import { badRequest, busy, notFound, Problem, unprocessable } from './problem.ts';

/** Seconds a client is told to wait for a database that is away. */
const DATABASE_AWAY_S = 5;

/** Errors of a database server that is away, starting, stopping or out of connections. */
const AWAY = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|08\w{3}|57P0\d|53300)$/;

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.validation);
  if (error instanceof InfrastructureError) return infrastructure(error);
  if (isAway(error)) return busy('The database cannot be reached at the moment.', DATABASE_AWAY_S);
  const { statusCode = 500, message } = error as { statusCode?: number; message?: string };
  if (statusCode >= 500) return internal();
  // The form parser says "not acceptable" of a type it does not take.
  const status = statusCode === 406 ? 415 : statusCode;
  return new Problem(status, STATUS_CODES[status] ?? 'Bad Request', message ?? 'It could not be read.');
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
};

/** What could not be fetched is the business of whoever named it. */
const FETCHING = new Set<InfrastructureErrorCode>([
  'address-refused',
  'redirect-refused',
  'http-status',
  'network',
  'timeout',
  'hash-mismatch',
]);

function infrastructure(error: InfrastructureError): Problem {
  const { code, retryable, message } = error;
  if (FETCHING.has(code)) return unprocessable(sentence(message), { code, retryable });
  return STATUSES[code]?.(message) ?? internal();
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

function isAway(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const { code, message } = one as Error & { code?: unknown };
    if (typeof code === 'string' && AWAY.test(code)) return true;
    if (/^(?:Connection terminated|timeout exceeded when trying to connect)/.test(message)) return true;
  }
  return false;
}
