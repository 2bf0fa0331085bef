/**
 * The verdict and its arguments: what the code does, when it runs and where to look, in sentences a reviewer
 * could have written.
 */
import type { Limitation } from '../contracts/limitation.ts';
import type { Layer, Phase } from '../contracts/location.ts';
import type { Finding, Trait, Verdict } from '../contracts/result.ts';
import { ARGUMENT_COUNT } from '../limits.ts';
import type { Thresholds } from '../score/model.ts';

export interface Judgement {
  verdict: Verdict;
  /** Plain sentences, strongest first; never empty. */
  arguments: string[];
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
export function judge(evidence: Evidence, thresholds: Thresholds): Judgement {
  const verdict = verdictOf(evidence, thresholds);
  const said = [...findingArguments(evidence), ...traitArguments(evidence.traits)];
  const unseen = evidence.limitations.filter((limitation) => limitation.blocking).map(limitationArgument);
  const opening = openingOf(verdict, said.length);
  return { verdict, arguments: [...new Set([...opening, ...said, ...unseen.slice(0, ARGUMENT_COUNT)])] };
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

/** One sentence for each rule that fired, for its strongest finding, strongest rule first. */
function findingArguments({ findings, layers }: Evidence): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  const strongest = [...byRule.values()].map((group) => group.toSorted(byContribution));
  strongest.sort((left, right) => byContribution(left[0]!, right[0]!));
  const sentences = strongest.slice(0, ARGUMENT_COUNT).map((group) => {
    const more = group.length - 1;
    const elsewhere =
      more === 0 ? '' : more === 1 ? ' One more place does the same.' : ` ${more} more places do the same.`;
    return findingArgument(group[0]!, layers) + elsewhere;
  });
  const left = strongest.length - sentences.length;
  if (left > 0) sentences.push(`${left} weaker ${left === 1 ? 'rule' : 'rules'} fired as well.`);
  return sentences;
}

/** Traits named in the one sentence about them. */
const TRAITS_NAMED = 3;

function traitArguments(traits: readonly Trait[]): string[] {
  const named = traits.slice(0, TRAITS_NAMED).map(({ text }) => text);
  if (named.length === 0) return [];
  const place = traits[0]!.path === '' ? '' : ` (in ${traits[0]!.path})`;
  return [`Beside this, which counts for a little, the code ${listed(named)}${place}.`];
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function byContribution(left: Finding, right: Finding): number {
  return right.contribution - left.contribution;
}

const WHEN: Record<Phase, string> = {
  startup: 'at every start of the interpreter',
  install: 'while pip builds or installs it',
  import: 'as soon as it is imported',
  'entry-point': 'when its command is run',
  call: 'when its code is called',
  development: 'when its tests, examples or tools are run',
  none: '',
};

function findingArgument(finding: Finding, layers: Evidence['layers']): string {
  const statement = finding.message.replace(/\.$/, '');
  const line = finding.line > 0 ? `:${finding.line}` : '';
  const place = [WHEN[finding.phase], `in ${finding.path}${line}`, layerPhrase(finding.layer, layers)];
  return `${statement} (${place.filter((part) => part !== '').join(', ')}).`;
}

function layerPhrase(id: string | null, layers: Evidence['layers']): string {
  if (id === null) return '';
  const chain = layers.find((layer) => layer.id === id)?.chain.join(' → ') ?? '';
  return chain === '' ? `in hidden layer ${id}` : `in hidden layer ${id} behind ${chain}`;
}

function limitationArgument({ where, detail }: Limitation): string {
  return `Not seen: ${where === '' ? '' : `${where}: `}${detail}`;
}
