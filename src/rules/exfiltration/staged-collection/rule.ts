import type { SourceKind } from '../../../contracts/fact.ts';
import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { trailOf } from '../../support/flow.ts';
import { byMember, list } from '../../support/near.ts';

const LOOT: readonly SourceKind[] = [
  'credential-file',
  'system-file',
  'browser-store',
  'wallet',
  'messenger-token',
  'secret-variable',
  'environment-all',
];

/** Loot is gathered into files of the program's own, in a member that also sends. */
export const rule = defineRule({
  id: 'exfiltration/staged-collection',
  title: 'gathers credentials and histories into a file, beside code that sends',
  version: 1,
  state: 'enforced',
  attack: ['T1074.001', 'T1552', 'T1041'],
  messages: { staged: '{sink} receives {names}; the member also sends data ({how})' },
  detect(facts, report) {
    const senders = new Map<string, string>();
    for (const { api, at } of facts.of('call')) if (contactsNetwork(api)) senders.set(at.path, api);
    for (const { features, at, text } of facts.of('command'))
      if (features.includes('send-data')) senders.set(at.path, text);
    for (const [path, flows] of byMember(facts.flows(LOOT, ['file-write']))) {
      const names = flows.map((flow) => flow.source.detail || flow.source.name);
      const how = senders.get(path);
      const first = flows[0];
      if (first === undefined || how === undefined || new Set(names).size < 2) continue;
      const data = { sink: first.sink.name, names: list(names), how };
      report({ message: 'staged', at: first.sink.at, phase: first.phase, trail: trailOf(first), data });
    }
  },
});
