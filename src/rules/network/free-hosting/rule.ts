import type { FlowFact, SourceKind } from '../../../contracts/fact.ts';
import { IDENTITY, SECRETS } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { isFreeHosting } from '../../support/hosts.ts';
import { identifies } from '../../support/identity.ts';
import { isUnasked } from '../../support/phase.ts';

/** Hosting that asks nobody's name: contacted unasked, or the origin of a program, in any phase. */
export const rule = defineRule({
  id: 'network/free-hosting',
  title: 'contacts hosting that anybody gets without a name, unasked or for a program',
  version: 1,
  state: 'enforced',
  attack: ['T1102', 'T1583.006'],
  messages: {
    program: '{sink} takes a program from {source}',
    contacts: '{api} contacts {where}',
    sent: '{sink} sends {source} there',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'program',
      sources: ['network-response'],
      sinks: ['code-execution', 'process', 'native-load', 'executable-write', 'deserialise'],
      where: ({ source }: FlowFact) => isFreeHosting(source.detail),
    });
    reportFlows(facts, report, {
      message: 'sent',
      sources: TAKEN,
      sinks: ['network-send'],
      where: (flow: FlowFact) => isFreeHosting(flow.sink.detail) && tells(flow),
    });
    for (const { api, args, keywords, phase, at } of facts.of('call')) {
      const where = args.find(({ text }) => isFreeHosting(text))?.text ?? keywords.url?.text ?? '';
      // Settings and defaults are read without contacting anybody.
      if (!isUnasked(phase) || /^(?:os|builtins|sys|re|logging)\./.test(api) || !isFreeHosting(where))
        continue;
      report({ message: 'contacts', at, phase, data: { api, where } });
    }
  },
});

const TAKEN: readonly SourceKind[] = [...IDENTITY, ...SECRETS, 'secret-variable', 'parameter'];

/** Kinds of platform tell nobody who sent them. */
const tells = (flow: FlowFact): boolean => !IDENTITY.includes(flow.source.kind) || identifies(flow);
