import type { SensitiveCategory } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

const LOOT: readonly SensitiveCategory[] = [
  'browser-store',
  'wallet',
  'messenger-token',
  'ssh-key',
  'cloud-credential',
  'package-credential',
  'system-credential',
  'shell-history',
  'password-manager',
  'game-account',
  'vpn-or-ftp-client',
];

/** Different kinds of loot in one member that make an accident unlikely. */
const ENOUGH = 3;

/** One member names many kinds of things that thieves look for. */
export const rule = defineRule({
  id: 'profile/stealer',
  title: 'names many kinds of things that thieves look for',
  version: 1,
  state: 'enforced',
  attack: ['T1555', 'T1552', 'T1539'],
  messages: { loot: 'The member names {count} kinds of loot: {kinds}' },
  detect(facts, report) {
    const names = facts.of('sensitive-name').filter((fact) => LOOT.includes(fact.category));
    for (const [, found] of byMember(names)) {
      const kinds = [...new Set(found.map((fact) => fact.category))];
      if (kinds.length < ENOUGH) continue;
      const { at, phase } = found[0]!;
      const data = { count: kinds.length, kinds: list(kinds.map((kind) => kind.replaceAll('-', ' '))) };
      report({ message: 'loot', at, phase, data });
    }
  },
});
