import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { pathsOf } from '../../support/near.ts';
import { isUnasked } from '../../support/phase.ts';

/** Seconds from which a sandbox may have stopped looking. */
const LONG = 20;

/** A long sleep, unasked, in a member that also contacts, fetches or starts something. */
export const rule = defineRule({
  id: 'evasion/waits',
  title: 'sleeps before or after it acts, while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1497.003', 'T1029'],
  messages: { waits: 'The program sleeps for {seconds} seconds' },
  detect(facts, report) {
    const acts = pathsOf([
      ...facts.of('call').filter(({ api }) => contactsNetwork(api)),
      ...facts.flows(null, ['process', 'code-execution', 'executable-write']),
    ]);
    for (const { args, at, phase } of facts.calls('time.sleep', 'asyncio.sleep')) {
      const seconds = args[0]?.constant;
      if (typeof seconds !== 'number' || seconds < LONG || !isUnasked(phase) || !acts.has(at.path)) continue;
      report({ message: 'waits', at, phase, data: { seconds } });
    }
  },
});
