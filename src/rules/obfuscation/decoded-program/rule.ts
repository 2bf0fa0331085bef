import { defineRule } from '../../define-rule.ts';
import { decodedPrograms } from '../../support/decoder.ts';

/** Program text that only a decoder shows, whatever then happens to it, unless it is merely stored on request. */
export const rule = defineRule({
  id: 'obfuscation/decoded-program',
  title: 'contains a program that only a decoder shows',
  version: 2,
  state: 'enforced',
  attack: ['T1027.013', 'T1140'],
  messages: { hidden: 'A {language} program of {bytes} bytes comes out of {chain}' },
  detect(facts, report) {
    for (const { fact, decoders, isStored } of decodedPrograms(facts)) {
      if (isStored) continue;
      const { language, bytes } = fact.layer;
      const data = { language, bytes, chain: decoders.join(', ') };
      report({ message: 'hidden', at: fact.at, phase: fact.phase, data });
    }
  },
});
