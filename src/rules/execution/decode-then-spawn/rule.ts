import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Names of steps that are no decoding of hidden text. */
const READABLE: ReadonlySet<string> = new Set(['computed text', 'constant text', 'os.fsdecode']);

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
      where: (flow) => !READABLE.has(flow.source.name) && carries(flow),
    });
  },
});
