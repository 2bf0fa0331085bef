import { FOREIGN_PROGRAMS } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A program with no part in building or importing Python code is started unasked. */
export const rule = defineRule({
  id: 'execution/foreign-program',
  title: 'starts a program that has no part in building or importing it',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1218'],
  messages: { started: 'The command line is: {text}' },
  detect(facts, report) {
    for (const command of facts.of('command')) {
      if (command.origin !== 'spawn' || !isUnasked(command.phase)) continue;
      if (!command.programs.some((program) => FOREIGN_PROGRAMS.has(program))) continue;
      report({ message: 'started', at: command.at, phase: command.phase, data: { text: command.text } });
    }
  },
});
