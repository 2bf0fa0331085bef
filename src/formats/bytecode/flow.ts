/** Jumps, loops, exceptions, contexts, returns and generators: what opens and closes blocks. */
import type { Body } from './body.ts';
import { enter } from './calls.ts';
import { compound, type Entry, NULL, operand, UNKNOWN } from './entries.ts';
import type { Handler, Handlers } from './handler.ts';
import type { Instruction } from './instructions.ts';
import type { Meeting } from './stack.ts';

/** Values that an exception puts on the stack of its handler. */
function thrown(b: Body): Entry[] {
  return Array.from({ length: b.session.minor === 0 ? 3 : 6 }, () => UNKNOWN);
}

/** An unconditional jump: to the end of a branch, out of a loop, or to its beginning. */
function jump(b: Body, _a: number, { target, offset, next }: Instruction): void {
  b.falls = false;
  if (target === null) return;
  const loop = b.loop;
  if (target > offset) {
    b.stack.leave(target);
    if (loop !== undefined && target >= loop.end && next < loop.end) b.emit('break', true);
  } else if (loop !== undefined && target === loop.start && next < loop.end) b.emit('continue', true);
}

/** A conditional jump: what is jumped over becomes a block. */
function branch(b: Body, condition: string, effects: boolean, i: Instruction, meeting: Meeting): void {
  const { target, next, offset } = i;
  if (target === null) return;
  const loop = b.loop;
  if (target > offset) {
    b.stack.leave(target, { meeting });
    if (target > next) b.begin('if', `if ${condition}:`, target);
    else if (effects) b.emit(condition);
  } else if (loop !== undefined && target === loop.start) {
    // Up to 3.10: `if` as the last statement of a loop jumps right back to its beginning.
    b.begin('if', `if ${condition}:`, loop.end);
  } else if (effects) b.emit(condition);
}

const popJump =
  (isTrue: boolean): Handler =>
  (b, _a, i) => {
    const top = b.stack.pop();
    const value = b.value(top);
    // `a or b` of 3.12 and later copies what it tests and drops the copy.
    const below = b.stack.peek();
    const isSame = below.kind === 'expression' && below.text === value.text;
    const condition = isTrue ? `not ${operand(value)}` : value.text;
    branch(b, condition, value.effects, i, isSame ? (isTrue ? 'or' : 'and') : null);
  };

const jumpNone =
  (isNone: boolean): Handler =>
  (b, _a, i) => {
    const value = b.pop();
    branch(b, `${operand(value)} is ${isNone ? 'not ' : ''}None`, value.effects, i, null);
  };

/** JUMP_IF_TRUE_OR_POP: the value stays when the jump is taken. */
const jumpOrPop =
  (meeting: Meeting): Handler =>
  (b, _a, { target, offset }) => {
    const entry = b.shared(b.stack.peek());
    b.stack.replace(1, entry);
    if (target !== null && target > offset) b.stack.leave(target, { meeting });
    b.stack.pop();
  };

/** The block of a loop, and the value it gives its target. */
function forIter(b: Body, _a: number, { target, offset }: Instruction): void {
  for (let depth = 2; depth <= 4; depth++) {
    const entry = b.stack.peek(depth);
    if (entry.kind === 'display' && entry.items.length === 0) b.stack.replace(depth, b.spill(b.value(entry)));
  }
  const entry = b.stack.peek();
  const iterable = entry.kind === 'null' ? UNKNOWN : b.value(entry);
  b.stack.replace(1, NULL);
  const end = target ?? Number.POSITIVE_INFINITY;
  if (target !== null) {
    if (b.session.since(12)) b.stack.leave(target, { more: [NULL] });
    else b.stack.leave(target, { keep: b.stack.height - 1 });
  }
  const line = b.begin('for', `for ${UNKNOWN.text} in ${iterable.text}:`, end, offset);
  if (line === null) b.push(UNKNOWN);
  else b.push({ kind: 'item', line, write: (name) => `for ${name} in ${iterable.text}:`, taken: null });
}

function setupTry(b: Body, _a: number, { target }: Instruction): void {
  if (target === null) return;
  b.stack.leave(target, { more: thrown(b), thrown: true });
  b.begin('try', 'try:', target);
}

