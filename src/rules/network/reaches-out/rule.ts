import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isLocal } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** The network is contacted although nobody called anything. */
export const rule = defineRule({
  id: 'network/reaches-out',
  title: 'contacts the network while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001'],
  messages: { contacts: '{api} contacts {where}' },
  detect(facts, report) {
    for (const { api, args, at, phase } of facts.of('call')) {
      if (!isUnasked(phase) || !contactsNetwork(api) || isLocal(args[0]?.text ?? '')) continue;
      report({ message: 'contacts', at, phase, data: { api, where: args[0]?.text || 'a host' } });
    }
  },
});
