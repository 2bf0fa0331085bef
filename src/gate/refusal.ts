/** Answers to upload tools. Most of them show the status line and nothing else, so the reason stands there as well. */
import { Problem } from '../http/problem.ts';
import { shorten, visible } from '../report/visible.ts';
import { GATE_DETAIL_CHARS, GATE_STATUS_CHARS } from '../service-limits.ts';

/** Text fit for a body: nothing in it is invisible or active, and what an uploader wrote is not told back at length. */
export function bodyText(text: string): string {
  return shorten(visible(text), GATE_DETAIL_CHARS);
}

/** Says that the request is no upload. @param what completes "This upload cannot be read: …" */
export function malformed(what: string): Problem {
  return new Problem(400, 'Malformed upload', `This upload cannot be read: ${what}.`);
}

export function tooLarge(maxBytes: number): Problem {
  return new Problem(413, 'Too large', `The file is larger than ${maxBytes} bytes, which is the limit.`);
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
  const cut = start.length <= room ? start : `${start.slice(0, room - 3).trimEnd()}...`;
  return `${cut}${printable(end)}`;
}

function printable(text: string): string {
  return visible(text.slice(0, 4 * GATE_STATUS_CHARS).replace(/\s+/g, ' '))
    .normalize('NFKC')
    .replace(/[^\x20-\x7e]/g, '?');
}
