import { defineRule } from '../../define-rule.ts';

/** The arguments that all miners take, whatever they are called: a pool with its port and a wallet. */
const POOL = /\s-(?:o|r|-url|-pool|-server|-daemon-address)[ =](?:[\w+]+:\/\/)?[\w.-]+\.[a-z]{2,}:\d{2,5}\b/i;
const WALLET = /\s-(?:u|w|-user|-wallet|-wallet-address)[ =][\w.]{30,110}\b/i;

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
      if (features.includes('miner') || isMiner(text))
        report({ message: 'command', at, phase, data: { text } });
    }
    for (const { category, at, phase, text } of facts.of('sensitive-name')) {
      if (category === 'miner') report({ message: 'name', at, phase, data: { text } });
    }
  },
});

function isMiner(text: string): boolean {
  return POOL.test(text) && WALLET.test(text);
}
