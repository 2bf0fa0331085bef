import { defineRule } from '../../define-rule.ts';

/** Characters that make code read differently from what it is. */
export const rule = defineRule({
  id: 'obfuscation/deceptive-characters',
  title: 'uses characters that make code look like other code',
  version: 1,
  state: 'enforced',
  attack: ['T1036', 'T1027'],
  messages: {
    bidi: '{amount} characters reorder how this text is shown',
    homoglyph: '{amount} identifiers mix scripts to look like others ({detail})',
  },
  detect(facts, report) {
    for (const { form, amount, detail, at, phase } of facts.of('text-form')) {
      if (form === 'bidi-control') report({ message: 'bidi', at, phase, data: { amount } });
      if (form === 'homoglyph-identifier')
        report({ message: 'homoglyph', at, phase, data: { amount, detail } });
    }
  },
});
