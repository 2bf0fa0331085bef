import type { Fact } from '../contracts/fact.ts';
import type { UnscoredFinding } from '../contracts/result.ts';
import { type MemberEvidence, memberEvidence } from '../score/member-evidence.ts';
import { LADDER, type Reach } from '../score/reach.ts';

/** What training needs of one labelled distribution. */
export interface TrainingSample {
  /** Lower-case hex. */
  sha256: string;
  label: 'malicious' | 'benign';
  /** Cluster or project: never split between training and test. */
  group: string;
  /** Where a benign distribution comes from; '' for malicious ones. */
  stratum: string;
  /** No payload to be seen: never trained on. */
  questionable: boolean;
  findings: readonly UnscoredFinding[];
  facts: readonly Fact[];
}

/**
 * A sample in terms of steps. A step `<kind> <name> <reach>` is on when the rule or feature occurs at that reach or
 * nearer to the victim; weights of steps are what a nearer reach adds, so that they can be kept from being negative.
 */
export interface EncodedSample {
  sha256: string;
  malicious: boolean;
  group: string;
  stratum: string;
  /** Per member, distinct ones only: steps of rules and of fact features, each in alphabetical order. */
  members: EncodedMember[];
}

export interface EncodedMember {
  rules: string[];
  facts: string[];
}

export function encode(sample: TrainingSample): EncodedSample {
  const members = new Map<string, EncodedMember>();
  for (const evidence of memberEvidence(sample.findings, sample.facts)) {
    const member = encodeMember(evidence);
    members.set(`${member.rules.join('|')}||${member.facts.join('|')}`, member);
  }
  if (members.size === 0) members.set('', { rules: [], facts: [] });
  const { sha256, label, group, stratum } = sample;
  return { sha256, malicious: label === 'malicious', group, stratum, members: [...members.values()] };
}

function encodeMember({ rules, facts }: MemberEvidence): EncodedMember {
  return { rules: stepsOf('rule', rules), facts: stepsOf('fact', facts) };
}

function stepsOf(kind: 'rule' | 'fact', table: ReadonlyMap<string, ReadonlyMap<Reach, unknown>>): string[] {
  const steps = [...table].flatMap(([name, reaches]) => {
    const nearest = LADDER.findLastIndex((reach) => reaches.has(reach));
    const on = nearest < 0 ? (['none'] as const) : LADDER.slice(0, nearest + 1);
    return on.map((reach) => stepName(kind, name, reach));
  });
  return steps.sort();
}

export function stepName(kind: 'rule' | 'fact', name: string, reach: Reach): string {
  return `${kind} ${name} ${reach}`;
}

/** The parts of a step's name. */
export function parseStep(step: string): { kind: string; name: string; reach: Reach } {
  const [kind = '', name = '', reach = ''] = step.split(' ');
  return { kind, name, reach: reach as Reach };
}
