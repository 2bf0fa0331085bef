import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';
import { isPublicAddress } from '../../support/place.ts';

/** A public address without a name, in a URL or a connection, in code that runs unasked. */
export const rule = defineRule({
  id: 'network/bare-address',
  title: 'names a machine of the public network by its bare address',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1095'],
  messages: { address: 'The source names {value}' },
  detect(facts, report) {
    const urls = facts.of('indicator').filter((fact) => fact.type === 'url');
    const contacts = facts.of('call').filter((call) => contactsNetwork(call.api));
    for (const fact of facts.of('indicator')) {
      if (!isUnasked(fact.phase) || !isPublicAddress(fact)) continue;
      const { at, phase, value } = fact;
      // Dotted numbers are versions and object identifiers, too.
      const inUrl = urls.some((url) => url.at.path === at.path && url.value.includes(`//${value}`));
      const inCall = contacts.some(
        (call) => call.at.path === at.path && call.args.some((arg) => arg.text.includes(value)),
      );
      if (inUrl || inCall) report({ message: 'address', at, phase, data: { value } });
    }
  },
});
