import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

/** The session store, token pattern or account interface of a messenger is named. */
export const rule = defineRule({
  id: 'profile/messenger-tokens',
  title: 'knows where messengers keep sessions, or how their tokens look',
  version: 1,
  state: 'enforced',
  attack: ['T1528', 'T1539', 'T1552.001'],
  messages: { names: 'The member names {what}' },
  detect(facts, report) {
    const names = facts.of('sensitive-name').filter(({ category }) => category === 'messenger-token');
    for (const [, found] of byMember(names)) {
      const { at, phase } = found[0]!;
      report({ message: 'names', at, phase, data: { what: list(found.map(({ text }) => text)) } });
    }
  },
});
