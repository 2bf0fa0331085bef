import type { SensitiveCategory } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { ENOUGH_LOOT, isLoot } from '../../support/loot.ts';
import { byMember, list, pathsOf } from '../../support/near.ts';

/** Calls that look for files, read them or copy them. */
const TAKES =
  /^(?:builtins\.open$|shutil\.|sqlite3\.connect$|os\.(?:walk|listdir|scandir)$|pathlib\.Path\.(?:read|glob|rglob|iterdir)|glob\.|zipfile\.|winreg\.|win32crypt\.)/;

const PERSONAL: ReadonlySet<SensitiveCategory> = new Set<SensitiveCategory>([
  'browser-store',
  'wallet',
  'messenger-token',
  'password-manager',
  'game-account',
]);

/** One member names many kinds of things that thieves look for. */
export const rule = defineRule({
  id: 'profile/stealer',
  title: 'names many kinds of things that thieves look for',
  version: 2,
  state: 'enforced',
  attack: ['T1555', 'T1552', 'T1539'],
  messages: { loot: 'The member names {count} kinds of loot: {kinds}' },
  detect(facts, report) {
    const active = pathsOf([...facts.of('flow'), ...facts.of('call').filter(({ api }) => TAKES.test(api))]);
    for (const [path, found] of byMember(facts.of('sensitive-name').filter(isLoot))) {
      const kinds = [...new Set(found.map((fact) => fact.category))];
      if (kinds.length < ENOUGH_LOOT) continue;
      // Files that every server has stand in many tables; what only a person's machine has does not.
      if (!active.has(path) && !kinds.some((kind) => PERSONAL.has(kind))) continue;
      const { at, phase } = found[0]!;
      const data = { count: kinds.length, kinds: list(kinds.map((kind) => kind.replaceAll('-', ' '))) };
      report({ message: 'loot', at, phase, data });
    }
  },
});
