import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Anything → a place from which programs start by themselves. */
export const rule = defineRule({
  id: 'persistence/autostart-write',
  title: 'writes to a place from which programs start by themselves',
  version: 1,
  state: 'enforced',
  attack: ['T1547.001', 'T1543', 'T1546.004', 'T1053'],
  messages: { written: '{sink} makes something start by itself' },
  detect(facts, report) {
    reportFlows(facts, report, { message: 'written', sources: null, sinks: ['persistence-write'] });
  },
});
