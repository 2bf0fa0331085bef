import type { FactIndex } from '../../contracts/fact-index.ts';
import type { Location } from '../../contracts/location.ts';

/** Programs that read the files given to them and never run them. */
const READERS: ReadonlySet<string> = new Set([
  'tar',
  'xz',
  'gzip',
  'gunzip',
  'bzip2',
  'bunzip2',
  'zstd',
  'unzip',
  '7z',
  'unrar',
  'patch',
  'sha256sum',
  'sha1sum',
  'md5sum',
  'gpg',
  'file',
  'cat',
  'cp',
  'mv',
  'rm',
  'ls',
  'stat',
  'head',
  'tail',
  'wc',
  'diff',
]);

/** Tells whether all that is started at a place only reads its arguments, such as an unpacker. */
export function dataOnly(facts: FactIndex): (at: Location) => boolean {
  const key = (at: Location): string => `${at.path}\0${at.layer}\0${at.line}\0${at.column}`;
  const readers = new Set<string>();
  const others = new Set<string>();
  for (const { origin, programs, at } of facts.of('command')) {
    if (origin !== 'spawn') continue;
    const harmless = programs.length > 0 && programs.every((program) => READERS.has(program));
    (harmless ? readers : others).add(key(at));
  }
  return (at) => readers.has(key(at)) && !others.has(key(at));
}
