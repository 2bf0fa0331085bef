import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Opaque or fetched content → code of others. */
export const rule = defineRule({
  id: 'persistence/other-code-write',
  title: 'writes hidden or fetched code into other programs',
  version: 1,
  state: 'enforced',
  attack: ['T1554', 'T1546', 'T1105'],
  messages: { written: '{sink} receives code from {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: [...OPAQUE, 'network-response'],
      sinks: ['code-file-write'],
      // Text that stands in the source is readable: build scripts write version files with it.
      where: ({ source }) => source.name !== 'constant text' && source.name !== 'computed text',
    });
  },
});
