import type { FlowFact } from '../../contracts/fact.ts';
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
  'cat',
  'cp',
  'mv',
  'rm',
  'diff',
]);

/**
 * Tells whether a flow into a process ends in the arguments of a program that only reads them, such as an
 * unpacker. A download that bears the name of such a program is no argument.
 */
export function endsInReader(facts: FactIndex): (flow: FlowFact) => boolean {
  const readers = new Map<string, string[]>();
  const others = new Set<string>();
  for (const { origin, programs, text, at } of facts.of('command')) {
    if (origin !== 'spawn') continue;
    const harmless = programs.length > 0 && programs.every((program) => READERS.has(program));
    if (harmless && READERS.has(text.split(/\s/, 1)[0] ?? '')) readers.set(keyOf(at), programs);
    else others.add(keyOf(at));
  }
  return (flow) => {
    const programs = readers.get(keyOf(flow.at));
    if (programs === undefined || others.has(keyOf(flow.at))) return false;
    const written = flow.steps.map(
      (step) => /^written to .*?([^/\\]+?)(?:\.\w{1,4})?$/.exec(step.text)?.[1] ?? '',
    );
    return written.every((name) => !programs.includes(name.toLowerCase()));
  };
}

function keyOf(at: Location): string {
  return `${at.path}\0${at.layer}\0${at.line}\0${at.column}`;
}
