import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Decryption → code execution. */
export const rule = defineRule({
  id: 'execution/decrypt-then-exec',
  title: 'executes code that it decrypts',
  version: 1,
  state: 'enforced',
  attack: ['T1027.013', 'T1140', 'T1059.006'],
  messages: { decrypted: '{sink} runs code that {source} decrypts' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'decrypted',
      sources: ['decrypted'],
      sinks: ['code-execution', 'deserialise'],
    });
  },
});
