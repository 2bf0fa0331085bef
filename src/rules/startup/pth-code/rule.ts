import { defineRule } from '../../define-rule.ts';

/** A .pth file executes code at every start of the interpreter. */
export const rule = defineRule({
  id: 'startup/pth-code',
  title: 'runs code at every start of the interpreter through a .pth file',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1574'],
  messages: { runs: 'This line runs whenever Python starts: {text}' },
  detect(facts, report) {
    for (const { text, at, phase } of facts.of('pth')) report({ message: 'runs', at, phase, data: { text } });
  },
});
