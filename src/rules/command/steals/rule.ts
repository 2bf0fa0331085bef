import type { CommandFeature } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

const COLLECTS: readonly CommandFeature[] = ['environment-dump', 'credential-access', 'host-identity'];

/** A command both collects something of the victim and sends it away. */
export const rule = defineRule({
  id: 'command/steals',
  title: 'runs a command that collects data of the machine and sends it away',
  version: 1,
  state: 'enforced',
  attack: ['T1041', 'T1082', 'T1552'],
  messages: { sends: 'The command collects ({what}) and sends: {text}' },
  detect(facts, report) {
    for (const { features, at, phase, text } of facts.of('command')) {
      const what = COLLECTS.filter((feature) => features.includes(feature));
      if (what.length === 0 || !features.includes('send-data')) continue;
      report({ message: 'sends', at, phase, data: { what: list(what), text } });
    }
  },
});
