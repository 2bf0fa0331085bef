import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** Code that fetches, runs or decodes swallows every error, unasked. */
export const rule = defineRule({
  id: 'evasion/silent-failure',
  title: 'hides that something it runs unasked has failed',
  version: 1,
  state: 'enforced',
  attack: ['T1564'],
  messages: {
    swallowed: 'Every error of this block is swallowed',
    detailed: 'Every error of this block is swallowed ({detail})',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour !== 'silent-failure' || !isUnasked(phase)) continue;
      report({ message: detail === '' ? 'swallowed' : 'detailed', at, phase, data: { detail } });
    }
  },
});
