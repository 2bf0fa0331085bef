import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';
import { addAddresses, isPublicAddress } from '../../support/place.ts';

/** A public address without a name, in a URL or a connection, in code that runs unasked. */
export const rule = defineRule({
  id: 'network/bare-address',
  title: 'names a machine of the public network by its bare address',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1095'],
  messages: { address: 'The source names {value}' },
  detect(facts, report) {
    // Dotted numbers are versions and object identifiers, too: only those in URLs and connections count.
    const contacted = new Set<string>();
    for (const { type, value } of facts.of('indicator')) if (type === 'url') addAddresses(contacted, value);
    for (const { api, args } of facts.of('call')) {
      if (contactsNetwork(api)) for (const { text } of args) addAddresses(contacted, text);
    }
    for (const fact of facts.of('indicator')) {
      if (!isUnasked(fact.phase) || !isPublicAddress(fact) || !contacted.has(fact.value)) continue;
      report({ message: 'address', at: fact.at, phase: fact.phase, data: { value: fact.value } });
    }
  },
});
