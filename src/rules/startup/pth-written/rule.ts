import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { isGeneratedPth } from '../../support/start-file.ts';

/** A .pth file is generated while building, or on request. */
export const rule = defineRule({
  id: 'startup/pth-written',
  title: 'generates a .pth file, whose lines run at every start of the interpreter',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1574'],
  messages: { written: '{sink} generates a start-up file from {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: null,
      sinks: ['persistence-write'],
      where: isGeneratedPth,
    });
  },
});
