import { defineRule } from '../../define-rule.ts';

/** A socket becomes the terminal of a shell. */
export const rule = defineRule({
  id: 'command/reverse-shell',
  title: 'gives a remote machine a shell',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1071', 'T1095'],
  messages: {
    socket: 'A socket is joined to a shell ({detail})',
    command: 'The command connects a shell to a remote machine: {text}',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'socket-to-shell') report({ message: 'socket', at, phase, data: { detail } });
    }
    for (const { features, at, phase, text } of facts.of('command')) {
      if (features.includes('reverse-shell')) report({ message: 'command', at, phase, data: { text } });
    }
  },
});
