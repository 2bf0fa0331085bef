import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** An opaque literal reaches code execution by means that could not be followed. */
export const rule = defineRule({
  id: 'obfuscation/blob-to-code',
  title: 'executes an opaque constant',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1059.006'],
  messages: {
    blob: 'An opaque constant becomes code ({detail})',
    flow: '{source} reaches {sink}',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'blob-to-code') report({ message: 'blob', at, phase, data: { detail } });
    }
    reportFlows(facts, report, {
      message: 'flow',
      sources: ['constant-blob'],
      sinks: ['code-execution', 'deserialise'],
    });
  },
});
