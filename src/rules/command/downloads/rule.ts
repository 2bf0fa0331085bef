import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A command that fetches something is started unasked. */
export const rule = defineRule({
  id: 'command/downloads',
  title: 'runs a command that downloads something while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1059'],
  messages: { downloads: 'The command downloads: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !isUnasked(phase) || !features.includes('download')) continue;
      report({ message: 'downloads', at, phase, data: { text } });
    }
  },
});
