import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** Pastes and anonymous file hosts, as a place to fetch from or deliver to. */
export const rule = defineRule({
  id: 'network/dead-drop',
  title: 'names a paste or an anonymous file host',
  version: 1,
  state: 'enforced',
  attack: ['T1102.001', 'T1567.003'],
  messages: { drop: 'The source names {value}' },
  detect(facts, report) {
    for (const { type, value, at, phase } of facts.of('indicator')) {
      if ((type === 'paste' || type === 'file-host') && isUnasked(phase))
        report({ message: 'drop', at, phase, data: { value } });
    }
  },
});
