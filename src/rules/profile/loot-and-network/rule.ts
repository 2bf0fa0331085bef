import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { ENOUGH_LOOT, isLoot } from '../../support/loot.ts';
import { byMember, groupByPath, list } from '../../support/near.ts';

/** Many kinds of loot in a member that also sends. */
export const rule = defineRule({
  id: 'profile/loot-and-network',
  title: 'names many kinds of loot beside code that sends',
  version: 1,
  state: 'enforced',
  attack: ['T1555', 'T1552', 'T1041'],
  messages: { sends: 'The member names {kinds} and calls {api}' },
  detect(facts, report) {
    const senders = groupByPath(facts.of('call').filter((call) => contactsNetwork(call.api)));
    for (const [path, found] of byMember(facts.of('sensitive-name').filter(isLoot))) {
      const kinds = [...new Set(found.map((fact) => fact.category.replaceAll('-', ' ')))];
      const sender = senders.get(path)?.[0];
      if (kinds.length < ENOUGH_LOOT || sender === undefined) continue;
      const { at, phase, api } = sender;
      report({ message: 'sends', at, phase, data: { kinds: list(kinds), api } });
    }
  },
});
