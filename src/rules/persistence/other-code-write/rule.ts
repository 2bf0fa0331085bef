import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isDecoder } from '../../support/decoder.ts';
import { reportFlows } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** Opaque or fetched content → code of others. */
export const rule = defineRule({
  id: 'persistence/other-code-write',
  title: 'writes hidden or fetched code into other programs',
  version: 2,
  state: 'enforced',
  attack: ['T1554', 'T1546', 'T1105'],
  messages: { written: '{sink} receives code from {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: [...OPAQUE, 'network-response'],
      sinks: ['code-file-write'],
      // Text that stands in the source is readable, and a project may regenerate its own tables when asked to.
      // Nothing says that an unknown folder, which the caller chose, is another program's.
      // A folder that was made a moment ago holds nobody else's code; what is started there is seen when it is.
      where: (flow) =>
        isDecoder(flow) &&
        !(flow.sink.detail.startsWith('member:') && !isUnasked(flow.phase)) &&
        (isUnasked(flow.phase) || !flow.sink.detail.startsWith('…')) &&
        !/^«tempfile\.(?:mkdtemp|TemporaryDirectory)/.test(flow.sink.detail),
    });
  },
});
