/**
 * Source text recovered from bytecode, placed where Python would import it from. Bytecode that holds nothing which its
 * own source does not show is left out: the source says it better.
 */
import type { Bytecode, CodeObject, PyConstant, PythonSource } from '../contracts/artifact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import { recoverSource } from '../formats/bytecode/recover.ts';
import { allCode } from '../formats/marshal.ts';
import { sourcePath } from '../formats/pyc-path.ts';
import { MIB, RECOVERED_TOTAL_CHARACTERS } from '../limits.ts';
import type { Module } from '../python/ast.ts';
import { parseModule } from '../python/parser.ts';
import { walk } from '../python/walk.ts';
import { type Layout, type Placement, place } from './layout.ts';
import { SourceFile } from './source-file.ts';

/** Names that compilers add, and words of their texts: keys of annotations, paths of nested functions. */
const COMPILERS =
  /^(?:\W|__\w+__$|(?:AssertionError|NotImplementedError|StopIteration|StopAsyncIteration|format|return|locals|lambda)$)/u;

export function recoverSources(
  bytecode: readonly Bytecode[],
  sources: readonly Pick<PythonSource, 'path' | 'text'>[],
  layout: Layout,
  deadline = Number.POSITIVE_INFINITY,
): { recovered: PythonSource[]; limitations: Limitation[] } {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const recovered: PythonSource[] = [];
  const limitations: Limitation[] = [];
  let characters = 0;
  for (const { path, python, code, member } of bytecode) {
    if (Date.now() > deadline || characters > RECOVERED_TOTAL_CHARACTERS) {
      limitations.push(leftOut(path, characters));
      break;
    }
    const from = sourcePath(path);
    const beside = byPath.get(from);
    if (beside !== undefined && isExplained(code, parseModule(beside.text))) continue;
    const { text, python: version, problems } = recoverSource(code, python);
    const placed = placeCompiled(layout, { ...member, path: from }, path, beside !== undefined);
    for (const problem of problems) {
      const blocking = beside === undefined && placed.role !== 'loose';
      limitations.push({ code: 'bytecode-unreadable', where: path, detail: `${problem}.`, blocking });
    }
    if (text === '') continue;
    characters += text.length;
    recovered.push(Object.assign(new SourceFile(member, text, 'utf-8', { recoveredFrom: version }), placed));
  }
  return { recovered, limitations };
}

function leftOut(where: string, characters: number): Limitation {
  const late = characters <= RECOVERED_TOTAL_CHARACTERS;
  const detail = late
    ? 'Time ran out before this file and those after it.'
    : `At most ${RECOVERED_TOTAL_CHARACTERS / MIB} MiB of text are recovered from bytecode; this file and those after it were not read.`;
  return { code: late ? 'time-limit' : 'analysis-budget', where, detail, blocking: true };
}

/** A cached file is loaded only beside its source, and nothing loads the cache of a program. */
function placeCompiled(
  layout: Layout,
  member: Bytecode['member'],
  path: string,
  hasSource: boolean,
): Placement {
  const loose: Placement = { role: 'loose', module: null, isPackage: false };
  const isCache = /(?:^|\/)__pycache__\//.test(path);
  if (!/\.py[co]$/i.test(path) || (isCache && !hasSource)) return loose;
  const placed = place(layout, member);
  return placed.role === 'setup' || placed.role === 'script' ? loose : placed;
}

/** Every name, text and byte string of the code stands in the source as well. */
function isExplained(code: CodeObject, tree: Module): boolean {
  const words = wordsOf(tree);
  return allCode(code).every(
    ({ names, varnames, constants }) =>
      [...names, ...varnames].every(
        (name) => name.startsWith('.') || name.split('.').every((part) => isNamed(part, words)),
      ) && constants.every((constant) => isShown(constant, words)),
  );
}

function isNamed(name: string, words: ReadonlySet<string>): boolean {
  return words.has(name) || COMPILERS.test(name) || name === '' || words.has(unmangled(name));
}

/** `_Class__name` is how `__name` is spelled inside a class. */
function unmangled(name: string): string {
  const at = name.indexOf('__', 1);
  return name.startsWith('_') && at > 0 ? name.slice(at) : name;
}

function isShown(constant: PyConstant, words: ReadonlySet<string>): boolean {
  if (constant.type === 'str') return wordsIn(constant.value).every((word) => isNamed(word, words));
  if (constant.type === 'bytes') return words.has(bytesKey(Buffer.from(constant.value).toString('latin1')));
  return !('items' in constant) || constant.items.every((item) => isShown(item, words));
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
const bytesKey = (latin1: string): string => `b:${latin1}`;

/** Words of a source and of its texts as they read at run time, and its byte strings; comments explain nothing. */
function wordsOf(tree: Module): Set<string> {
  const words = new Set<string>();
  const add = (text: string): void => {
    for (const word of wordsIn(text)) words.add(word);
  };
  let at = 0;
  for (const { start, end } of tree.comments) {
    add(tree.source.slice(at, start));
    at = end;
  }
  add(tree.source.slice(at));
  walk(tree, (node) => {
    if (node.kind !== 'Constant') return;
    if (node.type === 'str') add(node.value);
    if (node.type === 'bytes') words.add(bytesKey(node.value));
  });
  return words;
}
