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
    const chats = new Map(
      facts
        .of('indicator')
        .filter(isChatAddress)
        .map((fact) => [keyIn(fact.value), fact]),
    );
    if (chats.size === 0) return;
    for (const { api, args, keywords, at, phase } of facts.of('call')) {
      if (!contactsNetwork(api)) continue;
      const keys = [...args, ...Object.values(keywords)].map(({ text }) => keyIn(text));
      const chat = keys.map((key) => chats.get(key)).find((found) => found !== undefined);
      if (chat === undefined) continue;
      report({
        message: 'posts',
        at,
        phase,
        data: { api, type: chat.type.replaceAll('-', ' '), value: chat.value },
      });
    }
  },
});

/** The part of a webhook or bot address that opens it. */
function keyIn(text: string): string {
  return /\d{6,21}[:/][\w-]{30,}|T\w{6,}\/B\w{6,}\/\w{16,}/.exec(text)?.[0] ?? '';
}
