import type { Limitation } from '../contracts/limitation.ts';

/** The blocking limitation of a scan that had to be stopped or fell over. */
export function failure(code: Limitation['code'], detail: string): Limitation {
  return { code, where: '', detail, blocking: true };
}

export function timedOut(timeoutMs: number): Limitation {
  return failure('time-limit', `the scan was stopped after ${timeoutMs / 1000} s`);
}

export function outOfMemory(): Limitation {
  return failure('memory-limit', 'the scan needed more memory than it is given and was stopped');
}

export function crashed(reason: string): Limitation {
  return failure('worker-crash', `the scan failed: ${reason.slice(0, 300)}`);
}
