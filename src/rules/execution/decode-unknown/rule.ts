import { defineRule } from '../../define-rule.ts';
import { isKnown } from '../../support/decoder.ts';
import { reportFlows } from '../../support/flow.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Decoded text of unknown origin → code execution or process. */
export const rule = defineRule({
  id: 'execution/decode-unknown',
  title: 'runs what it decodes from somewhere unknown',
  version: 2,
  state: 'enforced',
  attack: ['T1140', 'T1059'],
  messages: { decoded: '{sink} runs what {source} decodes; where that comes from is unknown' },
  detect(facts, report) {
    // Of unknown data a word of a command line may be anything: a file name, a version.
    const carries = carriesProgram(facts, false);
    reportFlows(facts, report, {
      message: 'decoded',
      sources: ['decoded'],
      sinks: ['code-execution', 'process'],
      where: (flow) => !isKnown(flow) && carries(flow),
    });
  },
});
