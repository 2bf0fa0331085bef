import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** A command line or script that is run downloads something and runs it. */
export const rule = defineRule({
  id: 'command/download-execute',
  title: 'runs a command that downloads a program and executes it',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1059'],
  messages: {
    piped: 'The command downloads and executes: {text}',
    separate: 'Commands of {path} download ({urls}) and then start a program',
  },
  detect(facts, report) {
    for (const command of facts.of('command')) {
      if (command.origin === 'member') continue;
      const { features, at, phase, text } = command;
      if (features.includes('download-execute') || features.includes('pipe-to-shell')) {
        report({ message: 'piped', at, phase, data: { text } });
      } else if (
        features.includes('download') &&
        (features.includes('in-memory') || features.includes('living-off-the-land'))
      ) {
        report({ message: 'separate', at, phase, data: { path: at.path, urls: list(command.urls) || text } });
      }
    }
  },
});
