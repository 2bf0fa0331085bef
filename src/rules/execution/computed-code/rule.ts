import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Code made by arithmetic on characters → code execution. */
export const rule = defineRule({
  id: 'execution/computed-code',
  title: 'executes code that it computes character by character',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1059.006'],
  messages: { computed: '{sink} runs code that no literal shows' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'computed',
      sources: ['decoded'],
      sinks: ['code-execution'],
      where: ({ source }) => source.name === 'computed text',
    });
  },
});
