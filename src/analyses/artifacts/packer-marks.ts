/** Packers of Python code that are known by the files they add. */
import type { Artifacts } from '../../contracts/artifact.ts';
import type { PackerFact } from '../../contracts/fact.ts';
import { wholeMember } from './place.ts';

const BY_PATH: readonly [RegExp, string][] = [
  [/(?:^|\/)pyarmor_runtime(?:_\d+)?(?:\/|\.)/, 'pyarmor'],
  [/(?:^|\/)_?pytransform(?:\.(?:so|dll|dylib|py|key)$|\/)/, 'pyarmor'],
  [/\.pye$/, 'sourcedefender'],
  [/(?:^|\/)_?pyconcrete(?:\/|\.(?:so|pyd|dylib)$)/, 'pyconcrete'],
];

/** One fact per packer, at the first of its files. */
export function packerMarks({ types }: Artifacts): PackerFact[] {
  const facts = new Map<string, PackerFact>();
  for (const { member } of types) {
    const name = BY_PATH.find(([pattern]) => pattern.test(member.path))?.[1];
    if (name === undefined || facts.has(name)) continue;
    const detail = 'a file that only this packer adds';
    facts.set(name, { kind: 'packer', at: wholeMember(member.path), phase: 'none', name, detail });
  }
  return [...facts.values()];
}
