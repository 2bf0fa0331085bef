import { defineRule } from '../../define-rule.ts';
import { pathsOf } from '../../support/near.ts';

/** Releases are published from the victim's machine, beside code that looks for credentials. */
export const rule = defineRule({
  id: 'persistence/republishes',
  title: 'publishes releases with credentials that it looks for',
  version: 1,
  state: 'enforced',
  attack: ['T1195.001', 'T1552.001', 'T1072'],
  messages: { publishes: 'A release is published: {text}' },
  detect(facts, report) {
    const credentials = pathsOf([
      ...facts.of('sensitive-name').filter(({ category }) => category === 'package-credential'),
      ...facts.flows(['credential-file'], ['process', 'network-send', 'file-write']),
    ]);
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !PUBLISHES.test(text) || !credentials.has(at.path)) continue;
      report({ message: 'publishes', at, phase, data: { text } });
    }
  },
});

const PUBLISHES = /\btwine\s+upload\b|\b(?:npm|pnpm|yarn|cargo|uv|poetry|flit)\s+publish\b|\bgem\s+push\b/;
