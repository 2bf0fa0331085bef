import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Files with credentials, and cloud instance credentials → network. */
export const rule = defineRule({
  id: 'exfiltration/credential-file',
  title: 'sends credential files to the network',
  version: 1,
  state: 'enforced',
  attack: ['T1552.001', 'T1552.004', 'T1552.005', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['credential-file', 'cloud-metadata', 'system-file'],
      sinks: LEAVES,
    });
  },
});
