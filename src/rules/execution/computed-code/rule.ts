import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { UNASKED } from '../../support/phase.ts';

/** Code put together from pieces of text → code execution, unasked. */
export const rule = defineRule({
  id: 'execution/computed-code',
  title: 'executes code that it puts together while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1059.006'],
  messages: { computed: '{sink} runs code that is put together at run time' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'computed',
      sources: ['decoded'],
      sinks: ['code-execution'],
      phases: UNASKED,
      where: ({ source }) => source.name === 'computed text',
    });
  },
});