/** SETUP_WITH up to 3.10; the context is on top. */
function setupWith(b: Body, _a: number, { target }: Instruction): void {
  const context = b.stack.pop();
  const item = context.kind === 'item' ? context : enter(b, context, 'with');
  if (context.kind !== 'item') b.push({ kind: 'exit' });
  if (target !== null) b.stack.leave(target, { more: thrown(b), thrown: true });
  b.push(item);
}

const beforeWith =
  (word: string): Handler =>
  (b) => {
    const context = b.stack.pop();
    const item = enter(b, context, word);
    b.stack.push({ kind: 'exit' }, item);
  };

/** Up to 3.7 handlers leave through END_FINALLY; what is below an ended `finally` is one value. */
function endFinally(b: Body): void {
  b.stack.pop();
}

function match(b: Body): void {
  const type = b.pop();
  b.push(compound(`${UNKNOWN.text} is ${operand(type)}`, [], 'operation'));
}

function returnValue(b: Body, entry: Entry): void {
  b.falls = false;
  if (b.form === 'comprehension') {
    b.result = b.yields === null ? entry : { ...UNKNOWN, text: b.yields };
    return;
  }
  const value = b.value(entry);
  if (b.form === 'function') b.emit(value.text === 'None' ? 'return' : `return ${value.text}`, true);
  else b.drop(value);
}

function raise(b: Body, a: number): void {
  const parts = b.popMany(Math.min(a, 3)).map((value) => value.text);
  const [what = '', from = ''] = parts;
  if (parts.length < 2) b.emit(`raise ${what}`.trim(), true);
  // Python 2 names class, argument and traceback.
  else b.emit(b.session.minor === 0 ? `raise ${parts.join(', ')}` : `raise ${what} from ${from}`, true);
  b.falls = false;
}

const reraise: Handler = (b) => {
  b.falls = false;
};

function yieldValue(b: Body): void {
  const value = b.pop();
  if (b.yields === null) b.push(compound(`(yield ${value.text})`, [{ ...value, effects: true }], 'atom'));
  else {
    b.emit(`${b.yields}.append(${value.text})`);
    b.push(NULL);
  }
}

/** `await x` and `yield from x`. What a context or loop gives passes. */
function awaited(b: Body, entry: Entry): Entry {
  if (entry.kind === 'item' || entry.kind === 'exit' || entry.kind === 'null') return entry;
  const value = b.value(entry);
  if (value.text.startsWith('(await ')) return value;
  const isAsync = (b.code.body.flags & 0x280) !== 0;
  return compound(
    `(${isAsync ? 'await' : 'yield from'} ${operand(value)})`,
    [{ ...value, effects: true }],
    'atom',
  );
}

/** YIELD_FROM up to 3.10: the value sent is on top. */
function yieldFrom(b: Body): void {
  b.stack.pop();
  b.push(awaited(b, b.stack.pop()));
}

/** SEND of 3.11 and later begins a loop that ends at its target with the result. */
function send(b: Body, _a: number, { target, offset }: Instruction): void {
  b.stack.pop();
  const result = awaited(b, b.stack.pop());
  if (b.session.since(12)) b.push(NULL);
  b.push(result);
  if (target !== null && target > offset) b.skip = target;
}

function endSend(b: Body): void {
  const value = b.stack.pop();
  b.stack.pop();
  b.push(value);
}

function endFor(b: Body): void {
  b.stack.pop();
  if (!b.session.since(13)) b.stack.pop();
}

function nextOfAsync(b: Body): void {
  const iterator = b.value(b.shared(b.stack.peek()));
  b.stack.replace(1, iterator);
  b.push(compound(`anext(${iterator.text})`, [iterator], 'call'));
}

/** MATCH_SEQUENCE and MATCH_MAPPING ask; MATCH_KEYS and MATCH_CLASS also take values out. */
function matchKeys(b: Body): void {
  const subject = b.value(b.stack.peek(2));
  b.push(compound(`tuple(${subject.text}.values())`, [], 'call'));
  if (!b.session.since(11)) b.push(UNKNOWN);
}

function matchClass(b: Body): void {
  const [subject, type] = b.popMany(3);
  b.push(compound(`${subject?.text ?? UNKNOWN.text} is ${type?.text ?? UNKNOWN.text}`, [], 'operation'));
  if (!b.session.since(11)) b.push(UNKNOWN);
}

const printItem: Handler = (b) => b.emit(`print(${b.pop().text})`);

