import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { UNASKED } from '../../support/phase.ts';

/** A credential from the environment → network, unasked. */
export const rule = defineRule({
  id: 'exfiltration/secret-variable',
  title: 'sends a credential from the environment while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1552.001', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['secret-variable'],
      sinks: LEAVES,
      phases: UNASKED,
    });
  },
});
