import { IDENTITY, LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { identifies } from '../../support/identity.ts';
import { UNASKED } from '../../support/phase.ts';

/** The machine's or user's identity → network, unasked. */
export const rule = defineRule({
  id: 'exfiltration/host-beacon',
  title: 'reports the machine or its user while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1082', 'T1033', 'T1016', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: IDENTITY,
      sinks: LEAVES,
      phases: UNASKED,
      // A machine's own name is looked up to learn its address.
      where: (flow) => identifies(flow) && flow.sink.kind !== 'dns-name',
    });
  },
});
