import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Keys that are used to sign or decrypt, and that no protocol sends. */
const KEY =
  /priv(?:ate)?_?key|mnemonic|seed(?:_?phrase)?$|secret_?(?:access_?)?key$|access_?key_?secret|^_*sk$|keypair|\bwif\b|wallet_?key/i;
/** A whole address: nothing in its host is for the caller to choose. */
const FIXED = /^(?:https?|wss?):\/\/[\w.-]+\.\w+(?:[:/][^«…%{?#]*)?(?:[?#]|[^«…%{?#]=|$)/;

/** A key that a caller passes in → a fixed host. */
export const rule = defineRule({
  id: 'exfiltration/entrusted-key',
  title: 'sends keys of its caller to a host that its author has fixed',
  version: 1,
  state: 'enforced',
  attack: ['T1041', 'T1552.004', 'T1195.002'],
  messages: { sent: '{sink} sends the key {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['parameter', 'crypto-key'],
      sinks: ['network-send', 'network-address'],
      where: ({ source, sink }) =>
        FIXED.test(sink.detail) && (source.kind === 'crypto-key' || KEY.test(source.name)),
    });
  },
});
