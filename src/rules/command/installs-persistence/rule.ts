import { defineRule } from '../../define-rule.ts';

/** A command that makes something start again by itself. */
export const rule = defineRule({
  id: 'command/installs-persistence',
  title: 'runs a command that makes a program start by itself',
  version: 1,
  state: 'enforced',
  attack: ['T1053', 'T1547.001', 'T1543'],
  messages: { persists: 'The command makes a program start by itself: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin !== 'member' && features.includes('persistence')) {
        report({ message: 'persists', at, phase, data: { text } });
      }
    }
  },
});
