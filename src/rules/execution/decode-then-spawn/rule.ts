import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Constant → decoder → command line or program that is started. */
export const rule = defineRule({
  id: 'execution/decode-then-spawn',
  title: 'starts a command that it decodes from its own constants',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1059'],
  messages: { decoded: '{sink} starts a command that comes out of {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'decoded',
      sources: OPAQUE,
      sinks: ['process'],
      where: ({ source }) => source.name !== 'computed text' && source.name !== 'os.fsdecode',
    });
  },
});
