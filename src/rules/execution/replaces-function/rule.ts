import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';

/** A function of another library, which handles secrets or requests, is replaced by one that contacts the network. */
export const rule = defineRule({
  id: 'execution/replaces-function',
  title: 'replaces a function of another library by one that reports what passes through',
  version: 1,
  state: 'enforced',
  attack: ['T1056', 'T1557', 'T1574'],
  messages: { replaces: '{target} is replaced by {own}, which calls {api}' },
  detect(facts, report) {
    const contacts = facts.of('call').filter(({ api }) => contactsNetwork(api));
    if (contacts.length === 0) return;
    for (const { behaviour, detail, at, phase } of facts.of('behaviour')) {
      const [target = '', own = ''] = behaviour === 'function-replaced' ? detail.split(' by ') : [];
      if (own === '' || /^socket\.socketpair$/.test(target)) continue;
      const contact = contacts.find(
        (call) =>
          call.api !== target &&
          call.at.path === at.path &&
          (call.scope === own || call.scope.startsWith(`${own}.`)),
      );
      if (contact !== undefined)
        report({ message: 'replaces', at, phase, data: { target, own, api: contact.api } });
    }
  },
});
