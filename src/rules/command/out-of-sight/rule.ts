import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A command is put into the background, its output thrown away, although nobody started anything. */
export const rule = defineRule({
  id: 'command/out-of-sight',
  title: 'runs a command out of sight while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1564.003', 'T1059'],
  messages: { hides: 'The command hides what it does: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !isUnasked(phase)) continue;
      if (HIDES.test(text) || features.includes('hidden-window'))
        report({ message: 'hides', at, phase, data: { text } });
    }
  },
});

const HIDES =
  />\s*(?:\/dev\/null|nul)\s+2>\s*&1|&>\s*\/dev\/null|\bnohup\b|\bsetsid\b|\bstart\s+\/b\b|[^&]&\s*$|-w(?:indowstyle)?\s+hidden/i;
