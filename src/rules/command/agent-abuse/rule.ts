import { defineRule } from '../../define-rule.ts';

/** An assistant for programming is started with a task and without its safeguards. */
export const rule = defineRule({
  id: 'command/agent-abuse',
  title: 'gives orders to a coding assistant of the user, without its safeguards',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1218', 'T1083'],
  messages: { orders: 'The assistant is started without asking its user: {text}' },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin !== 'member' && UNGUARDED.test(text))
        report({ message: 'orders', at, phase, data: { text } });
    }
  },
});

const UNGUARDED =
  /\bclaude\b.*--dangerously-skip-permissions|\bgemini\b.*(?:--yolo|\s-y\b)|\bq\s+chat\b.*--trust-all-tools|\bcodex\b.*--(?:dangerously-bypass-approvals-and-sandbox|full-auto|yolo)|\bcursor-agent\b.*--force/;
