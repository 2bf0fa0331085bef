import type { FactOf, FlowFact, SourceKind } from '../../../contracts/fact.ts';
import type { IndicatorType } from '../../../contracts/result.ts';
import { CAPTURED, IDENTITY, LEAVES, SECRETS } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { flowReport } from '../../support/flow.ts';

const PLACES: readonly IndicatorType[] = [
  'discord-webhook',
  'telegram-bot',
  'slack-webhook',
  'onion',
  'paste',
  'file-host',
  'tunnel',
  'callback-host',
];

const TAKEN: readonly SourceKind[] = [
  ...IDENTITY,
  ...SECRETS,
  ...CAPTURED,
  'secret-variable',
  'file-content',
  'directory-listing',
  'process-output',
];

/** Data of the machine → network, in a member that names a throw-away or hidden address. */
export const rule = defineRule({
  id: 'exfiltration/to-throwaway',
  title: 'sends data of the machine to a throw-away or hidden address',
  version: 1,
  state: 'enforced',
  attack: ['T1567', 'T1041'],
  messages: { sent: '{sink} sends {source}; the member names {place}' },
  detect(facts, report) {
    const places = facts.of('indicator').filter(isPlace);
    for (const flow of facts.flows(TAKEN, LEAVES)) {
      const place = places.find((indicator) => leadsTo(flow, indicator));
      if (place === undefined) continue;
      const base = flowReport('sent', flow);
      report({ ...base, data: { ...base.data, place: `${place.type.replaceAll('-', ' ')} ${place.value}` } });
    }
  },
});

function isPlace(fact: FactOf<'indicator'>): boolean {
  if (PLACES.includes(fact.type)) return true;
  return fact.hidden && (fact.type === 'url' || fact.type === 'domain' || fact.type === 'ip');
}

/** The address itself when it is known, else any such address of the same member. */
function leadsTo(flow: FlowFact, place: FactOf<'indicator'>): boolean {
  if (place.at.path !== flow.at.path) return false;
  if (!/^https?:\/\//.test(flow.sink.detail)) return true;
  return flow.sink.detail.includes(place.value) || place.value.includes(flow.sink.detail);
}
