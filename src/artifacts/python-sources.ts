/** Python texts of a distribution: decoded, parsed, and placed where installing puts them. */
import type { Artifacts, PthFile, PythonSource, TypedMember } from '../contracts/artifact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { Member } from '../contracts/member.ts';
import { HELD_TEXT_CHARACTERS, MIB, SOURCE_BYTES, SOURCE_TOTAL_BYTES } from '../limits.ts';
import { decodeSource } from '../python/decode.ts';
import { HeldTexts } from './held-texts.ts';
import { type Layout, type Placement, place } from './layout.ts';
import { notebookCode } from './notebook.ts';
import { SourceFile } from './source-file.ts';
import { suffixOf } from './suffix.ts';

export interface FoundSources {
  /** In the order of the members. */
  found: SourceFile[];
  pth: PthFile[];
  limitations: Limitation[];
}

/**
 * Decodes every Python text, small ones first: whatever bound is reached, it is reached by the files that
 * are largest, and nobody hides a small program behind them. `deadline` is a `Date.now()` value after which the rest
 * is left out.
 */
export function findSources(
  types: readonly TypedMember[],
  deadline = Number.POSITIVE_INFINITY,
): FoundSources {
  const result: FoundSources = { found: [], pth: [], limitations: [] };
  const held = new HeldTexts(HELD_TEXT_CHARACTERS);
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
    bytes += member.size;
    if (bytes > SOURCE_TOTAL_BYTES) {
      const detail = `At most ${SOURCE_TOTAL_BYTES / MIB} MiB of source are parsed; this file and larger ones were not.`;
      result.limitations.push(limit('analysis-budget', member, detail));
      break;
    }
    if (member.size > SOURCE_BYTES) {
      const size = Math.ceil(member.size / MIB);
      const detail = `The file has ${size} MiB; at most ${SOURCE_BYTES / MIB} MiB of source are parsed.`;
      result.limitations.push(limit('source-undecodable', member, detail));
      bytes -= member.size;
      continue;
    }
    readOne(result, held, member, type === 'notebook' ? 'notebook' : suffix === 'pth' ? 'pth' : suffix);
  }
  const position = new Map(types.map(({ member }, index) => [member, index]));
  result.found.sort((left, right) => position.get(left.member)! - position.get(right.member)!);
  return result;
}

function bySize(left: { member: Member }, right: { member: Member }): number {
  return left.member.size - right.member.size;
}

/** Adds role and module name to what was found. */
export function placeSources(found: readonly SourceFile[], layout: Layout): PythonSource[] {
  return found.map((source) => {
    const isPth = suffixOf(source.path) === 'pth';
    const placed: Placement = isPth
      ? { module: null, isPackage: false, role: 'pth' }
      : place(layout, source.member);
    return Object.assign(source, placed);
  });
}

/** What those sources that were parsed could not be parsed in, small ones first. */
export function syntaxLimitations({ sources }: Pick<Artifacts, 'sources'>): Limitation[] {
  return sources
    .filter(({ isParsed, recoveredFrom }) => isParsed && recoveredFrom === undefined)
    .sort((left, right) => bySize(left, right))
    .flatMap(({ member, syntaxProblem }) =>
      syntaxProblem === null ? [] : { ...limit('syntax-errors', member, syntaxProblem), blocking: false },
    );
}

function readOne(result: FoundSources, held: HeldTexts, member: Member, form: string): void {
  const { text: whole, encoding, problems } = decodeSource(member.data);
  for (const problem of problems) {
    result.limitations.push({ ...limit('source-undecodable', member, problem), blocking: false });
  }
  const text = textOf(result, member, form, whole);
  if (text === null) return;
  const source = new SourceFile(member, text, encoding, text === whole ? { held } : {});
  // Cython is not Python: only files that happen to be both are read as such.
  if (form === 'pyx' && source.syntaxProblem !== null) return;
  result.found.push(source);
}

/** The Python in the file, or null when it holds none. */
function textOf(result: FoundSources, member: Member, form: string, whole: string): string | null {
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
