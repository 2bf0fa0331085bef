import type { Artifacts, Bytecode, CodeObject, PythonSource } from '../../contracts/artifact.ts';
import type { BytecodeFact } from '../../contracts/fact.ts';
import { allCode } from '../../formats/marshal.ts';
import { sourcePath } from '../../formats/pyc-path.ts';
import { UNEXPLAINED_NAMES } from '../../limits.ts';
import { wholeMember } from './place.ts';

/** Names that compilers add to code whose source does not mention them. */
const COMPILER_NAMES = new Set([
  'AssertionError',
  'NotImplementedError',
  'StopIteration',
  'StopAsyncIteration',
  'format',
]);

/** Compiled modules, and the names in them that the source beside them never mentions. */
export function bytecodeFacts({ bytecode, sources }: Artifacts): BytecodeFact[] {
  const byPath = new Map(
    sources.flatMap((source) => (source.recoveredFrom === undefined ? [[source.path, source]] : [])),
  );
  const wordsOf = new Map<string, ReadonlySet<string>>();
  return bytecode.map((compiled) => {
    const source = byPath.get(sourcePath(compiled.path));
    return {
      kind: 'bytecode',
      at: wholeMember(compiled.path),
      // Without source, or with one that differs, the interpreter runs what is compiled.
      phase: 'import',
      python: compiled.python,
      hasSource: source !== undefined,
      unexplainedNames: source ? unexplained(compiled, source, wordsOf) : [],
    };
  });
}

function unexplained(
  compiled: Bytecode,
  source: PythonSource,
  wordsOf: Map<string, ReadonlySet<string>>,
): string[] {
  const words = wordsOf.get(source.path) ?? new Set(source.text.match(/[\p{L}\p{N}\p{M}_]+/gu));
  wordsOf.set(source.path, words);
  const missing = new Set<string>();
  for (const code of allCode(compiled.code)) {
    for (const name of namesOf(code)) {
      if (missing.size >= UNEXPLAINED_NAMES) return [...missing];
      if (!isCompilers(name) && !words.has(name) && !words.has(unmangled(name))) missing.add(name);
    }
  }
  return [...missing];
}

function namesOf(code: CodeObject): string[] {
  return [...code.names, ...code.varnames].flatMap((name) => name.split('.'));
}

/** `.0` and `.type_params` are no identifiers; double underscores are the language's own. */
function isCompilers(name: string): boolean {
  return !/^[\p{L}_]/u.test(name) || /^__\w+__$/.test(name) || COMPILER_NAMES.has(name);
}

/** `_Class__name` is how `__name` is spelled inside a class. */
function unmangled(name: string): string {
  const at = name.indexOf('__', 1);
  return name.startsWith('_') && at > 0 ? name.slice(at) : name;
}
