import type { FlowFact, SourceKind } from '../../../contracts/fact.ts';
import { IDENTITY, LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { staysHere, trailOf } from '../../support/flow.ts';
import { identifies } from '../../support/identity.ts';
import { byMember, list } from '../../support/near.ts';

const PROFILE: readonly SourceKind[] = [
  ...IDENTITY,
  'process-output',
  'directory-listing',
  'environment-all',
];

/** At least two different kinds of identity → network, in any phase. */
export const rule = defineRule({
  id: 'exfiltration/host-profile',
  title: 'collects a profile of the machine and sends it',
  version: 1,
  state: 'enforced',
  attack: ['T1082', 'T1033', 'T1016', 'T1041'],
  messages: { sent: '{sink} sends a profile of the machine: {kinds}' },
  detect(facts, report) {
    for (const [, flows] of byMember(facts.flows(PROFILE, LEAVES).filter(tells))) {
      const identity = flows.filter((flow) => IDENTITY.includes(flow.source.kind));
      const kinds = new Set<SourceKind>(flows.map((flow) => flow.source.kind));
      const first: FlowFact | undefined = identity[0];
      if (first === undefined || kinds.size < 2) continue;
      const data = {
        sink: first.sink.name,
        kinds: list([...kinds].map((kind) => kind.replaceAll('-', ' '))),
      };
      report({ message: 'sent', at: first.sink.at, phase: first.phase, trail: trailOf(first), data });
    }
  },
});

/** Names that are looked up and kinds of platform tell nobody who sent them. */
function tells(flow: FlowFact): boolean {
  return (
    flow.sink.kind !== 'dns-name' &&
    !staysHere(flow) &&
    (!IDENTITY.includes(flow.source.kind) || identifies(flow))
  );
}
