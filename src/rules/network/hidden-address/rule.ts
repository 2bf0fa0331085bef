import type { FactIndex } from '../../../contracts/fact-index.ts';
import { contactsNetwork, LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { hiddenAddresses } from '../../support/place.ts';

/** An address that no literal shows. */
export const rule = defineRule({
  id: 'network/hidden-address',
  title: 'hides the address that it contacts',
  version: 2,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1071.001'],
  messages: { hidden: 'The address {value} is visible only after decoding' },
  detect(facts, report) {
    const reaching = reachingLayers(facts);
    for (const { value, at, phase } of hiddenAddresses(facts)) {
      if (at.layer !== null && !reaching.has(at.layer)) continue;
      report({ message: 'hidden', at, phase, data: { value } });
    }
  },
});

/** Recovered programs that use the network: in the others an address is a mention, as of a licence or a manual. */
function reachingLayers(facts: FactIndex): ReadonlySet<string | null> {
  const flows = facts
    .of('flow')
    .filter(({ source, sink }) => source.kind === 'network-response' || LEAVES.includes(sink.kind));
  const calls = facts.of('call').filter(({ api }) => contactsNetwork(api));
  const commands = facts.of('command').filter(({ urls }) => urls.length > 0);
  return new Set([...flows, ...calls, ...commands].map(({ at }) => at.layer));
}
