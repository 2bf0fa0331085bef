import { defineRule } from '../../define-rule.ts';

/** A pattern of a YARA pack: what the operator asked to be told about. */
export const rule = defineRule({
  id: 'signature/pattern-match',
  title: 'matches a pattern of a YARA pack',
  version: 1,
  // Without weight for good: what a pack of somebody else means for a verdict is not known here.
  state: 'enforced',
  attack: [],
  messages: { matched: 'The YARA rule {name} matches: {text}', bare: 'The YARA rule {name} matches' },
  detect(facts, report) {
    for (const { name, text, at, phase } of facts.of('signature')) {
      const message = text === '' ? 'bare' : 'matched';
      report({ message, at, phase, data: { name, text } });
    }
  },
});
