import { defineRule } from '../../define-rule.ts';

/** PowerShell, shell or batch with its text encoded. */
export const rule = defineRule({
  id: 'command/encoded',
  title: 'runs a command whose text is encoded',
  version: 1,
  state: 'enforced',
  attack: ['T1027.010', 'T1059.001', 'T1140'],
  messages: { encoded: 'The command hides what it does: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member') continue;
      const encoded =
        features.includes('encoded-command') ||
        (features.includes('decode') && features.includes('pipe-to-shell'));
      if (encoded || features.includes('obfuscated'))
        report({ message: 'encoded', at, phase, data: { text } });
    }
  },
});
