import type { CallFact } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { isLocal } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** A request with a body leaves although nobody called anything. */
export const rule = defineRule({
  id: 'network/sends-unasked',
  title: 'posts data while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1041', 'T1071.001'],
  messages: { posts: '{api} posts to {where}' },
  detect(facts, report) {
    for (const call of facts.of('call')) {
      const where = call.args[0]?.text ?? call.keywords.url?.text ?? '';
      if (!isUnasked(call.phase) || !hasBody(call) || isLocal(where)) continue;
      report({
        message: 'posts',
        at: call.at,
        phase: call.phase,
        data: { api: call.api, where: where || 'a host' },
      });
    }
  },
});

const POSTS = /^(?:requests|httpx|aiohttp|grequests|requests_futures)\.(?:[\w.]+\.)?(?:post|put|patch)$/;
const REQUESTS = /^(?:requests|httpx|aiohttp|urllib3)\.(?:[\w.]+\.)?(?:request|urlopen)$/;

function hasBody({ api, args, keywords }: CallFact): boolean {
  if (POSTS.test(api)) return true;
  if (REQUESTS.test(api)) return /^(?:POST|PUT|PATCH)$/i.test(String(args[0]?.constant ?? ''));
  return api === 'urllib.request.urlopen' && (args[1] !== undefined || keywords.data !== undefined);
}
