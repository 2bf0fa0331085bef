import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Answer of the network → code execution. */
export const rule = defineRule({
  id: 'execution/fetch-then-exec',
  title: 'executes code that it fetches from the network',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1059.006'],
  messages: { fetched: '{sink} runs whatever {source} answers' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'fetched',
      sources: ['network-response'],
      sinks: ['code-execution'],
    });
  },
});
