import type { CommandFeature } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { decodersOf } from '../../support/decoder.ts';
import { list } from '../../support/near.ts';

/** What nobody has a reason to hide from readers unless it is meant to be done behind their backs. */
const TELLING: readonly CommandFeature[] = [
  'download',
  'download-execute',
  'pipe-to-shell',
  'reverse-shell',
  'persistence',
  'defender-tamper',
  'firewall-tamper',
  'credential-access',
  'send-data',
  'miner',
  'account-change',
];

/** A command that fetches, sends, stays or disarms, and that only a decoder shows; whatever then happens to it. */
export const rule = defineRule({
  id: 'obfuscation/decoded-command',
  title: 'hides a command from readers that downloads, sends, stays or disarms',
  version: 1,
  state: 'enforced',
  attack: ['T1027.010', 'T1140', 'T1105'],
  messages: { hidden: '{chain} yields a command for {what}: {text}' },
  detect(facts, report) {
    const chains = new Map<string, string[]>();
    for (const { layer } of facts.of('layer')) {
      const decoders = decodersOf(layer);
      if (decoders.length > 0) chains.set(layer.id, decoders).set(startOf(layer.text), decoders);
    }
    for (const { origin, text, features, at, phase } of facts.of('command')) {
      const telling = TELLING.filter((feature) => features.includes(feature));
      if (origin === 'member' || telling.length === 0) continue;
      const chain = chains.get(at.layer ?? '') ?? chains.get(startOf(text));
      if (chain === undefined) continue;
      report({ message: 'hidden', at, phase, data: { chain: list(chain), what: list(telling), text } });
    }
  },
});

/** Commands and layers are cut at different lengths. */
const startOf = (text: string): string => text.trim().slice(0, 100);