export const FLOW: Handlers = {
  JUMP_FORWARD: jump,
  JUMP_ABSOLUTE: jump,
  JUMP_BACKWARD: jump,
  JUMP_BACKWARD_NO_INTERRUPT: jump,
  CONTINUE_LOOP: jump,
  BREAK_LOOP: (b) => {
    b.emit('break', true);
    b.falls = false;
  },
  POP_JUMP_IF_TRUE: popJump(true),
  POP_JUMP_IF_FALSE: popJump(false),
  POP_JUMP_FORWARD_IF_TRUE: popJump(true),
  POP_JUMP_FORWARD_IF_FALSE: popJump(false),
  POP_JUMP_BACKWARD_IF_TRUE: popJump(true),
  POP_JUMP_BACKWARD_IF_FALSE: popJump(false),
  POP_JUMP_IF_NONE: jumpNone(true),
  POP_JUMP_IF_NOT_NONE: jumpNone(false),
  POP_JUMP_FORWARD_IF_NONE: jumpNone(true),
  POP_JUMP_FORWARD_IF_NOT_NONE: jumpNone(false),
  POP_JUMP_BACKWARD_IF_NONE: jumpNone(true),
  POP_JUMP_BACKWARD_IF_NOT_NONE: jumpNone(false),
  JUMP_IF_TRUE_OR_POP: jumpOrPop('or'),
  JUMP_IF_FALSE_OR_POP: jumpOrPop('and'),
  JUMP_IF_NOT_EXC_MATCH: (b, _a, i) => {
    const type = b.pop();
    b.stack.pop();
    branch(b, `${UNKNOWN.text} is ${operand(type)}`, false, i, null);
  },
  FOR_ITER: forIter,
  END_FOR: endFor,
  SETUP_EXCEPT: setupTry,
  SETUP_FINALLY: setupTry,
  SETUP_WITH: setupWith,
  SETUP_ASYNC_WITH: setupWith,
  BEFORE_WITH: beforeWith('with'),
  BEFORE_ASYNC_WITH: beforeWith('async with'),
  WITH_EXCEPT_START: (b) => b.push(UNKNOWN),
  WITH_CLEANUP: (b) => {
    // The context is below what `finally` found.
    const found = b.stack.pop();
    b.stack.pop();
    b.push(found);
  },
  WITH_CLEANUP_FINISH: (b) => {
    b.stack.pop();
  },
  BEGIN_FINALLY: (b) => b.push(NULL),
  END_FINALLY: endFinally,
  END_ASYNC_FOR: (b) => {
    b.stack.pop();
    b.stack.pop();
  },
  PUSH_EXC_INFO: (b) => b.stack.push(UNKNOWN),
  POP_EXCEPT: (b) => {
    b.stack.popMany(b.session.since(11) ? 1 : 3);
  },
  CHECK_EXC_MATCH: match,
  RERAISE: reraise,
  RAISE_VARARGS: raise,
  RETURN_VALUE: (b) => returnValue(b, b.stack.pop()),
  RETURN_CONST: (b, a) => returnValue(b, { ...UNKNOWN, text: b.session.literal(b.constant(a)) }),
  RETURN_GENERATOR: (b) => b.push(NULL),
  YIELD_VALUE: yieldValue,
  YIELD_FROM: yieldFrom,
  GET_AWAITABLE: (b) => b.push(awaited(b, b.stack.pop())),
  SEND: send,
  END_SEND: endSend,
  GET_ANEXT: nextOfAsync,
  MATCH_SEQUENCE: (b) => b.push(UNKNOWN),
  MATCH_MAPPING: (b) => b.push(UNKNOWN),
  MATCH_KEYS: matchKeys,
  MATCH_CLASS: matchClass,
  PRINT_ITEM: printItem,
  PRINT_EXPR: printItem,
  PRINT_ITEM_TO: (b) => {
    const stream = b.pop();
    b.emit(`print(${b.pop().text}, file=${stream.text})`);
  },
  PRINT_NEWLINE_TO: (b) => b.drop(b.stack.pop()),
  EXEC_STMT: (b) => {
    const [code, globals, locals] = b.popMany(3).map((value) => value.text);
    const spaces = globals === undefined || globals === 'None' ? '' : `, ${globals}, ${locals}`;
    b.emit(`exec(${code}${spaces})`);
  },
};
