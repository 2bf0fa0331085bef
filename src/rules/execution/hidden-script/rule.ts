import { defineRule } from '../../define-rule.ts';
import { startsOfForeignScripts } from '../../support/foreign-script.ts';

/** An interpreter is started unasked and out of sight, on a script that the distribution does not contain. */
export const rule = defineRule({
  id: 'execution/hidden-script',
  title: 'starts a script that it does not contain out of sight while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1564.003', 'T1059.006'],
  messages: { started: 'An interpreter is started out of sight on a script from elsewhere: {text}' },
  detect(facts, report) {
    const hidden = new Set<string>();
    for (const { behaviour, at } of facts.of('behaviour'))
      if (behaviour === 'output-suppressed') hidden.add(`${at.path}\0${at.layer}\0${at.line}`);
    for (const { at, phase, text, features } of startsOfForeignScripts(facts)) {
      if (features.includes('hidden-window') || hidden.has(`${at.path}\0${at.layer}\0${at.line}`))
        report({ message: 'started', at, phase, data: { text } });
    }
  },
});
