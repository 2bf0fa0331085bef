import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** An address found in the clipboard is replaced. */
export const rule = defineRule({
  id: 'impact/clipboard-hijack',
  title: 'replaces addresses in the clipboard',
  version: 1,
  state: 'enforced',
  attack: ['T1115', 'T1565.002', 'T1657'],
  messages: {
    replaced: 'Addresses in the clipboard are replaced ({detail})',
    flow: '{sink} writes back what was made of {source}',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'address-replaced') report({ message: 'replaced', at, phase, data: { detail } });
    }
    const wallets = facts.of('indicator').filter((fact) => fact.type === 'wallet');
    reportFlows(facts, report, {
      message: 'flow',
      sources: ['clipboard'],
      sinks: ['clipboard-write'],
      where: (flow) => wallets.some((wallet) => wallet.at.path === flow.at.path),
    });
  },
});
