import type { FlowFact } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Text of a socket or chat → process, in any phase: a machine that waits for orders. */
export const rule = defineRule({
  id: 'execution/remote-commands',
  title: 'runs commands that come over the network',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1102', 'T1219'],
  messages: { ordered: '{sink} runs what {source} orders' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'ordered',
      sources: ['network-response'],
      sinks: ['process', 'code-execution'],
      where: isOrder,
    });
  },
});

/** Text that is run as it came; files that were written first are rule execution/download-then-run. */
function isOrder({ source, steps }: FlowFact): boolean {
  if (steps.some((step) => step.text.startsWith('written to '))) return false;
  return /\b(?:recv|recvfrom|makefile|websocket|telebot|discord|getUpdates|get_updates|request\.args|request\.form|request\.json|request\.data)\b/i.test(
    source.name,
  );
}
