import type { Verdict } from '../contracts/result.ts';

/** What the process ends with. README.md and docs/result-document.md repeat it. */
export const EXIT = {
  /** Nothing at or above the threshold. */
  ok: 0,
  malicious: 1,
  suspicious: 2,
  /** Something could not be seen, and what could be seen is not at the threshold. */
  incomplete: 3,
  /** The command line is wrong, or names a file that cannot be used (EX_USAGE). */
  usage: 64,
  /** A defect of Lazaret (EX_SOFTWARE). */
  internal: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGPIPE: whoever read the output closed it. */
  closedOutput: 141,
} as const;

/** The lowest verdict that fails a run. `incomplete` always does: nothing vouches for what was not seen. */
export type FailOn = 'malicious' | 'suspicious';

/** The worst over all verdicts, in the order malicious, suspicious, incomplete. */
export function exitCodeOf(verdicts: Iterable<Verdict>, failOn: FailOn): number {
  const seen = new Set(verdicts);
  if (seen.has('malicious')) return EXIT.malicious;
  if (seen.has('suspicious') && failOn === 'suspicious') return EXIT.suspicious;
  if (seen.has('incomplete')) return EXIT.incomplete;
  return EXIT.ok;
}

/** A mistake in how the program was called; ends it with `EXIT.usage` and this message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
