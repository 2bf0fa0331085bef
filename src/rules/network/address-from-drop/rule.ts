import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { isDeadDrop } from '../../support/hosts.ts';

/** Text left in a public place → the address that is contacted next. */
export const rule = defineRule({
  id: 'network/address-from-drop',
  title: 'learns from a public post or transaction which host to contact',
  version: 1,
  state: 'enforced',
  attack: ['T1102.001', 'T1568'],
  messages: { resolved: '{sink} is contacted because {source} says so' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'resolved',
      sources: ['network-response'],
      sinks: ['network-address'],
      where: ({ source }) => isDeadDrop(source.detail),
    });
  },
});
