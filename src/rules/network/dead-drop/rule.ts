import type { IndicatorType } from '../../../contracts/result.ts';
import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

const DROPS: readonly IndicatorType[] = ['paste', 'file-host', 'onion'];

/** Pastes, anonymous file hosts and hidden services, as a place to fetch from or deliver to. */
export const rule = defineRule({
  id: 'network/dead-drop',
  title: 'names a paste, an anonymous file host or a hidden service',
  version: 1,
  state: 'enforced',
  attack: ['T1102.001', 'T1567.003', 'T1090.003'],
  messages: { drop: 'The source names {value}' },
  detect(facts, report) {
    for (const { type, value, at, phase } of facts.of('indicator')) {
      if (DROPS.includes(type) && isUnasked(phase)) report({ message: 'drop', at, phase, data: { value } });
    }
  },
});
