/** What an uploader is told. */
import type { ScanResult } from '../contracts/result.ts';
import { type Explain, toldReasons } from '../report/told.ts';
import { unlink, visible } from '../report/visible.ts';
import { GATE_REASONS } from '../service-limits.ts';
import type { Sender } from './options.ts';
import { bodyText, statusLine } from './refusal.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** Why something is withheld, as much as the policy lets an uploader know; the strongest reason first, or none. */
export function reasonsOf(result: ScanResult | null, level: Explain): string[] {
  if (result === null || level === 'none') return [];
  const found = toldReasons(result, level).map(({ what, where, change }) => {
    const place = where === '' ? '' : ` (${where})`;
    return [`${what}${place}.`, change].filter((text) => text !== '').join(' ');
  });
  const unseen = result.limitations
    .filter(({ blocking }) => blocking)
    .map(({ detail, where }) => (level === 'line' && where !== '' ? `${where}: ${detail}` : detail));
  const reasons = found.length > 0 || result.verdict !== 'incomplete' ? found : unseen;
  return reasons.slice(0, GATE_REASONS).map((reason) => unlink(visible(reason)));
}

/** What happened to an upload, with what it is called for people. */
const OUTCOMES = {
  published: 'Published',
  withheld: 'Withheld',
  refused: 'Refused',
  screening: 'Still being screened',
  queued: 'To be published',
  exists: 'The file already exists',
  rejected: 'Refused by the index',
  unavailable: 'The index is not available',
} as const;

export interface Answer {
  status: number;
  outcome: keyof typeof OUTCOMES;
  /** Plain sentences for the author. */
  detail: string;
  /** Submission the author may ask about. */
  reference: string;
  reasons?: string[];
  /** What the index behind said. */
  upstream?: { status: number | null; text: string };
}

/** An answer as it is sent: the status line says what the body says, as far as there is room. */
export function rendered({ status, outcome, detail, reference, ...rest }: Answer) {
  const title = OUTCOMES[outcome];
  const appeal = ` Reference: ${reference}`;
  const document = {
    type: 'about:blank',
    title,
    status,
    detail: bodyText(detail) + appeal,
    outcome,
    reference,
    ...rest,
  };
  return { status, line: statusLine(`${title}. ${detail}`, appeal), document };
}

/**
 * @param later whether it will be sent on when it is released, without the uploader
 * @param accept whether the uploader is then told of a success
 */
export function withheld(
  reference: string,
  reasons: string[],
  { later, accept }: { later: boolean; accept: boolean },
): Answer {
  const next = later
    ? 'It is published if a reviewer releases it.'
    : 'Upload it again once a reviewer has released it.';
  const detail = [...reasons, next].join(' ');
  return { status: later && accept ? 200 : 403, outcome: 'withheld', detail, reference, reasons };
}

export function refused(reference: string, reasons: string[]): Answer {
  const detail = reasons.length > 0 ? reasons.join(' ') : 'It is not published.';
  return { status: 403, outcome: 'refused', detail, reference, reasons };
}

/** @param later as above */
export function screening(reference: string, later: boolean): Answer {
  const detail = later
    ? 'It is published if it is released; do not upload it again.'
    : 'Upload the same file again in a few minutes.';
  return { status: later ? 200 : 403, outcome: 'screening', detail, reference };
}

/** What the index behind said. What is wrong between the gate and the index is not the uploader's fault. */
export function relayed(
  { verdict, status, text }: UpstreamAnswer,
  reference: string,
  { passed }: Sender,
  later: boolean,
): Answer {
  const said = `The index answered ${status ?? 'nothing'}: ${text.replace(/\.$/, '')}.`;
  const answer = { reference, upstream: { status, text } };
  if (verdict === 'taken') return { ...answer, status: 200, outcome: 'published', detail: said };
  if (verdict === 'exists') return { ...answer, status: status ?? 409, outcome: 'exists', detail: said };
  if (verdict === 'rejected') return { ...answer, status: status ?? 400, outcome: 'rejected', detail: said };
  if (verdict === 'unauthorised' && passed) {
    const detail = `${said} It does not know the credentials that were passed on to it.`;
    return { ...answer, status: 403, outcome: 'rejected', detail };
  }
  if (!later) {
    const detail = `${said} Nothing is published; upload it again.`;
    return { ...answer, status: 502, outcome: 'unavailable', detail };
  }
  const detail = 'It is released, and published as soon as the index takes it; do not upload it again.';
  return { ...answer, status: 200, outcome: 'queued', detail };
}
