import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A program is started unasked, with its window or output suppressed. */
export const rule = defineRule({
  id: 'execution/hidden-start',
  title: 'starts a program out of sight while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1564.003', 'T1106'],
  messages: { hidden: 'A program is started with its window or output suppressed ({detail})' },
  detect(facts, report) {
    for (const fact of facts.of('behaviour')) {
      if (fact.behaviour !== 'output-suppressed' || !isUnasked(fact.phase)) continue;
      report({ message: 'hidden', at: fact.at, phase: fact.phase, data: { detail: fact.detail } });
    }
    for (const command of facts.of('command')) {
      if (command.origin !== 'spawn' || !isUnasked(command.phase)) continue;
      if (!command.features.includes('hidden-window')) continue;
      report({ message: 'hidden', at: command.at, phase: command.phase, data: { detail: command.text } });
    }
  },
});
