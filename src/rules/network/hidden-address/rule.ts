import { defineRule } from '../../define-rule.ts';
import { hiddenAddresses } from '../../support/place.ts';

/** An address that no literal shows. */
export const rule = defineRule({
  id: 'network/hidden-address',
  title: 'hides the address that it contacts',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1071.001'],
  messages: { hidden: 'The address {value} is visible only after decoding' },
  detect(facts, report) {
    for (const { value, at, phase } of hiddenAddresses(facts)) {
      report({ message: 'hidden', at, phase, data: { value } });
    }
  },
});
