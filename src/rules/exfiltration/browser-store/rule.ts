import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Cookies, log-ins and sessions of browsers and messengers → network. */
export const rule = defineRule({
  id: 'exfiltration/browser-store',
  title: 'sends what browsers or messengers store to the network',
  version: 1,
  state: 'enforced',
  attack: ['T1555.003', 'T1539', 'T1528', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['browser-store', 'messenger-token'],
      sinks: LEAVES,
    });
  },
});
