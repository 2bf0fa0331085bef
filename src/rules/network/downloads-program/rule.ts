import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Answer of the network → a file with a program's name or mode. */
export const rule = defineRule({
  id: 'network/downloads-program',
  title: 'downloads a program',
  version: 1,
  state: 'enforced',
  attack: ['T1105'],
  messages: { written: '{sink} becomes a program that {source} downloads' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: ['network-response'],
      sinks: ['executable-write'],
    });
  },
});
