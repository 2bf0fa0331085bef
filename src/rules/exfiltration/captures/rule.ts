import { CAPTURED, LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Screen, keyboard, clipboard, camera, microphone → network. */
export const rule = defineRule({
  id: 'exfiltration/captures',
  title: 'sends what is seen, heard or typed at the machine',
  version: 1,
  state: 'enforced',
  attack: ['T1056.001', 'T1113', 'T1115', 'T1125', 'T1123', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, { message: 'sent', sources: CAPTURED, sinks: LEAVES });
  },
});
