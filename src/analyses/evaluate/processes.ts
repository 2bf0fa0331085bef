/** Starts of processes: the command line, what it runs of our own, and what was written before. */
import type { SourceKind } from '../../contracts/fact.ts';
import type { Expression } from '../../python/ast.ts';
import type { Arguments } from './calls.ts';
import { noteCommand } from './commands.ts';
import { findWritten, ownMember, short, writtenIn } from './files.ts';
import type { Frame, Machine } from './machine.ts';
import { runOwnFile, runOwnModule } from './own-programs.ts';
import { textOf } from './render.ts';
import { type Taint, union } from './taint.ts';
import { deepTaint, literal, type Value } from './values.ts';

/** Words after which an interpreter takes a program text. */
const PROGRAM_FLAG = /^(-c|-e|\/c|\/k|-command|-encodedcommand|-enc|-ec|-r|eval)$/i;
/** What merely being an argument of a program says nothing about. */
const ORDINARY_ARGUMENTS: ReadonlySet<SourceKind> = new Set([
  'network-response',
  'own-data-file',
  'file-content',
  'process-output',
  'user-input',
  'directory-listing',
]);

/** Of a list of words only the program, and texts that it runs, are executed; the others are data to it. */
export function processTaint(value: Value, given: Arguments): Taint {
  const shell = given.keywords.get('shell');
  if ((value.t !== 'list' && value.t !== 'tuple') || (shell?.t === 'bool' && shell.v))
    return deepTaint(value);
  let taint: Taint = value.taint;
  for (const [i, item] of value.items.entries()) {
    const before = value.items[i - 1];
    const runs = i === 0 || (before?.t === 'str' && PROGRAM_FLAG.test(before.v));
    const own = deepTaint(item);
    taint = union(taint, runs ? own : (own?.filter(({ kind }) => !ORDINARY_ARGUMENTS.has(kind)) ?? null));
  }
  return taint;
}

/** `os.execvp(file, arguments)`, `os.spawnv(mode, file, arguments)`: the words of the command line. */
function argumentsOf(api: string, given: Arguments): Value | undefined {
  const [, name] = /^os\.(execv|posix_spawn|spawnv)(?:p|e|pe)?$/.exec(api) ?? [];
  const words = name === undefined ? undefined : given.args[name === 'spawnv' ? 2 : 1];
  return words?.t === 'list' || words?.t === 'tuple' ? words : undefined;
}

/** A process start: the command line, the files it runs, the programs inside it. */
export function startProcess(
  m: Machine,
  f: Frame,
  node: Expression,
  api: string,
  values: Value[],
  given: Arguments,
): void {
  const argv = argumentsOf(api, given);
  const first = argv ?? values[0];
  const shell = given.keywords.get('shell');
  const isList = first?.t === 'list' || first?.t === 'tuple';
  // With shell=True the first word of a list is the command line, the others are the shell's own arguments.
  const viaShell = !isList || (shell?.t === 'bool' && shell.v);
  const line =
    isList && viaShell && first.items.length > 0
      ? textOf(first.items[0]!)
      : (argv === undefined ? values : [argv]).map((value) => textOf(value)).join(' ');
  let taint: Taint = null;
  for (const value of values) taint = union(taint, deepTaint(value));
  startWritten(m, f, node, api, values, 'process');
  const own = ownMember(m, f, isList ? textOf(first.items[first.items.length - 1] ?? first) : line.trim());
  if (own !== null) m.behaviour('runs-own-file', own, f, node);
  runOwnPrograms(m, f, node, line);
  if (line.trim() !== '' && line.trim() !== '…') {
    noteCommand(m, f, line.slice(0, 200_000), viaShell ? 'shell' : 'argv', 'spawn', taint, node);
  }
  const quiet = ['stdout', 'stderr'].some((name) => {
    const value = given.keywords.get(name);
    return value !== undefined && /DEVNULL/.test(textOf(value));
  });
  const flags = given.keywords.get('creationflags');
  if (quiet || flags !== undefined) m.behaviour('output-suppressed', api, f, node);
}

/** `python own.py`, `python -m own`: modules of the distribution that run as programs of their own. */
function runOwnPrograms(m: Machine, f: Frame, node: Expression, line: string): void {
  const words = line.slice(0, 2000).split(/\s+/);
  if (!words.slice(0, 3).some((word) => /(^|[/\\])py(thon)?[\d.]*w?(\.exe)?$/i.test(word))) return;
  for (const [i, word] of words.entries()) {
    if (i > 0 && words[i - 1] === '-m') runOwnModule(m, f, word);
    else if (/\.pyw?$/.test(word)) runOwnFile(m, f, literal(word), node);
  }
}

/** Files the program wrote earlier and now runs or loads. */
export function startWritten(
  m: Machine,
  f: Frame,
  node: Expression,
  api: string,
  values: Value[],
  kind: 'process' | 'native-load' | 'code-execution',
): void {
  if (m.files.size > 0 && m.speculation > 0) m.spend(m.files.size >> 3);
  for (const value of values) {
    const text = textOf(value);
    if (text.length > 100_000) continue;
    for (const file of kind === 'process'
      ? writtenIn(m, text)
      : [findWritten(m, text)].filter((found) => found !== null)) {
      m.flow(file.taint, kind, api, short(text), f, node);
      m.flow([m.origin('written-file', api, short(file.key), f, node)], kind, api, short(text), f, node);
    }
  }
}
