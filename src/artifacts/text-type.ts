/** Which kind of text: by interpreter line, by name, and for texts that say nothing of themselves by content. */
import type { MemberType } from '../contracts/fact.ts';
import { latin1 } from '../formats/byte-view.ts';
import { PLAIN_PYTHON_CHARACTERS, TEXT_PROBE_BYTES } from '../limits.ts';
import { parseModule } from '../python/parser.ts';
import { claimedTypes, isTextual, nameOf, suffixOf } from './suffix.ts';
import { decodeText } from './text.ts';

const METADATA_NAMES = new Set([
  'pkg-info',
  'metadata',
  'record',
  'wheel',
  'installer',
  'requires.txt',
  'sources.txt',
  'top_level.txt',
  'dependency_links.txt',
  'entry_points.txt',
  'pyproject.toml',
  'setup.cfg',
]);

/** Program of a `#!` line → type. */
const INTERPRETERS: readonly [RegExp, MemberType][] = [
  [/^(python|pypy|ipython)/, 'python'],
  [/^(ba|z|k|da|a|fi|c|tc)?sh$/, 'shell'],
  [/^(node|nodejs|deno|bun)$/, 'javascript'],
  [/^(pwsh|powershell)/, 'powershell'],
];

/** A line that only Python starts like this; looked for before the cost of parsing is paid. */
const PYTHON_LINE =
  /^(?:import [\w.]{1,200}|from [\w.]{1,200} import |def \w{1,200}\(|class \w{1,200}[(:]|exec\(|eval\(|__import__\()/m;

const CONTENT: readonly [RegExp, MemberType][] = [
  [/^\s{0,100}@echo off\b/i, 'batch'],
  [/^\s{0,100}<(?:!doctype html|html|script)\b/i, 'html'],
  [/^\s{0,100}\[InternetShortcut\]/, 'shortcut'],
  [/^\s{0,100}\[Desktop Entry\]/, 'shortcut'],
];

/** Type of a text member. `bytes` are known to be text. */
export function textType(path: string, bytes: Uint8Array): MemberType {
  const name = nameOf(path).toLowerCase();
  if (METADATA_NAMES.has(name)) return 'metadata';
  const claimed = claimedTypes(path)[0] ?? null;
  if (claimed === 'python' || claimed === 'notebook') return claimed;
  const head = latin1(bytes.subarray(0, TEXT_PROBE_BYTES));
  const interpreter = interpreterOf(head);
  if (interpreter) return interpreter;
  if (suffixOf(path) === 'svg' || isVectorImage(head)) return 'image';
  if (claimed && claimed !== 'text' && isTextual(claimed)) return claimed;
  const known = CONTENT.find(([pattern]) => pattern.test(head));
  if (known) return known[1];
  return isPlainPython(bytes, head) ? 'python' : 'text';
}

/** The program named by a `#!` line, through `env` too. */
function interpreterOf(head: string): MemberType | null {
  if (!head.startsWith('#!')) return null;
  const words = head
    .slice(2, 256)
    .split('\n', 1)[0]!
    .trim()
    .split(/[ \t]+/);
  const first = nameOf(words[0] ?? '');
  const program = first === 'env' ? (words.slice(1).find((word) => !/^-|=/.test(word)) ?? '') : first;
  return INTERPRETERS.find(([pattern]) => pattern.test(nameOf(program)))?.[1] ?? null;
}

function isVectorImage(head: string): boolean {
  return /^\s{0,100}<(?:\?xml|svg)\b/.test(head) && head.includes('<svg');
}

/** Python that nothing in the name announces: a line only Python writes, and no syntax error in all of it. */
function isPlainPython(bytes: Uint8Array, head: string): boolean {
  if (bytes.length > PLAIN_PYTHON_CHARACTERS || !PYTHON_LINE.test(head)) return false;
  return parseModule(decodeText(bytes)).errors.length === 0;
}
