/** Packers and obfuscators of Python code that sign their work: in file names, or in the text they write. */
import type { Artifacts } from '../../contracts/artifact.ts';
import type { PackerFact } from '../../contracts/fact.ts';
import type { Location } from '../../contracts/location.ts';
import { LineTable } from '../../python/line-table.ts';
import { wholeMember } from './place.ts';

const BY_PATH: readonly [RegExp, string][] = [
  [/(?:^|\/)pyarmor_runtime(?:_\d+)?(?:\/|\.)/, 'pyarmor'],
  [/(?:^|\/)_?pytransform(?:\.(?:so|dll|dylib|py|key)|\/)/, 'pyarmor'],
  [/\.pye$/, 'sourcedefender'],
  [/(?:^|\/)_?pyconcrete(?:\/|\.)/, 'pyconcrete'],
];

/** Literal marks: what the tools themselves write into their output. */
const BY_TEXT: readonly [string, string][] = [
  ['__pyarmor__(', 'pyarmor'],
  ['from pyarmor_runtime', 'pyarmor'],
  ['from pytransform import pyarmor_runtime', 'pyarmor'],
  ['---BEGIN PYE FILE---', 'sourcedefender'],
  ['import sourcedefender', 'sourcedefender'],
  ['pyobfuscate.com', 'pyobfuscate'],
  ['pyobfuscate=', 'pyobfuscate'],
  ['Blank-c/BlankOBF', 'blankobf'],
  ['Kramer()', 'kramer'],
  ['__obfuscator__', 'hyperion'],
  ['Created by pyminifier', 'pyminifier'],
  ['Obfuscated by Opy', 'opy'],
  ['freecodingtools.org', 'freecodingtools'],
  ['development-tools.net/python-obfuscator', 'development-tools'],
  ['pyprotector', 'pyprotector'],
  ['Encoded By', 'signed-encoder'],
  ['Encrypted By', 'signed-encoder'],
];

/** One fact per packer and member. */
export function packerMarks({ types, sources }: Artifacts): PackerFact[] {
  const facts = new Map<string, PackerFact>();
  const add = (name: string, at: Location, detail: string): void => {
    const key = `${name}\0${at.path}`;
    if (!facts.has(key)) facts.set(key, { kind: 'packer', at, phase: 'none', name, detail });
  };
  for (const { member } of types) {
    const known = BY_PATH.find(([pattern]) => pattern.test(member.path));
    if (known) add(known[1], wholeMember(member.path), 'its file name');
  }
  for (const { path, text } of sources) {
    for (const [mark, name] of BY_TEXT) {
      const at = text.indexOf(mark);
      if (at < 0) continue;
      add(
        name,
        { path, ...new LineTable(text).position(at), layer: null },
        `the text ${JSON.stringify(mark)}`,
      );
    }
  }
  return [...facts.values()];
}
