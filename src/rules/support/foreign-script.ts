import type { FactOf } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import { isUnasked } from './phase.ts';

const SCRIPT = /\bpython[\d.]*w?(?:\.exe)?["']?\s+(?:-\w+\s+)*["']?([^\s"']{1,200}\.pyw?)\b/i;
/** A folder of the machine: absolute, of the user, or unknown. */
const ELSEWHERE = /^(?:[~%/\\«…]|[a-z]:)/i;

/** Commands that start an interpreter unasked on a script that the distribution does not contain. */
export function startsOfForeignScripts(facts: FactIndex): FactOf<'command'>[] {
  const names = new Set(facts.of('member').map(({ at }) => at.path.slice(at.path.lastIndexOf('/') + 1)));
  return facts.of('command').filter(({ origin, phase, text, features }) => {
    if (origin !== 'spawn' || !isUnasked(phase) || !features.includes('runs-python')) return false;
    const script = SCRIPT.exec(text)?.[1];
    if (script === undefined || / -[mc] /.test(text) || text.includes('member:')) return false;
    // A member of that name is what runs only where the script is named without a folder of the machine.
    return ELSEWHERE.test(script) || !names.has(script.slice(script.lastIndexOf('/') + 1));
  });
}
