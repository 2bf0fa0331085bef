/** What an uploader is told. */
import type { Policy } from '../actions/policy.ts';
import type { ScanResult } from '../contracts/result.ts';
import { unlink, visible } from '../report/visible.ts';
import { GATE_REASONS } from '../service-limits.ts';

/** Why something is withheld, as much as the policy lets an uploader know; the strongest reason first, or none. */
export function reasonsOf(result: ScanResult | null, level: Policy['explain']): string[] {
  if (result === null || level === 'none') return [];
  const found = (result.reasons ?? []).map(({ what, when, where, change }) => {
    const act = [what, when].filter((text) => text !== '').join(', ');
    const place = level === 'line' && where !== '' ? ` (${where})` : '';
    return [`${act}${place}.`, change].filter((text) => text !== '').join(' ');
  });
  const unseen = result.limitations
    .filter(({ blocking }) => blocking)
    .map(({ detail, where }) => (level === 'line' && where !== '' ? `${where}: ${detail}` : detail));
  const reasons = found.length > 0 || result.verdict !== 'incomplete' ? found : unseen;
  return reasons.slice(0, GATE_REASONS).map((reason) => unlink(visible(reason)));
}

export interface Answer {
  status: number;
  /** What the status line says, of which `reference` is never cut. */
  line: string;
  /** Submission the uploader may ask about; null when there is none. */
  reference: string | null;
  /** What happened to the upload, for programs. */
  outcome: 'published' | 'withheld' | 'refused' | 'screening' | 'queued' | 'rejected' | 'unavailable';
  reasons?: string[];
  /** What the index behind said. */
  upstream?: { status: number | null; text: string };
}

/** How an uploader finds somebody to talk to about this upload. */
export function appeal(reference: string | null): string {
  return reference === null ? '' : ` Reference: ${reference}`;
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
  const accepted = later && accept;
  const again = later ? '' : '; upload it again when it is released';
  const said = `${accepted ? 'Accepted and withheld' : 'Withheld'} until it has been reviewed${again}.`;
  const line = [said, ...reasons].join(' ');
  return { status: accepted ? 200 : 403, line, reference, outcome: 'withheld', reasons };
}

export function refused(reference: string, reasons: string[]): Answer {
  const line = ['Refused.', ...reasons].join(' ');
  return { status: 403, line, reference, outcome: 'refused', reasons };
}

/** @param later whether it will be sent on when it is released, without the uploader */
export function screening(reference: string, later: boolean): Answer {
  const line = later
    ? 'Accepted. Screening takes longer than usual; it will be published if it is released. Do not upload it again.'
    : 'Screening takes longer than usual. Upload the same file again in a few minutes.';
  return { status: later ? 200 : 403, line, reference, outcome: 'screening' };
}
