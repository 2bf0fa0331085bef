import { defineRule } from '../../define-rule.ts';
import { decodedPrograms } from '../../support/decoder.ts';

/** Program text that only a decoder shows, written out as code when somebody asks for it. */
export const rule = defineRule({
  id: 'obfuscation/decoded-file',
  title: 'writes out code that only a decoder shows',
  version: 1,
  state: 'enforced',
  attack: ['T1027.013', 'T1140'],
  messages: { stored: 'A {language} program of {bytes} bytes comes out of {chain} and is written to a file' },
  detect(facts, report) {
    for (const { fact, decoders, isStored } of decodedPrograms(facts)) {
      if (!isStored) continue;
      const { language, bytes } = fact.layer;
      const data = { language, bytes, chain: decoders.join(', ') };
      report({ message: 'stored', at: fact.at, phase: fact.phase, data });
    }
  },
});
