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
    // What a decoder was seen to make of the constant is rule execution/decode-then-exec.
    const sinks = ['code-execution', 'deserialise'] as const;
    const decoded = new Set(facts.flows(['decoded', 'decrypted'], sinks).map((flow) => flow.at.path));
    reportFlows(facts, report, {
      message: 'flow',
      sources: ['constant-blob'],
      sinks,
      where: (flow) => !decoded.has(flow.at.path),
    });
  },
});
