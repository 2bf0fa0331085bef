import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';
import { isPublicAddress } from '../../support/place.ts';

/** A public address without a name, in code that runs unasked. */
export const rule = defineRule({
  id: 'network/bare-address',
  title: 'names a machine of the public network by its bare address',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1095'],
  messages: { address: 'The source names {value}' },
  detect(facts, report) {
    for (const fact of facts.of('indicator')) {
      if (!isUnasked(fact.phase) || !isPublicAddress(fact)) continue;
      report({ message: 'address', at: fact.at, phase: fact.phase, data: { value: fact.value } });
    }
  },
});
