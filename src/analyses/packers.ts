import { buildFinder } from './fixed-words.ts';

/** Packers and protectors that announce themselves in the text they produce. */
export interface PackerReading {
  name: string;
  detail: string;
  /** UTF-16 offset. */
  offset: number;
}

/** Marks that only the packer's own output carries; each is searched for once, as plain text. */
const MARKS: readonly (readonly [name: string, mark: string])[] = [
  ['pyarmor', 'from pyarmor_runtime'],
  ['pyarmor', 'from pytransform import pyarmor_runtime'],
  ['pyarmor', '__pyarmor__(__name__'],
  ['pyarmor', 'PYARMOR\\x00'],
  ['sourcedefender', 'from sourcedefender'],
  ['sourcedefender', '---BEGIN PYE FILE---'],
  ['pyobfuscate', 'Obfuscated with PyObfuscate'],
  ['pyobfuscate', 'pyobfuscate='],
  ['hyperion', 'billythegoat356/Hyperion'],
  ['hyperion', '# sourcery skip: avoid-builtin-shadow'],
  ['kramer', 'billythegoat356/Kramer'],
  ['kramer', '_sparkle='],
  ['blank-obf', '____(b'],
  ['berserker', 'billythegoat356/Berserker'],
  ['specter', 'billythegoat356/Specter'],
  ['jawbreaker', 'billythegoat356/Jawbreaker'],
  ['py-fuscate', 'Py-Fuscate'],
  ['pyminifier', '# Created by pyminifier'],
  ['freecodingtools', 'freecodingtools.org'],
  ['development-tools', 'development-tools.net/python-obfuscator'],
  ['oxyry', 'Oxyry Python Obfuscator'],
  ['opy', 'Opy (Obfuscator for Python)'],
  ['intensio', 'Intensio-Obfuscator'],
  ['rerun-obf', 'wodx.xyz'],
  ['pyprotect', 'pyprotect.pyprotect('],
];

const findMarks = buildFinder(MARKS.map(([, mark]) => mark));

export function packerFacts(text: string): PackerReading[] {
  const found: PackerReading[] = [];
  findMarks(text, (word, offset) => {
    const [name, detail] = MARKS[word]!;
    if (!found.some((other) => other.name === name)) found.push({ name, detail, offset });
    return found.length >= 4;
  });
  return found;
}
