import type { TextForm } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

const UNREADABLE: readonly TextForm[] = [
  'opaque-identifiers',
  'high-entropy-literal',
  'long-literal',
  'escaped-literal',
  'numeric-array',
  'one-line-program',
  'many-escapes',
  'encrypted-looking',
  'non-latin-identifiers',
  'invisible-character',
  'nul-bytes',
];

/** Forms that say much on their own. */
const STRONG: readonly TextForm[] = [
  'encrypted-looking',
  'opaque-identifiers',
  'one-line-program',
  'escaped-literal',
];

/** Several marks of machine-made obfuscation in one member. */
export const rule = defineRule({
  id: 'obfuscation/unreadable-text',
  title: 'carries a source text that is made to be unreadable',
  version: 1,
  state: 'enforced',
  attack: ['T1027'],
  messages: { forms: 'The text of {path} shows {forms}' },
  detect(facts, report) {
    const forms = facts.of('text-form').filter((fact) => UNREADABLE.includes(fact.form));
    for (const [path, found] of byMember(forms)) {
      const own = found.filter((fact) => fact.at.layer === null);
      const strong = own.find((fact) => STRONG.includes(fact.form));
      const kinds = [...new Set(own.map((fact) => fact.form.replaceAll('-', ' ')))];
      if (strong === undefined || kinds.length < 2) continue;
      report({ message: 'forms', at: strong.at, phase: strong.phase, data: { path, forms: list(kinds) } });
    }
  },
});
