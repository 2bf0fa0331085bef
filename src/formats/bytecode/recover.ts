/**
 * Approximate Python source out of bytecode: one pass over the instructions of each code object, with expressions on
 * a symbolic stack. Nothing is executed. Imports, calls, attributes, constants and stores are those of the program;
 * blocks are as good as jumps tell. What is not understood reads `___`.
 */
import type { CodeObject } from '../../contracts/artifact.ts';
import { BYTECODE_CHARACTERS, BYTECODE_NESTING } from '../../limits.ts';
import { Body, type Form, type Open } from './body.ts';
import { DEFINITIONS, makeCalls } from './calls.ts';
import { atom, type Definition, type Entry, UNKNOWN, UNKNOWN_NAME } from './entries.ts';
import { FLOW } from './flow.ts';
import type { Handler } from './handler.ts';
import { decodeInstructions, type Guard, guardsOf, type Instruction, tableVersion } from './instructions.ts';
import { type Line, simple, writeLines } from './lines.ts';
import { LOADS, SILENT } from './loads.ts';
import { OPERATORS } from './operators.ts';
import { parametersOf } from './parameters.ts';
import { Session } from './session.ts';
import { likelyVersion } from './version.ts';

export interface Recovered {
  /** Python source; '' when nothing was understood. */
  text: string;
  /** Version whose instructions were read, e.g. `3.11`. */
  python: string;
  /** Plain sentences: what could not be read, or was left out. */
  problems: string[];
}

/**
 * Recovers the source of a module's code object.
 *
 * @param python version that wrote it; `unknown` is told by how the code reads.
 */
export function recoverSource(code: CodeObject, python: string): Recovered {
  const version = python === 'unknown' ? likelyVersion(code) : tableVersion(python);
  const problems: string[] = [];
  if (version === null) {
    return { text: '', python, problems: [`Instructions of Python ${python} are not read`] };
  }
  const session = new Session(version);
  const lines: Line[] = [];
  session.enter(code);
  runBody(new Body(session, code, 'module', lines, define, 0));
  if (session.unknown > 0)
    problems.push(`${session.unknown} instructions are no operations of Python ${version}`);
  if (session.isCut) problems.push('The code is larger than what is recovered of one file');
  const text = writeLines([...session.prelude, ...lines], UNKNOWN_NAME, BYTECODE_CHARACTERS);
  return { text, python: version, problems };
}

const CALLS = makeCalls(inlineComprehension);
const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({ ...SILENT, ...LOADS, ...OPERATORS, ...DEFINITIONS, ...FLOW, ...CALLS }),
);

function runBody(b: Body): void {
  const { session, code } = b;
  const { instructions } = decodeInstructions(code.body.bytes, session.table, session.instructionsLeft);
  session.instructionsLeft -= instructions.length;
  if (session.instructionsLeft <= 0) session.isCut = true;
  const loops = loopsOf(instructions, code.body.exceptions);
  const guards = guardsByStart(code.body.exceptions);
  for (const instruction of instructions) {
    const { offset } = instruction;
    closeUntil(b, offset);
    b.stack.arrive(offset, b.falls);
    b.falls = true;
    for (const guard of guards.get(offset) ?? []) guarded(b, guard);
    const loopEnd = loops.get(offset);
    if (loopEnd !== undefined) b.begin('while', `while ${UNKNOWN_NAME}:`, loopEnd, offset);
    if (offset >= b.skip) runOne(b, instruction);
    b.previous = instruction;
  }
  closeUntil(b, Number.POSITIVE_INFINITY);
}

function runOne(b: Body, instruction: Instruction): void {
  const handler = HANDLERS.get(instruction.name);
  if (handler) handler(b, instruction.argument, instruction);
  else b.session.unknown++;
}

/** Handlers of 3.11 and later find the stack as it was where the guarded code begins. */
function guarded(b: Body, { target, depth, lasti, start }: Guard): void {
  if (target <= start) return;
  const more: Entry[] = lasti ? [UNKNOWN, UNKNOWN] : [UNKNOWN];
  b.stack.leave(target, { keep: Math.min(depth, b.stack.height), more, thrown: true });
}

function guardsByStart(table: Uint8Array): Map<number, Guard[]> {
  const byStart = new Map<number, Guard[]>();
  for (const guard of guardsOf(table)) {
    const known = byStart.get(guard.start);
    if (known === undefined) byStart.set(guard.start, [guard]);
    else if (known.length < 8) known.push(guard);
  }
  return byStart;
}

