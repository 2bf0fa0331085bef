import { defineRule } from '../../define-rule.ts';

/** Members or nested archives that need a password. */
export const rule = defineRule({
  id: 'archive/encrypted-content',
  title: 'carries encrypted members',
  version: 1,
  state: 'enforced',
  attack: ['T1027.013'],
  messages: { encrypted: 'The content cannot be read without a password: {detail}' },
  detect(facts, report) {
    for (const { anomaly, detail, at, phase } of facts.of('archive')) {
      if (anomaly !== 'zip-encrypted' && anomaly !== 'nested-archive-encrypted') continue;
      report({ message: 'encrypted', at, phase, data: { detail } });
    }
  },
});
