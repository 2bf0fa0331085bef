import type { Fact } from '../contracts/fact.ts';
import type { UnscoredFinding } from '../contracts/result.ts';
import { factFeatures } from './fact-features.ts';
import { type Reach, reachOf } from './reach.ts';

/** What is known of one member: for each rule and fact feature, how near to the victim, and where first. */
export interface MemberEvidence {
  path: string;
  /** By rule: reach → position of its first finding there. */
  rules: Map<string, Map<Reach, number>>;
  /** By feature: reach → the first fact there. */
  facts: Map<string, Map<Reach, Fact>>;
}

/**
 * Sorts evidence by member. What lies together in one member speaks together: a large honest project has
 * some of everything somewhere, and adding it up would convict it of being large.
 *
 * `wanted` tells which fact features matter; the others are skipped.
 */
export function memberEvidence(
  findings: readonly Pick<UnscoredFinding, 'rule' | 'phase' | 'path'>[],
  facts: readonly Fact[],
  wanted: (feature: string) => boolean = () => true,
): MemberEvidence[] {
  const members = new Map<string, MemberEvidence>();
  for (const [position, { rule, phase, path }] of findings.entries()) {
    note(memberAt(members, path).rules, rule, reachOf(phase), position);
  }
  for (const fact of facts) {
    for (const feature of factFeatures(fact)) {
      if (wanted(feature)) note(memberAt(members, fact.at.path).facts, feature, reachOf(fact.phase), fact);
    }
  }
  return [...members.values()];
}

function memberAt(members: Map<string, MemberEvidence>, path: string): MemberEvidence {
  let member = members.get(path);
  if (member === undefined) {
    member = { path, rules: new Map(), facts: new Map() };
    members.set(path, member);
  }
  return member;
}

function note<T>(table: Map<string, Map<Reach, T>>, name: string, reach: Reach, what: T): void {
  const known = table.get(name);
  if (known === undefined) table.set(name, new Map([[reach, what]]));
  else if (!known.has(reach)) known.set(reach, what);
}
