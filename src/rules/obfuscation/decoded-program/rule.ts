import type { LayerLanguage } from '../../../contracts/location.ts';
import { defineRule } from '../../define-rule.ts';

const PROGRAMS: readonly LayerLanguage[] = [
  'python',
  'bytecode',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
];
/** Steps by which a text that a reader can see becomes another program's: nothing is hidden. */
const PLAIN =
  /^(?:literal|written file|heredoc|here-document|echo|argument|cmd \/c|(?:ba|z)?sh(?: -c)?|python -c|eval|powershell(?: -Command)?|.* -(?:c|Command|File))$/i;
const DECODERS =
  /base(?:16|32|58|64|85)|b\d\ddecode|a85|hex|zlib|gzip|bz2|lzma|decompress|decrypt|xor|rot_?13|codecs|marshal|unquote|chr|reverse|translate/i;

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
      const decoders = layer.chain.filter((step) => DECODERS.test(step) && !PLAIN.test(step));
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
