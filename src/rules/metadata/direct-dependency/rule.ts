import { defineRule } from '../../define-rule.ts';

/** A dependency that does not come from the index. */
export const rule = defineRule({
  id: 'metadata/direct-dependency',
  title: 'depends on files from outside the index',
  version: 1,
  state: 'enforced',
  attack: ['T1195.001'],
  messages: { direct: 'The dependency comes from elsewhere: {requirement}' },
  detect(facts, report) {
    for (const { requirement, origin, at, phase } of facts.of('dependency')) {
      if (origin !== 'local') report({ message: 'direct', at, phase, data: { requirement } });
    }
  },
});
