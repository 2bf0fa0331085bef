import { defineRule } from '../../define-rule.ts';
import { startsOfForeignScripts } from '../../support/foreign-script.ts';

/** An interpreter is started unasked on a script that the distribution does not contain. */
export const rule = defineRule({
  id: 'execution/starts-foreign-script',
  title: 'starts a script that it does not contain while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1059.006', 'T1106'],
  messages: { started: 'An interpreter is started on a script from elsewhere: {text}' },
  detect(facts, report) {
    for (const { at, phase, text } of startsOfForeignScripts(facts))
      report({ message: 'started', at, phase, data: { text } });
  },
});
