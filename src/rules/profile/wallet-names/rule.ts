import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

/** Stores of wallet programs, or identifiers of wallet extensions, are named. */
export const rule = defineRule({
  id: 'profile/wallet-names',
  title: 'knows where wallets keep their keys',
  version: 1,
  state: 'enforced',
  attack: ['T1555', 'T1005'],
  messages: { names: 'The member names {what}' },
  detect(facts, report) {
    const names = facts.of('sensitive-name').filter(({ category }) => category === 'wallet');
    for (const [, found] of byMember(names)) {
      const { at, phase } = found[0]!;
      report({ message: 'names', at, phase, data: { what: list(found.map(({ text }) => text)) } });
    }
  },
});
