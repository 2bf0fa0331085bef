import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { addAddresses, isPublicAddress } from '../../support/place.ts';

/** A connection to a public address without a name, known whole. */
export const rule = defineRule({
  id: 'network/contacts-bare-address',
  title: 'contacts a machine of the public network by its bare address',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1095'],
  messages: { contacts: '{api} contacts {value}' },
  detect(facts, report) {
    const known = new Set(
      facts
        .of('indicator')
        .filter(isPublicAddress)
        .map((fact) => fact.value),
    );
    if (known.size === 0) return;
    for (const { api, args, at, phase } of facts.of('call')) {
      if (!contactsNetwork(api)) continue;
      const named = new Set<string>();
      for (const { text } of args) addAddresses(named, text);
      const value = [...named].find((address) => known.has(address));
      if (value !== undefined) report({ message: 'contacts', at, phase, data: { api, value } });
    }
  },
});
