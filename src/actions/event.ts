import type { Verdict } from '../contracts/result.ts';
import type { Actor, DecisionKind, Disposition } from '../contracts/service.ts';
import { shorten, unlink, visible } from '../report/visible.ts';
import type { Channel, EventName, Policy } from './policy.ts';

/** Something that people are told of; the body of a webhook. `schema` counts breaking changes. */
export interface Event {
  schema: 1;
  event: EventName;
  /** ISO 8601. */
  at: string;
  distribution: { sha256: string; filename: string; project: string | null; version: string | null };
  /** Of the machine, with its strongest arguments; null when there is none yet. */
  verdict: { verdict: Verdict; score: number; arguments: string[] } | null;
  /** What holds from now on; null when that has not changed. */
  disposition: Disposition | null;
  actor: Actor;
  /** What a reviewer decided. */
  decision: { kind: DecisionKind; reasons: string[]; note: string } | null;
}

/** Arguments in one message: more are not read there. */
export const EVENT_ARGUMENTS = 5;
/** Characters of a file name in a subject line. */
const TITLE_NAME_LENGTH = 120;

/** The channels that want to hear of an event. */
export function channelsFor(policy: Policy, event: EventName): Channel[] {
  return policy.notify.filter(({ on }) => on.includes(event));
}

/** One line, fit for the subject of a message whatever the upload was called. */
export function titleOf({ event, distribution }: Event): string {
  return `Lazaret: ${event}: ${shorten(visible(distribution.filename), TITLE_NAME_LENGTH)}`;
}

/** The event as a person reads it: nothing hostile is active in it, no address is a link. */
export function textOf(event: Event): string {
  const { distribution, verdict, disposition, decision, actor } = event;
  const lines = [
    titleOf(event),
    '',
    `sha256       ${distribution.sha256}`,
    `release      ${distribution.project ?? '?'} ${distribution.version ?? '?'}`,
    `disposition  ${disposition ?? 'unchanged'}`,
    `by           ${actor}`,
  ];
  if (decision !== null) {
    lines.push(
      `decision     ${decision.kind}: ${decision.reasons.join(', ')}`,
      `note         ${decision.note}`,
    );
  }
  if (verdict !== null) {
    lines.push(`verdict      ${verdict.verdict}, score ${verdict.score.toFixed(3)}`, '');
    lines.push(...verdict.arguments.map((argument) => `- ${argument}`));
  }
  return `${lines.map((line) => unlink(visible(line))).join('\n')}\n`;
}
