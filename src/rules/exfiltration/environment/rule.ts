import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** The whole environment → network. */
export const rule = defineRule({
  id: 'exfiltration/environment',
  title: 'sends the whole environment to the network',
  version: 1,
  state: 'enforced',
  attack: ['T1082', 'T1552.001', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, { message: 'sent', sources: ['environment-all'], sinks: LEAVES });
  },
});
