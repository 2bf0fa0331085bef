import { defineRule } from '../../define-rule.ts';
import { ENOUGH_LOOT, isLoot } from '../../support/loot.ts';
import { byMember, list } from '../../support/near.ts';

/** One member names many kinds of things that thieves look for. */
export const rule = defineRule({
  id: 'profile/stealer',
  title: 'names many kinds of things that thieves look for',
  version: 1,
  state: 'enforced',
  attack: ['T1555', 'T1552', 'T1539'],
  messages: { loot: 'The member names {count} kinds of loot: {kinds}' },
  detect(facts, report) {
    for (const [, found] of byMember(facts.of('sensitive-name').filter(isLoot))) {
      const kinds = [...new Set(found.map((fact) => fact.category))];
      if (kinds.length < ENOUGH_LOOT) continue;
      const { at, phase } = found[0]!;
      const data = { count: kinds.length, kinds: list(kinds.map((kind) => kind.replaceAll('-', ' '))) };
      report({ message: 'loot', at, phase, data });
    }
  },
});
