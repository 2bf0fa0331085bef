import { defineRule } from '../../define-rule.ts';

/** A miner is started or configured. */
export const rule = defineRule({
  id: 'impact/cryptominer',
  title: 'runs a cryptocurrency miner',
  version: 1,
  state: 'enforced',
  attack: ['T1496.001'],
  messages: {
    command: 'The command mines: {text}',
    name: 'The source names a miner or its pool: {text}',
  },
  detect(facts, report) {
    for (const { features, at, phase, text } of facts.of('command')) {
      if (features.includes('miner')) report({ message: 'command', at, phase, data: { text } });
    }
    for (const { category, at, phase, text } of facts.of('sensitive-name')) {
      if (category === 'miner') report({ message: 'name', at, phase, data: { text } });
    }
  },
});
