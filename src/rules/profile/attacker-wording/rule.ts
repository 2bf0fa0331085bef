import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

/** Code that calls itself what it is. */
export const rule = defineRule({
  id: 'profile/attacker-wording',
  title: 'uses the words of attackers for what it does',
  version: 1,
  state: 'enforced',
  attack: ['T1588.001'],
  messages: { words: 'The member speaks of {words}' },
  detect(facts, report) {
    const words = facts.of('sensitive-name').filter((fact) => fact.category === 'attacker-wording');
    for (const [, found] of byMember(words)) {
      const { at, phase } = found[0]!;
      report({ message: 'words', at, phase, data: { words: list(found.map((fact) => fact.text)) } });
    }
  },
});
