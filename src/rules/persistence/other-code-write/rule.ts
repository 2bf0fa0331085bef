import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isDecoder } from '../../support/decoder.ts';
import { reportFlows } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

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
      // Text that stands in the source is readable, and a project may regenerate its own tables when asked to.
      where: (flow) => isDecoder(flow) && !(flow.sink.detail.startsWith('member:') && !isUnasked(flow.phase)),
    });
  },
});
