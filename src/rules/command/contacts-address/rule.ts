import { defineRule } from '../../define-rule.ts';
import { isLocal } from '../../support/flow.ts';
import { addAddresses, isPublic } from '../../support/place.ts';

/** A started command contacts a bare address of the public network. */
export const rule = defineRule({
  id: 'command/contacts-address',
  title: 'runs a command that contacts a bare network address',
  version: 1,
  state: 'enforced',
  attack: ['T1071', 'T1105', 'T1059'],
  messages: { contacts: 'The command names {address}: {text}' },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin === 'member') continue;
      const found = new Set<string>();
      addAddresses(found, text);
      const address = [...found].find((one) => isPublic(one) && !isLocal(one));
      if (address !== undefined) report({ message: 'contacts', at, phase, data: { address, text } });
    }
  },
});
