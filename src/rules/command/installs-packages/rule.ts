import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';
import { isUnasked } from '../../support/phase.ts';

/** Distributions are installed at run time, from the index or from elsewhere. */
export const rule = defineRule({
  id: 'command/installs-packages',
  title: 'installs further distributions by itself while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1195.001', 'T1105'],
  messages: { installs: 'Distributions are installed at run time: {text}' },
  detect(facts, report) {
    for (const command of facts.of('command')) {
      if (command.origin === 'member' || !isUnasked(command.phase)) continue;
      if (!command.features.includes('package-install')) continue;
      report({
        message: 'installs',
        at: command.at,
        phase: command.phase,
        data: { text: list([command.text]) },
      });
    }
    for (const flow of facts.flows(null, ['package-install'])) {
      if (!isUnasked(flow.phase)) continue;
      report({ message: 'installs', at: flow.sink.at, phase: flow.phase, data: { text: flow.sink.name } });
    }
  },
});
