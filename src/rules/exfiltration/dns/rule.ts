import type { FlowFact, SourceKind } from '../../../contracts/fact.ts';
import { CAPTURED, IDENTITY, SECRETS } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { identifies } from '../../support/identity.ts';

const CARRIED: readonly SourceKind[] = [
  ...IDENTITY,
  ...SECRETS,
  ...CAPTURED,
  'secret-variable',
  'file-content',
  'process-output',
];

/** Data → a host name that is looked up. */
export const rule = defineRule({
  id: 'exfiltration/dns',
  title: 'smuggles data out in host names',
  version: 1,
  state: 'enforced',
  attack: ['T1048.003', 'T1071.004'],
  messages: { smuggled: '{sink} looks up a name that contains {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'smuggled',
      sources: CARRIED,
      sinks: ['dns-name'],
      where: addsToName,
    });
  },
});

/** The value is part of a name under a known domain; a machine may look up its own name to learn its address. */
function addsToName(flow: FlowFact): boolean {
  return /\.[a-z]{2,}$/i.test(flow.sink.detail) && identifies(flow);
}
