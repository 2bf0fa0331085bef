import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Strings and imports of implants, by what they show. */
const MARKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a chat webhook', /discord(?:app)?\.com\/api\/webhooks\/\d|api\.telegram\.org\/bot\d/i],
  ['a browser store', /\\(?:login data|local state|web data)\b|leveldb|cookies\.sqlite|logins\.json/i],
  ['a wallet', /exodus\.wallet|metamask|electrum\\wallets|wallet\.dat/i],
  ['a mining pool', /stratum\+(?:tcp|ssl):\/\//i],
  ['an encoded command', /powershell[^\n]{0,80}-e(?:nc|ncodedcommand)\b/i],
  ['an autostart place', /currentversion\\run\b/i],
  ['process injection', /writeprocessmemory|createremotethread|ntunmapviewofsection|queueuserapc/i],
  ['input capture', /setwindowshookex|getasynckeystate/i],
];

/** A native binary shows at least two marks of an implant. */
export const rule = defineRule({
  id: 'binary/hostile-strings',
  title: 'ships a native binary with the marks of an implant',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1055', 'T1555'],
  messages: { marks: 'The binary contains {marks}' },
  detect(facts, report) {
    for (const { strings, imports, at, phase } of facts.of('binary')) {
      const texts = [...strings, ...imports];
      const marks = MARKS.filter(([, pattern]) => texts.some((text) => pattern.test(text))).map(
        ([what]) => what,
      );
      if (marks.length >= 2) report({ message: 'marks', at, phase, data: { marks: list(marks) } });
    }
  },
});
