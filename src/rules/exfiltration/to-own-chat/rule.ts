import type { FactOf } from '../../../contracts/fact.ts';
import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isChatAddress } from '../../support/place.ts';

/** A request whose address is a complete webhook or bot that stands in the distribution. */
export const rule = defineRule({
  id: 'exfiltration/to-own-chat',
  title: 'posts to a chat that its author has fixed',
  version: 1,
  state: 'enforced',
  attack: ['T1567.004', 'T1102'],
  messages: { posts: '{api} posts to {type} {value}' },
  detect(facts, report) {
    const chats = facts.of('indicator').filter(isChatAddress);
    if (chats.length === 0) return;
    for (const call of facts.of('call')) {
      if (!contactsNetwork(call.api)) continue;
      const chat = chats.find((one) => names(call, one.value));
      if (chat === undefined) continue;
      const { api, at, phase } = call;
      report({
        message: 'posts',
        at,
        phase,
        data: { api, type: chat.type.replaceAll('-', ' '), value: chat.value },
      });
    }
  },
});

function names({ args, keywords }: FactOf<'call'>, address: string): boolean {
  const key = /(?:bot)?(\d{6,21}[:/][\w-]{30,})/.exec(address)?.[1] ?? address;
  return [...args, ...Object.values(keywords)].some(({ text }) => text.includes(key));
}