/** Offsets to which jumps lead back, with the end of the last of these jumps: loops other than `for`. */
function loopsOf(instructions: readonly Instruction[], table: Uint8Array): Map<number, number> {
  const names = new Map(instructions.map(({ offset, name }) => [offset, name]));
  const handlers = Float64Array.from(guardsOf(table), ({ target }) => target).sort();
  const loops = new Map<number, number>();
  for (const { target, offset, next } of instructions) {
    if (target === null || target > offset) continue;
    const name = names.get(target);
    if (name === undefined || /^(?:FOR_ITER|SEND|YIELD_VALUE)$/.test(name)) continue;
    // Handlers stand behind everything else and jump back to where the program goes on.
    if (leastAbove(handlers, target) < offset) continue;
    loops.set(target, next);
  }
  return loops;
}

/** The least of some sorted numbers that is greater than a limit. */
function leastAbove(numbers: Float64Array, limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return numbers[low] ?? Number.POSITIVE_INFINITY;
}

/** Closes the blocks that end here; a jump right before tells of an `else` or a handler. */
function closeUntil(b: Body, offset: number): void {
  for (let top = b.open.at(-1); top !== undefined && top.end <= offset; top = b.open.at(-1)) {
    b.open.pop();
    close(b, top, offset);
  }
}

function close(b: Body, { kind, line }: Open, offset: number): void {
  const before = b.previous;
  const limit = b.open.at(-1)?.end ?? Number.POSITIVE_INFINITY;
  const isJump = before !== null && /^JUMP_(?:FORWARD|ABSOLUTE)$/.test(before.name);
  const leads = isJump && before.target !== null && before.target > offset ? before.target : null;
  if (kind === 'if' && leads !== null && leads <= limit && Number.isFinite(offset)) {
    follow(b, line, 'else:', leads);
  } else if (kind === 'try') {
    // Without a way around it, the handler is what comes next when the guarded code never falls through.
    const end = leads ?? (b.falls ? offset : limit);
    if (end > offset && Number.isFinite(offset)) follow(b, line, 'except:', Math.min(end, limit));
    else {
      line.rest = [];
      line.otherwise = 'finally:';
    }
  }
  if ((kind === 'if' && line.rest === null) || (kind === 'rest' && line.otherwise === 'else:'))
    prune(b, line);
}

function follow(b: Body, line: Line, otherwise: string, end: number): void {
  line.rest = [];
  line.otherwise = otherwise;
  b.open.push({ kind: 'rest', line, into: line.rest, end, start: -1 });
}

/** A condition without blocks was part of an expression: only what testing it does stays. */
function prune(b: Body, line: Line): void {
  if ((line.body?.length ?? 0) > 0 || (line.rest?.length ?? 0) > 0 || b.lines.at(-1) !== line) return;
  b.lines.pop();
  const condition = line.text.slice('if '.length, -1);
  if (/[([]/.test(condition)) b.lines.push(simple(condition));
}

/** A function or class where its definition stands. */
function define(outer: Body, definition: Definition, name: string): void {
  const { session } = outer;
  const { code, form } = definition;
  const head =
    form === 'class'
      ? `class ${name}${definition.bases.length > 0 ? `(${definition.bases.join(', ')})` : ''}:`
      : `${(code.body.flags & 0x280) === 0 ? '' : 'async '}def ${name}(${parametersOf(session, definition)}):`;
  if (outer.nesting >= BYTECODE_NESTING || !session.mayWrite(head.length)) session.isCut = true;
  else if (!session.enter(code)) outer.emit(`${name} = ${UNKNOWN_NAME}`);
  else {
    const body: Line[] = [];
    const inner = new Body(session, code, form, body, define, outer.nesting + 1);
    runBody(inner);
    if (name.includes('lambda') && body.length === 1 && body[0]!.text.startsWith('return ')) {
      outer.emit(
        `${name} = lambda ${parametersOf(session, definition)}: ${body[0]!.text.slice('return '.length)}`,
      );
      return;
    }
    const redirected = [...declared('global', inner.globals), ...declared('nonlocal', inner.nonlocals)];
    for (const decorator of definition.decorators) outer.emit(`@${decorator}`);
    outer.lines.push({ ...simple(head), body: [...redirected, ...body] });
  }
}

function declared(word: string, names: ReadonlySet<string>): Line[] {
  return names.size === 0 ? [] : [simple(`${word} ${[...names].join(', ')}`)];
}

/** Comprehensions are functions up to 3.11, and generator expressions always: they run where they stand. */
function inlineComprehension(outer: Body, code: CodeObject, argument: Entry): Entry {
  const { session } = outer;
  if (outer.nesting >= BYTECODE_NESTING || !session.enter(code)) return UNKNOWN;
  const form: Form = 'comprehension';
  const inner = new Body(session, code, form, outer.lines, define, outer.nesting + 1);
  inner.argument = argument.kind === 'expression' ? argument : outer.value(argument);
  if (code.name === '<genexpr>') {
    inner.yields = session.fresh();
    outer.emit(`${inner.yields} = []`);
    inner.result = atom(inner.yields);
  }
  runBody(inner);
  return inner.result;
}
