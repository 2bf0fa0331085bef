import type { LayerLanguage } from '../../../contracts/location.ts';
import { defineRule } from '../../define-rule.ts';
import { decodersOf } from '../../support/decoder.ts';

const PROGRAMS: readonly LayerLanguage[] = [
  'python',
  'bytecode',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
];
/** Program text that only a decoder shows, whatever then happens to it. */
export const rule = defineRule({
  id: 'obfuscation/decoded-program',
  title: 'contains a program that only a decoder shows',
  version: 1,
  state: 'enforced',
  attack: ['T1027.013', 'T1140'],
  messages: { hidden: 'A {language} program of {bytes} bytes comes out of {chain}' },
  detect(facts, report) {
    for (const { layer, at, phase } of facts.of('layer')) {
      const decoders = decodersOf(layer);
      if (decoders.length === 0 || !PROGRAMS.includes(layer.language)) continue;
      report({
        message: 'hidden',
        at,
        phase,
        data: { language: layer.language, bytes: layer.bytes, chain: decoders.join(', ') },
      });
    }
  },
});
