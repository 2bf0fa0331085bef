import { defineRule } from '../../define-rule.ts';
import { flowReport } from '../../support/flow.ts';
import { placeOf, throwawayPlaces } from '../../support/place.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Answer of a throw-away or hidden address → code, program or library. */
export const rule = defineRule({
  id: 'execution/runs-from-throwaway',
  title: 'runs what it downloads from a throw-away or hidden address',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1102', 'T1059'],
  messages: { run: '{sink} runs what {source} answers; the member names {place}' },
  detect(facts, report) {
    const places = throwawayPlaces(facts);
    if (places.size === 0) return;
    const carries = carriesProgram(facts);
    for (const flow of facts.flows(
      ['network-response'],
      ['code-execution', 'process', 'native-load', 'memory', 'deserialise'],
    )) {
      const place = placeOf(flow, 'source', places);
      if (place === undefined || !carries(flow)) continue;
      const base = flowReport('run', flow);
      report({ ...base, data: { ...base.data, place: `${place.type.replaceAll('-', ' ')} ${place.value}` } });
    }
  },
});
