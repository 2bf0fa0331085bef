import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** An interpreter is started unasked on a script that the distribution does not contain. */
export const rule = defineRule({
  id: 'execution/starts-foreign-script',
  title: 'starts a script that it does not contain while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1059.006', 'T1106'],
  messages: { started: 'An interpreter is started on a script from elsewhere: {text}' },
  detect(facts, report) {
    const names = new Set(facts.of('member').map(({ at }) => at.path.slice(at.path.lastIndexOf('/') + 1)));
    for (const { origin, phase, at, text, features } of facts.of('command')) {
      if (origin !== 'spawn' || !isUnasked(phase) || !features.includes('runs-python')) continue;
      const script = SCRIPT.exec(text)?.[1];
      if (script === undefined || / -[mc] /.test(text) || text.includes('member:')) continue;
      // A member of that name is what runs only where the script is named without a folder of the machine.
      if (ELSEWHERE.test(script) || !names.has(script.slice(script.lastIndexOf('/') + 1)))
        report({ message: 'started', at, phase, data: { text } });
    }
  },
});

const SCRIPT = /\bpython[\d.]*w?(?:\.exe)?["']?\s+(?:-\w+\s+)*["']?([^\s"']{1,200}\.pyw?)\b/i;
/** A folder of the machine: absolute, of the user, or unknown. */
const ELSEWHERE = /^(?:[~%/\\«…]|[a-z]:)/i;
