import { defineRule } from '../../define-rule.ts';

/** Commands that make a machine or its data unusable, in any phase. */
const WIPES =
  /\brm\s+(?:-[a-z]+\s+)*(?:--no-preserve-root\s+)?["']?(?:~|\/|\$HOME|\/home|[/~]\/?\*)["']?(?:\s|$|;)|\bformat\s+[a-z]:|\bdel\s+(?:\/[sfq]\s+){1,3}["']?(?:[a-z]:\\|%userprofile%)|\bvssadmin\b.{0,40}\bdelete\b|\bmkfs\.|\bdd\s+if=\/dev\/(?:zero|u?random)\s+of=\/dev\//i;

/** The machine is shut down, or its disks are wiped, by a command. */
export const rule = defineRule({
  id: 'impact/disrupts',
  title: 'shuts the machine down or wipes its data',
  version: 1,
  state: 'enforced',
  attack: ['T1529', 'T1485', 'T1490', 'T1561'],
  messages: { shuts: 'The command shuts the machine down: {text}', wipes: 'The command wipes data: {text}' },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member') continue;
      if (features.includes('shutdown')) report({ message: 'shuts', at, phase, data: { text } });
      else if (WIPES.test(text)) report({ message: 'wipes', at, phase, data: { text } });
    }
  },
});
