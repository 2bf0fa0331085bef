/** Answers of the proxy that are not what was asked for. */
import { InfrastructureError } from '../contracts/errors.ts';
import { busy, Problem } from '../http/problem.ts';
import { PROXY_RETRY_AFTER_S } from '../service-limits.ts';

/** What may go well a little later: installers ask again by themselves, after the time they are told. */
export function delay(detail: string): Problem {
  return busy(detail, PROXY_RETRY_AFTER_S);
}

export function absent(what: string): Problem {
  return new Problem(404, 'Not Found', `${what} is not on this index.`);
}

/** A decision against a file, release or project. */
export function withheld(detail: string): Problem {
  return new Problem(403, 'Forbidden', detail);
}

/** What a failure of the index behind is to a client, in words that tell nothing of its address. */
export function upstreamProblem(error: unknown, what: string): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof InfrastructureError)) throw error;
  if (error.code === 'busy') return delay(`There is too much to do; ask for ${what} a little later.`);
  if (error.code === 'not-found') return absent(what);
  if (error.code === 'too-large') return withheld(`${what} is larger than what is screened here.`);
  if (error.code === 'timeout')
    return new Problem(504, 'Gateway Timeout', `The index behind did not give ${what} in time.`);
  return new Problem(502, 'Bad Gateway', `The index behind did not give ${what}: ${error.message}.`);
}

/** For the status line, which is all that many installers show: printable ASCII. */
export function statusLine(text: string): string {
  return text.replace(/[^ -~]+/g, ' ').slice(0, 300);
}
