import type { CommandFeature } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Signed system programs are made to do a dropper's work. */
export const rule = defineRule({
  id: 'command/living-off-the-land',
  title: 'misuses system programs to run or fetch code',
  version: 2,
  state: 'enforced',
  attack: ['T1218', 'T1059'],
  messages: { misuses: '{programs} is misused: {text}' },
  detect(facts, report) {
    for (const { origin, features, programs, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || startsOwnScript(features, text)) continue;
      const misuse = features.includes('living-off-the-land') || features.includes('policy-bypass');
      if (misuse)
        report({ message: 'misuses', at, phase, data: { programs: list(programs) || 'A program', text } });
    }
  },
});

/** A script of the distribution that lies open beside it is judged by what it says. */
function startsOwnScript(features: readonly CommandFeature[], text: string): boolean {
  return (
    !features.includes('living-off-the-land') && /\s-f(?:ile)?\s+["']?member:[^\s"']+\.ps1\b/i.test(text)
  );
}
