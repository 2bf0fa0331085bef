import { defineRule } from '../../define-rule.ts';

/** Address and key of a chat channel in the source. */
export const rule = defineRule({
  id: 'network/chat-webhook',
  title: 'carries the address of a chat channel that anybody can post to',
  version: 1,
  state: 'enforced',
  attack: ['T1567.004', 'T1102'],
  messages: { webhook: 'The source carries a {type} address: {value}' },
  detect(facts, report) {
    for (const { type, value, at, phase } of facts.of('indicator')) {
      if (type !== 'discord-webhook' && type !== 'telegram-bot' && type !== 'slack-webhook') continue;
      report({ message: 'webhook', at, phase, data: { type: type.replace('-', ' '), value } });
    }
  },
});
