import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isDecoder, isKnown } from '../../support/decoder.ts';
import { reportFlows } from '../../support/flow.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Constant → decoder → command line or program that is started. */
export const rule = defineRule({
  id: 'execution/decode-then-spawn',
  title: 'starts a command that it decodes from its own constants',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1059'],
  messages: { decoded: '{sink} starts a command that comes out of {source}' },
  detect(facts, report) {
    const carries = carriesProgram(facts);
    reportFlows(facts, report, {
      message: 'decoded',
      sources: OPAQUE,
      sinks: ['process'],
      where: (flow) =>
        carries(flow) && (flow.source.kind !== 'decoded' || (isDecoder(flow) && isKnown(flow))),
    });
  },
});
