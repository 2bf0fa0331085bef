import type { FactOf, FlowFact } from '../../../contracts/fact.ts';
import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { groupByPath } from '../../support/near.ts';

/** Lines between `try:` and the request it guards. */
const NEAR = 12;

/** A secret that a caller passes in → network, with every error swallowed. */
export const rule = defineRule({
  id: 'exfiltration/entrusted-secret',
  title: 'sends secrets of its caller and hides when that fails',
  version: 1,
  state: 'enforced',
  attack: ['T1041', 'T1056', 'T1195.002'],
  messages: { sent: '{sink} sends the parameter {source}, and errors are swallowed' },
  detect(facts, report) {
    const silent = groupByPath(facts.of('behaviour').filter((fact) => fact.behaviour === 'silent-failure'));
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['parameter', 'crypto-key'],
      sinks: LEAVES,
      where: (flow) => (silent.get(flow.sink.at.path) ?? []).some((fact) => guards(fact, flow)),
    });
  },
});

/** The request stands just inside the block whose errors are swallowed. */
function guards({ at }: FactOf<'behaviour'>, flow: FlowFact): boolean {
  const lines = flow.sink.at.line - at.line;
  return at.layer === flow.sink.at.layer && lines >= 0 && lines <= NEAR;
}
