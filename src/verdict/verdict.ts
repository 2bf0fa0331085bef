/**
 * The verdict and its arguments: what the code does, when it runs and where to look, in sentences a reviewer
 * could have written.
 */
import type { Limitation } from '../contracts/limitation.ts';
import type { Layer } from '../contracts/location.ts';
import type { Finding, Reason, Trait, Verdict } from '../contracts/result.ts';
import { ARGUMENT_COUNT } from '../limits.ts';
import type { Thresholds } from '../score/model.ts';
import { actsOf } from './acts.ts';
import { BASE_RATES } from './base-rates.ts';
import { isTelling, listed, paragraphOf, type RuleText, reasonOf } from './reasons.ts';

export interface Judgement {
  verdict: Verdict;
  /** Plain sentences, strongest first; never empty. */
  arguments: string[];
  /** What the arguments about findings say, in parts. */
  reasons: Reason[];
}

interface Evidence {
  /** 0-1. */
  score: number;
  findings: readonly Finding[];
  traits: readonly Trait[];
  layers: readonly Pick<Layer, 'id' | 'chain'>[];
  limitations: readonly Limitation[];
}

/**
 * Judges one distribution. A blocking limitation turns what would be `no-findings` into `incomplete`; it never
 * softens a verdict that the evidence already carries.
 */
export function judge(
  evidence: Evidence,
  thresholds: Thresholds,
  texts: Readonly<Record<string, RuleText>> = {},
): Judgement {
  const verdict = verdictOf(evidence, thresholds);
  const all = actsOf(evidence.findings);
  const acts = all.filter((act) => isTelling(act, BASE_RATES));
  const knowledge = { texts, rates: BASE_RATES };
  const reasons = acts.slice(0, ARGUMENT_COUNT).map((act) => reasonOf(act, evidence.layers, knowledge));
  const said = [
    ...reasons.map(paragraphOf),
    ...restArgument(all.length - reasons.length),
    ...traitArguments(evidence.traits),
  ];
  const unseen = evidence.limitations.filter((limitation) => limitation.blocking).map(limitationArgument);
  const opening = openingOf(verdict, said.length + evidence.findings.length);
  const sentences = [...opening, ...said, ...unseen.slice(0, ARGUMENT_COUNT)];
  return { verdict, arguments: [...new Set(sentences)], reasons };
}

function verdictOf({ score, limitations }: Evidence, thresholds: Thresholds): Verdict {
  if (score >= thresholds.malicious) return 'malicious';
  if (score >= thresholds.suspicious) return 'suspicious';
  return limitations.some((limitation) => limitation.blocking) ? 'incomplete' : 'no-findings';
}

function openingOf(verdict: Verdict, said: number): string[] {
  if (verdict === 'incomplete')
    return ['Part of the distribution could not be seen, so nothing vouches for it.'];
  if (verdict !== 'no-findings') return [];
  return [said === 0 ? 'No rule fired.' : 'What was found stays below the threshold for suspicion.'];
}

function restArgument(left: number): string[] {
  if (left <= 0) return [];
  return [
    left === 1
      ? 'One thing of less weight was found as well.'
      : `${left} things of less weight were found as well.`,
  ];
}

/** Traits named in the one sentence about them. */
const TRAITS_NAMED = 3;

function traitArguments(traits: readonly Trait[]): string[] {
  const named = traits.slice(0, TRAITS_NAMED).map(({ text }) => text);
  if (named.length === 0) return [];
  const place = traits[0]!.path === '' ? '' : ` (in ${traits[0]!.path})`;
  return [`Beside this, which counts for a little, the code ${listed(named)}${place}.`];
}

function limitationArgument({ where, detail }: Limitation): string {
  return `Not seen: ${where === '' ? '' : `${where}: `}${detail}`;
}
