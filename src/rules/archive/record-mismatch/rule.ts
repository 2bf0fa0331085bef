import { defineRule } from '../../define-rule.ts';

/** The wheel's own record of its members is wrong. */
export const rule = defineRule({
  id: 'archive/record-mismatch',
  title: 'does not match its own RECORD',
  version: 1,
  state: 'enforced',
  attack: ['T1036', 'T1554'],
  messages: {
    changed: 'A member differs from its RECORD entry: {detail}',
    unlisted: 'A member is missing from RECORD: {detail}',
  },
  detect(facts, report) {
    for (const { anomaly, detail, at, phase } of facts.of('archive')) {
      if (anomaly === 'record-mismatch') report({ message: 'changed', at, phase, data: { detail } });
      if (anomaly === 'record-unlisted-member') report({ message: 'unlisted', at, phase, data: { detail } });
    }
  },
});
