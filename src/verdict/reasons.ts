/** Acts in words: what the code does, when, where, why that is unusual, and what the author can change. */
import type { Layer, Phase } from '../contracts/location.ts';
import type { Finding, Reason } from '../contracts/result.ts';
import { type Act, categoryOf } from './acts.ts';
import type { BaseRates } from './base-rates.ts';

/** What a rule's document says of it, in plain text. */
export interface RuleText {
  /** Why it matters. */
  why: string;
  /** What the author can change. */
  change: string;
}

/** What sentences are made of besides findings. */
export interface Knowledge {
  texts: Readonly<Record<string, RuleText>>;
  rates: BaseRates;
}

type Layers = readonly Pick<Layer, 'id' | 'chain'>[];

const WHEN: Record<Phase, string> = {
  startup: 'at every start of the interpreter',
  install: 'while pip builds or installs it',
  import: 'as soon as it is imported',
  'entry-point': 'when its command is run',
  call: 'when its code is called',
  development: 'when its tests, examples or tools are run',
  none: '',
};

/** Share of benign distributions from which on something is called common. */
const COMMON = 0.02;
/** Rules named beside the one that leads. */
const OTHERS_NAMED = 3;

export function reasonOf({ lead, others, more, weight }: Act, layers: Layers, knowledge: Knowledge): Reason {
  const text = knowledge.texts[lead.rule];
  return {
    what: capital(timeless(lead.title)),
    detail: sentence(lead.message),
    when: WHEN[lead.phase],
    where: placeOf(lead, layers),
    also: joined([alsoSentence(titlesBeside(lead, others).slice(0, OTHERS_NAMED)), moreSentence(more)]),
    unusual: joined([rateSentence(lead, knowledge.rates), text?.why ?? '']),
    change: text?.change ?? '',
    contribution: weight,
    rules: [lead, ...others].map(({ rule }) => rule),
    path: lead.path,
    line: lead.line,
    layer: lead.layer,
  };
}

/** A title without the time that a headline says more exactly. */
function timeless(title: string): string {
  return title.replace(/,? (?:while|as soon as) it is (?:installed or imported|installed|imported)\b/, '');
}

/** What else the act is: one title of each further category, since rules of one category say much the same. */
function titlesBeside(lead: Finding, others: readonly Finding[]): string[] {
  const told = new Set([categoryOf(lead)]);
  return others.flatMap((finding) => {
    const category = categoryOf(finding);
    if (told.has(category)) return [];
    told.add(category);
    return [timeless(finding.title)];
  });
}

/** A reason as one paragraph. */
export function paragraphOf({ what, detail, when, where, also, unusual, change }: Reason): string {
  const head = `${what}${when === '' ? '' : `, ${when}`}: ${detail.replace(/\.$/, '')} (in ${where}).`;
  return joined([head, also, unusual, change === '' ? '' : `To change: ${change}`]);
}

function alsoSentence(also: readonly string[]): string {
  return also.length === 0 ? '' : `It also ${listed(also)}.`;
}

function moreSentence(more: number): string {
  if (more === 0) return '';
  return more === 1 ? 'One more place does the same.' : `${more} more places do the same.`;
}

/** Whether a reviewer needs to hear of an act that added nothing to the score. */
export function isTelling({ lead, weight }: Act, { counts, distributions, rules }: BaseRates): boolean {
  if (weight > 0) return true;
  if (lead.phase === 'development' || (distributions > 0 && !rules.includes(lead.rule))) return false;
  return (counts[lead.rule]?.[lead.phase] ?? 0) < COMMON * distributions || distributions === 0;
}

/** How many honest distributions do the same in the same phase; nothing for what was never measured. */
function rateSentence({ rule, phase }: Finding, { counts, distributions, rules }: BaseRates): string {
  if (distributions === 0 || !rules.includes(rule)) return '';
  const count = counts[rule]?.[phase] ?? 0;
  const does = phase === 'none' ? 'has this' : `does this ${MEASURED[phase]}`;
  if (count === 0) return `None of ${distributions} benign distributions ${does}.`;
  const share = `${count} of ${distributions} benign distributions ${count === 1 ? does : plural(does)}`;
  return count / distributions < COMMON ? `Only ${share}.` : `${share}: alone it means little.`;
}

const MEASURED: Record<Exclude<Phase, 'none'>, string> = {
  startup: 'when Python starts',
  install: 'while being installed',
  import: 'when imported',
  'entry-point': 'in a command of its own',
  call: 'even when called',
  development: 'in tests, examples or tools',
};

function plural(does: string): string {
  return does.replace(/^has/, 'have').replace(/^does/, 'do').replace('even when', 'when');
}

function placeOf({ path, line, layer }: Finding, layers: Layers): string {
  const place = line > 0 ? `${path}:${line}` : path;
  if (layer === null) return place;
  const chain = layers.find(({ id }) => id === layer)?.chain.join(' → ') ?? '';
  return `${place}, in hidden layer ${layer}${chain === '' ? '' : ` behind ${chain}`}`;
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

function sentence(text: string): string {
  return `${text.replace(/\.$/, '')}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
