import { defineRule } from '../../define-rule.ts';

/** The mark of a tool that makes Python unreadable. */
export const rule = defineRule({
  id: 'obfuscation/protected-code',
  title: 'carries code that a protection tool has made unreadable',
  version: 1,
  state: 'enforced',
  attack: ['T1027.002'],
  messages: { protected: 'The code was made unreadable with {name} ({detail})' },
  detect(facts, report) {
    for (const { name, detail, at, phase } of facts.of('packer')) {
      // Minifiers shorten; the text stays readable.
      if (name === 'pyminifier') continue;
      report({ message: 'protected', at, phase, data: { name, detail } });
    }
  },
});
