/** Python texts of a distribution: decoded, parsed, and placed where installing puts them. */
import type { PthFile, PythonSource, TypedMember } from '../contracts/artifact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { Member } from '../contracts/member.ts';
import { MIB, SOURCE_BYTES, SOURCE_TOTAL_BYTES } from '../limits.ts';
import { decodeSource } from '../python/decode.ts';
import { parseModule } from '../python/parser.ts';
import { type Layout, type Placement, place } from './layout.ts';
import { notebookCode } from './notebook.ts';
import { definitionsIn, SourceTrees } from './source-trees.ts';
import { suffixOf } from './suffix.ts';

/** A source that has no place yet. */
export type ParsedSource = Pick<
  PythonSource,
  'path' | 'text' | 'encoding' | 'tree' | 'definitions' | 'member'
>;

export interface ParsedSources {
  parsed: ParsedSource[];
  pth: PthFile[];
  limitations: Limitation[];
}

/**
 * Decodes and parses every Python text, small ones first: whatever bound is reached, it is reached by the files that
 * are largest, and nobody hides a small program behind them. `deadline` is a `Date.now()` value after which the rest
 * is left out. The result is in the order of the members.
 */
export function parseSources(
  types: readonly TypedMember[],
  deadline = Number.POSITIVE_INFINITY,
): ParsedSources {
  const result: ParsedSources = { parsed: [], pth: [], limitations: [] };
  const trees = new SourceTrees();
  let bytes = 0;
  for (const { member, type } of types.toSorted(bySize)) {
    const suffix = suffixOf(member.path);
    const isPython =
      type === 'python' ||
      type === 'notebook' ||
      (suffix === 'pth' && type === 'text') ||
      (suffix === 'py' && type === 'empty');
    // Stubs never run.
    if (!isPython || ['pyi', 'pxd', 'pxi'].includes(suffix)) continue;
    if (Date.now() > deadline) {
      result.limitations.push(limit('time-limit', member, 'Time ran out before this file and larger ones.'));
      break;
    }
    bytes += member.data.length;
    if (bytes > SOURCE_TOTAL_BYTES) {
      const detail = `At most ${SOURCE_TOTAL_BYTES / MIB} MiB of source are parsed; this file and larger ones were not.`;
      result.limitations.push(limit('analysis-budget', member, detail));
      break;
    }
    if (member.data.length > SOURCE_BYTES) {
      const size = Math.ceil(member.data.length / MIB);
      const detail = `The file has ${size} MiB; at most ${SOURCE_BYTES / MIB} MiB of source are parsed.`;
      result.limitations.push(limit('source-undecodable', member, detail));
      bytes -= member.data.length;
      continue;
    }
    parseOne(result, trees, member, type === 'notebook' ? 'notebook' : suffix === 'pth' ? 'pth' : suffix);
  }
  const position = new Map(types.map(({ member }, index) => [member, index]));
  result.parsed.sort((left, right) => position.get(left.member)! - position.get(right.member)!);
  return result;
}

function bySize(left: TypedMember, right: TypedMember): number {
  return left.member.data.length - right.member.data.length;
}

/** Adds role and module name to what was parsed. */
export function placeSources(parsed: readonly ParsedSource[], layout: Layout): PythonSource[] {
  return parsed.map((source) => {
    const isPth = suffixOf(source.path) === 'pth';
    const placed: Placement = isPth
      ? { module: null, isPackage: false, role: 'pth' }
      : place(layout, source.member);
    // Not spread: that would read, and so keep, every tree.
    return Object.assign(Object.create(null, Object.getOwnPropertyDescriptors(source)), placed);
  });
}

function parseOne(result: ParsedSources, trees: SourceTrees, member: Member, form: string): void {
  const { text: whole, encoding, problems } = decodeSource(member.data);
  for (const problem of problems) {
    result.limitations.push({ ...limit('source-undecodable', member, problem), blocking: false });
  }
  const text = textOf(result, member, form, whole);
  if (text === null) return;
  const tree = parseModule(text);
  // Cython is not Python: only files that happen to be both are read as such.
  if (form === 'pyx' && tree.errors.length > 0) return;
  if (tree.errors.length > 0) {
    const detail = `${tree.errors.length} places could not be parsed; the first: ${tree.errors[0]!.message}.`;
    result.limitations.push({ ...limit('syntax-errors', member, detail), blocking: false });
  }
  const treeOf = trees.keep(text, tree);
  result.parsed.push({
    path: member.path,
    text,
    encoding,
    get tree() {
      return treeOf();
    },
    definitions: definitionsIn(tree),
    member,
  });
}

/** The Python in the file, or null when it holds none. */
function textOf(result: ParsedSources, member: Member, form: string, whole: string): string | null {
  if (form === 'notebook') {
    const code = notebookCode(whole);
    if (code === null) {
      const detail = 'The notebook is no valid JSON with cells.';
      result.limitations.push({ ...limit('notebook-unreadable', member, detail), blocking: false });
    }
    return code;
  }
  if (form !== 'pth') return whole;
  const lines = importLines(whole);
  if (lines.length === 0) return null;
  result.pth.push({ path: member.path, member, importLines: lines });
  return onlyLines(whole, new Set(lines.map(({ line }) => line)));
}

/**
 * Lines of a .pth file that the interpreter runs at every start: those that begin with `import` and a blank
 * or tab (Lib/site.py, addpackage).
 */
export function importLines(text: string): PthFile['importLines'] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line: index + 1, text: line.trimEnd() }))
    .filter((line) => /^import[ \t]/.test(line.text));
}

/** The text with all other lines blanked, so that line numbers stay. */
function onlyLines(text: string, kept: ReadonlySet<number>): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, index) => (kept.has(index + 1) ? line : ''))
    .join('\n');
}

function limit(code: Limitation['code'], member: Member, detail: string): Limitation {
  return { code, where: member.path, detail, blocking: true };
}
