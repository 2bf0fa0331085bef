import { defineRule } from '../../define-rule.ts';

/** The distribution exhausts a limit of the analysis. */
export const rule = defineRule({
  id: 'evasion/analysis-limit',
  title: 'exceeds a limit of the analysis',
  version: 1,
  state: 'evaluation',
  attack: ['T1027.001'],
  messages: { limit: 'A limit was reached ({code}): {detail}' },
  detect(facts, report) {
    for (const { code, detail, at, phase } of facts.of('limit')) {
      report({ message: 'limit', at, phase, data: { code, detail } });
    }
  },
});
