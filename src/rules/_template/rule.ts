import { defineRule } from '../define-rule.ts';

/** One sentence: what is followed from where to where, and what tells it from honest code. */
export const rule = defineRule({
  id: 'template/template',
  title: 'does what nobody asked for',
  version: 1,
  // No weight until it has been measured: findings are shown but add nothing to the score.
  state: 'evaluation',
  attack: [],
  messages: { found: '{what} happens here' },
  detect(facts, report) {
    for (const call of facts.calls('gc.collect')) {
      report({ message: 'found', at: call.at, phase: call.phase, data: { what: call.api } });
    }
  },
});
