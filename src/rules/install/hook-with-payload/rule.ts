import { defineRule } from '../../define-rule.ts';

/** An installation command does more than its parent. */
export const rule = defineRule({
  id: 'install/hook-with-payload',
  title: 'replaces an installation command to run code of its own',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1195.002'],
  messages: { hook: 'An installation command runs more than the installation ({detail})' },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'install-hook') report({ message: 'hook', at, phase, data: { detail } });
    }
  },
});
