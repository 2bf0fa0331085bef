import { defineRule } from '../../define-rule.ts';
import { isChatAddress } from '../../support/place.ts';

/** Address and key of a chat channel in the source. */
export const rule = defineRule({
  id: 'network/chat-webhook',
  title: 'carries the address of a chat channel that anybody can post to',
  version: 1,
  state: 'enforced',
  attack: ['T1567.004', 'T1102'],
  messages: { webhook: 'The source carries a {type} address: {value}' },
  detect(facts, report) {
    for (const fact of facts.of('indicator')) {
      if (!isChatAddress(fact)) continue;
      const { type, value, at, phase } = fact;
      report({ message: 'webhook', at, phase, data: { type: type.replace('-', ' '), value } });
    }
  },
});
