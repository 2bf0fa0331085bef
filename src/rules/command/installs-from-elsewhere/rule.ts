import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Distributions are installed from an address instead of the index the user chose. */
export const rule = defineRule({
  id: 'command/installs-from-elsewhere',
  title: 'installs distributions from an address of its own choice',
  version: 1,
  state: 'enforced',
  attack: ['T1195.001', 'T1105'],
  messages: { installs: 'Distributions come from {urls}: {text}' },
  detect(facts, report) {
    for (const { origin, features, urls, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !features.includes('package-install') || urls.length === 0) continue;
      report({ message: 'installs', at, phase, data: { urls: list(urls), text } });
    }
  },
});
