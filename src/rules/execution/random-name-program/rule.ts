import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A program whose name was made up at run time is started from a folder for temporary or user data. */
export const rule = defineRule({
  id: 'execution/random-name-program',
  title: 'starts a program under a random name from a folder for temporary data',
  version: 1,
  state: 'enforced',
  attack: ['T1036.005', 'T1204.002'],
  messages: { started: 'The program has a random name: {text}' },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin === 'spawn' && RANDOM_PROGRAM.test(text))
        report({ message: 'started', at, phase, data: { text } });
      else if (origin === 'spawn' && isUnasked(phase) && RANDOM_SCRIPT.test(text))
        report({ message: 'started', at, phase, data: { text } });
    }
  },
});

const RANDOM = '«(?:random|secrets|string|uuid)\\.[^»]{1,60}»';
/** The first word, or what a shell loop or interpreter starts: a file below a temporary folder with a random part. */
const RANDOM_PROGRAM = new RegExp(
  `(?:%TEMP%|%TMP%|/tmp|/var/tmp|/dev/shm|%APPDATA%|%LOCALAPPDATA%)[^\\s"';]{0,80}${RANDOM}`,
  'i',
);
const RANDOM_SCRIPT = new RegExp(`\\bpython[\\d.]*w?\\b[^|;&]{0,80}${RANDOM}[^\\s]{0,20}\\.pyw?\\b`, 'i');
