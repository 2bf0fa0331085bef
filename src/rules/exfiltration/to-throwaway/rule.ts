import type { FlowFact, SourceKind } from '../../../contracts/fact.ts';
import { CAPTURED, IDENTITY, LEAVES, SECRETS } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { flowReport, staysHere } from '../../support/flow.ts';
import { identifies } from '../../support/identity.ts';
import { placeOf, throwawayPlaces } from '../../support/place.ts';

const TAKEN: readonly SourceKind[] = [
  ...IDENTITY,
  ...SECRETS,
  ...CAPTURED,
  'secret-variable',
  'file-content',
  'directory-listing',
  'process-output',
  'parameter',
];

/** Parameters that a caller entrusts to a library. */
const ENTRUSTED = /priv(?:ate)?_?key|mnemonic|seed_?phrase|passphrase|passw(?:or)?d|secret|wallet/i;

/** Data of the machine or secrets of the caller → network, in a member that names a throw-away or hidden address. */
export const rule = defineRule({
  id: 'exfiltration/to-throwaway',
  title: 'sends data of the machine or of its caller to a throw-away or hidden address',
  version: 1,
  state: 'enforced',
  attack: ['T1567', 'T1041'],
  messages: { sent: '{sink} sends {source}; the member names {place}' },
  detect(facts, report) {
    const places = throwawayPlaces(facts);
    if (places.size === 0) return;
    for (const flow of facts.flows(TAKEN, LEAVES)) {
      if (!isTaken(flow) || staysHere(flow)) continue;
      const place = placeOf(flow, 'sink', places);
      if (place === undefined) continue;
      const base = flowReport('sent', flow);
      report({ ...base, data: { ...base.data, place: `${place.type.replaceAll('-', ' ')} ${place.value}` } });
    }
  },
});

/** Of parameters only secrets: a notifier posts what its caller wants posted. */
function isTaken(flow: FlowFact): boolean {
  const { source } = flow;
  if (IDENTITY.includes(source.kind)) return identifies(flow);
  return source.kind !== 'parameter' || ENTRUSTED.test(`${source.name} ${source.detail}`);
}
