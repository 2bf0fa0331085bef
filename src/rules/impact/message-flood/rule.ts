import { defineRule } from '../../define-rule.ts';
import { isLocal } from '../../support/flow.ts';
import { byMember } from '../../support/near.ts';

/** Services that one program may have reason to write to. */
const MANY = 12;

/** One member posts to many hosts of others, each written in the source. */
export const rule = defineRule({
  id: 'impact/message-flood',
  title: 'makes many services of others send messages',
  version: 1,
  state: 'enforced',
  attack: ['T1498', 'T1499.002'],
  messages: { floods: 'The member posts to {count} different hosts, such as {hosts}' },
  detect(facts, report) {
    const posts = facts
      .of('call')
      .filter(({ api }) => /^(?:requests|httpx|aiohttp)\.(?:\w+\.)?post$/.test(api));
    for (const [, calls] of byMember(posts)) {
      const hosts = new Set(
        calls.map(({ args, keywords }) => hostOf(args[0]?.text ?? keywords.url?.text ?? '')),
      );
      hosts.delete('');
      if (hosts.size < MANY) continue;
      const { at, phase } = calls[0]!;
      report({
        message: 'floods',
        at,
        phase,
        data: { count: hosts.size, hosts: [...hosts].slice(0, 3).join(', ') },
      });
    }
  },
});

/** A host that is written whole, and is of the public network. */
function hostOf(text: string): string {
  return isLocal(text) ? '' : (/^["']?https?:\/\/([\w.-]+\.\w+)/.exec(text)?.[1] ?? '');
}
