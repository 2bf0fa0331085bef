import { defineRule } from '../../define-rule.ts';

/** Code far right of the visible part of a line, or behind thousands of blank lines. */
export const rule = defineRule({
  id: 'obfuscation/out-of-sight',
  title: 'pushes code out of sight with blanks',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1036'],
  messages: {
    column: 'Code starts in column {amount}, behind blanks',
    lines: 'Code follows {amount} empty or junk lines',
  },
  detect(facts, report) {
    for (const { form, amount, at, phase } of facts.of('text-form')) {
      if (form === 'far-right-code') report({ message: 'column', at, phase, data: { amount } });
      if (form === 'dead-padding') report({ message: 'lines', at, phase, data: { amount } });
    }
  },
});
