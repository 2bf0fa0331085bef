import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Answer of the network → a deserialiser that can run code. */
export const rule = defineRule({
  id: 'execution/fetch-then-deserialise',
  title: 'loads objects from the network with a loader that can run code',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1059.006'],
  messages: { loaded: '{sink} loads whatever {source} answers, and may run code from it' },
  detect(facts, report) {
    reportFlows(facts, report, { message: 'loaded', sources: ['network-response'], sinks: ['deserialise'] });
  },
});
