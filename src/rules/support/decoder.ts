import type { FactOf, FlowFact } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import type { Layer, LayerLanguage } from '../../contracts/location.ts';
import { isUnasked } from './phase.ts';

/** Sources that only join, fill in or convert readable text. */
const READABLE: ReadonlySet<string> = new Set(['computed text', 'constant text', 'os.fsdecode']);

/** True when a real decoder made the value, as opposed to formatting. */
export function isDecoder({ source }: FlowFact): boolean {
  return !READABLE.has(source.name);
}

/** True when the decoder's input was a constant of the distribution. */
export function isKnown({ source }: FlowFact): boolean {
  return READABLE.has(source.name) || /^[1-9]\d* characters$/.test(source.detail);
}

/** Steps by which a text that a reader can see becomes another program's: nothing is hidden. */
const PLAIN =
  /^(?:literal|written file|heredoc|here-document|echo|argument|cmd \/c|(?:ba|z)?sh(?: -c)?|python -c|eval|powershell(?: -Command)?|.* -(?:c|Command|File))$/i;
const DECODERS =
  /base(?:16|32|58|64|85)|b\d\ddecode|a85|hex|zlib|gzip|bz2|lzma|decompress|decrypt|xor|rot_?13|codecs|marshal|unquote|chr|reverse|translate/i;

/** The steps of a layer that hide a text from readers; none when it can be read where it lies. */
export function decodersOf({ chain }: Layer): string[] {
  return chain.filter((step) => DECODERS.test(step) && !PLAIN.test(step));
}

const PROGRAMS: readonly LayerLanguage[] = [
  'python',
  'bytecode',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
];

/** A program that only decoders show. */
export interface DecodedProgram {
  fact: FactOf<'layer'>;
  decoders: string[];
  /** All that is done with it is to write it out as code, because somebody asked: generators and installers do that. */
  isStored: boolean;
}

export function decodedPrograms(facts: FactIndex): DecodedProgram[] {
  return facts.of('layer').flatMap((fact) => {
    const decoders = PROGRAMS.includes(fact.layer.language) ? decodersOf(fact.layer) : [];
    const isStored = fact.usedBy === 'code-file-write' && !isUnasked(fact.phase);
    return decoders.length === 0 ? [] : [{ fact, decoders, isStored }];
  });
}
