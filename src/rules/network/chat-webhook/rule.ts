import { defineRule } from '../../define-rule.ts';

/** An address with its key: a placeholder or a prefix is none. */
const COMPLETE: Readonly<Partial<Record<string, RegExp>>> = {
  'discord-webhook': /\/webhooks\/\d{15,21}\/[\w-]{30,}/,
  'telegram-bot': /\d{6,12}:[\w-]{30,}/,
  'slack-webhook': /\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/,
};

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
      if (!COMPLETE[type]?.test(value)) continue;
      report({ message: 'webhook', at, phase, data: { type: type.replace('-', ' '), value } });
    }
  },
});
