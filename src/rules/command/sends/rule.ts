import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A command that sends something is started unasked. */
export const rule = defineRule({
  id: 'command/sends',
  title: 'runs a command that sends data while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1041', 'T1048', 'T1059'],
  messages: { sends: 'The command sends data: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !isUnasked(phase) || !features.includes('send-data')) continue;
      report({ message: 'sends', at, phase, data: { text } });
    }
  },
});
