import { LEAVES } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Wallet files, private keys and seed phrases → network. */
export const rule = defineRule({
  id: 'exfiltration/wallet',
  title: 'sends wallets or private keys to the network',
  version: 1,
  state: 'enforced',
  attack: ['T1552.004', 'T1657', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, { message: 'sent', sources: ['wallet', 'crypto-key'], sinks: LEAVES });
  },
});
