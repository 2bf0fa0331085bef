/** Answers to upload tools. Most of them show the status line and nothing else, so the reason stands there as well. */
import { Problem } from '../http/problem.ts';
import { visible } from '../report/visible.ts';
import { GATE_STATUS_CHARS } from '../service-limits.ts';

/** Says that the request is no upload. @param what completes "This upload cannot be read: …" */
export function malformed(what: string): Problem {
  return new Problem(400, 'Malformed upload', `This upload cannot be read: ${what}.`);
}

/** Says that the upload contradicts itself. @param why one sentence for the author */
export function invalid(why: string, extra: Record<string, unknown> = {}): Problem {
  return new Problem(400, 'Invalid upload', why, extra);
}

/**
 * Text fit for a status line: printable ASCII on one line, cut in the middle so that `end` is always whole. Nothing an
 * uploader wrote can end the line or start a header.
 */
export function statusLine(text: string, end = ''): string {
  const room = GATE_STATUS_CHARS - printable(end).length;
  const start = printable(text);
  const cut = start.length <= room ? start : `${start.slice(0, room - 4).trimEnd()}... `;
  return `${cut}${printable(end)}`.trim();
}

function printable(text: string): string {
  return visible(text)
    .normalize('NFKC')
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/ +/g, ' ');
}
