/** Operations that load and store names, attributes and items, and move values on the stack. */
import type { Body } from './body.ts';
import { atom, compound, type Entry, NULL, operand, receiver, UNKNOWN } from './entries.ts';
import type { Handler, Handlers } from './handler.ts';
import { indexOf } from './operators.ts';
import { isIdentifier } from './session.ts';

const COMMON_CONSTANTS = ['AssertionError', 'NotImplementedError', 'tuple', 'all', 'any'];

const nothing: Handler = () => {};
const loadName: Handler = (b, a) => b.push(atom(b.name(a)));
const loadFast: Handler = (b, a) => {
  b.push(b.form === 'comprehension' && a === 0 && isIterator(b) ? b.argument : atom(b.local(a)));
};
const loadCell: Handler = (b, a) => b.push(atom(b.cell(a)));
const loadPair: Handler = (b, a, i) => {
  loadFast(b, a >> 4, i);
  loadFast(b, a & 15, i);
};

/** The first variable of a comprehension is what it iterates over. */
function isIterator(b: Body): boolean {
  return (b.code.body.locals[0] ?? '').startsWith('.');
}

function loadConstant(b: Body, a: number): void {
  const constant = b.constant(a);
  if (constant?.type === 'code') b.push({ kind: 'code', code: constant.value });
  else b.push({ ...atom(b.session.literal(constant)), ...(constant === undefined ? {} : { constant }) });
}

/** 3.11 and 3.12 push the empty slot of a call before the function, later versions after it. */
function loadGlobal(b: Body, a: number): void {
  const flagged = b.session.since(11);
  const name = atom(b.name(flagged ? a >> 1 : a));
  if (!flagged || (a & 1) === 0) b.push(name);
  else if (b.session.since(13)) b.stack.push(name, NULL);
  else b.stack.push(NULL, name);
}

export function attribute(b: Body, owner: Entry, name: string): Entry {
  if (owner.kind === 'module' && !owner.isFrom && owner.written) {
    return { kind: 'imported', module: owner, name: b.session.identifier(name) };
  }
  const value = b.value(owner);
  return isIdentifier(name)
    ? compound(`${receiver(value)}.${name}`, [value], 'atom')
    : compound(`getattr(${value.text}, ${JSON.stringify(name)})`, [value], 'call');
}

function loadAttribute(b: Body, a: number): void {
  const flagged = b.session.since(12);
  const name = b.rawName(flagged ? a >> 1 : a);
  const top = b.stack.pop();
  // `import a.b as x` of 3.6 takes `b` as an attribute.
  if (top.kind === 'module' && !top.isFrom && !top.written) {
    b.push({ kind: 'imported', module: top, name: b.session.identifier(name) });
    return;
  }
  const found = attribute(b, top, name);
  if (!flagged || (a & 1) === 0) b.push(found);
  else {
    b.push(found);
    b.push(NULL);
  }
}

const loadMethod: Handler = (b, a) => {
  const found = attribute(b, b.stack.pop(), b.rawName(a));
  b.push(NULL);
  b.push(found);
};

/** LOAD_SUPER_ATTR: super, class and instance are on the stack. */
function loadSuper(b: Body, a: number): void {
  b.popMany(3);
  const found = attribute(b, compound('super()', [], 'call'), b.rawName(a >> 2));
  if (a & 1) b.stack.push(found, NULL);
  else b.push(found);
}

/** 3.14: `__enter__` and `__exit__` of a context, also asynchronous. */
function loadSpecial(b: Body, a: number): void {
  const context = b.stack.pop();
  const word = a >= 2 ? 'async with' : 'with';
  b.stack.push(a % 2 === 0 ? { kind: 'enter', context, word } : { kind: 'exit' }, NULL);
}

const storeFast: Handler = (b, a) => b.store(b.local(a), b.local(a));

function storeName(b: Body, a: number): void {
  b.store(b.name(a), b.name(a));
}

function storeGlobal(b: Body, a: number): void {
  if (b.form !== 'module') b.globals.add(b.name(a));
  storeName(b, a);
}

function storeCell(b: Body, a: number): void {
  const name = b.cell(a);
  if (b.isFree(name)) b.nonlocals.add(name);
  b.store(name, name);
}

function storeAttribute(b: Body, a: number): void {
  const name = b.rawName(a);
  const owner = b.pop();
  if (isIdentifier(name)) b.store(`${receiver(owner)}.${name}`);
  else b.emit(`setattr(${owner.text}, ${JSON.stringify(name)}, ${b.pop().text})`);
}

function storeSubscript(b: Body): void {
  const index = indexOf(b);
  const owner = b.pop();
  b.store(`${operand(owner)}[${index.text}]`);
}

/** A slice of the values on the stack; `bits` says which bounds there are. */
function slice(b: Body, bits: number): string {
  const end = bits & 2 ? b.pop() : null;
  const start = bits & 1 ? b.pop() : null;
  const owner = b.pop();
  return `${operand(owner)}[${bound(start)}:${bound(end)}]`;
}

const bound = (value: { text: string } | null): string =>
  value === null || value.text === 'None' ? '' : value.text;

const loadSlice =
  (bits: number): Handler =>
  (b) =>
    b.push(compound(slice(b, bits), [], 'call'));
const storeSlice =
  (bits: number): Handler =>
  (b) =>
    b.store(slice(b, bits));
const deleteSlice =
  (bits: number): Handler =>
  (b) =>
    b.emit(`del ${slice(b, bits)}`);
const rotate =
  (count: number): Handler =>
  (b) =>
    b.stack.rotate(count);

/** Copies the uppermost values. */
function duplicate(b: Body, count: number): void {
  const most = Math.min(count, 8);
  for (let depth = most; depth > 0; depth--) b.stack.replace(depth, b.shared(b.stack.peek(depth)));
  b.stack.push(...Array.from({ length: most }, (_, index) => b.stack.peek(most - index)));
}

function copy(b: Body, depth: number): void {
  const entry = b.shared(b.stack.peek(depth));
  b.stack.replace(depth, entry);
  b.push(entry);
}

const popTop: Handler = (b) => b.drop(b.stack.pop());

export const LOADS: Handlers = {
  POP_TOP: popTop,
  POP_ITER: popTop,
  ROT_TWO: rotate(2),
  ROT_THREE: rotate(3),
  ROT_FOUR: rotate(4),
  ROT_N: (b, a) => b.stack.rotate(a),
  SWAP: (b, a) => b.stack.swap(a),
  DUP_TOP: (b) => duplicate(b, 1),
  DUP_TOP_TWO: (b) => duplicate(b, 2),
  DUP_TOPX: (b, a) => duplicate(b, a),
  COPY: copy,
  PUSH_NULL: (b) => b.push(NULL),
  LOAD_CONST: loadConstant,
  LOAD_SMALL_INT: (b, a) => b.push(atom(String(a))),
  LOAD_COMMON_CONSTANT: (b, a) => b.push(atom(COMMON_CONSTANTS[a] ?? UNKNOWN.text)),
  LOAD_NAME: loadName,
  LOAD_GLOBAL: loadGlobal,
  LOAD_FROM_DICT_OR_GLOBALS: (b, a) => {
    b.stack.pop();
    b.push(atom(b.name(a)));
  },
  LOAD_FAST: loadFast,
  LOAD_FAST_CHECK: loadFast,
  LOAD_FAST_BORROW: loadFast,
  LOAD_FAST_AND_CLEAR: (b) => b.push(NULL),
  LOAD_FAST_LOAD_FAST: loadPair,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: loadPair,
  LOAD_DEREF: loadCell,
  LOAD_CLASSDEREF: loadCell,
  LOAD_CLOSURE: loadCell,
  LOAD_FROM_DICT_OR_DEREF: (b, a) => {
    b.stack.pop();
    b.push(atom(b.cell(a)));
  },
  LOAD_ATTR: loadAttribute,
  LOAD_METHOD: loadMethod,
  LOAD_SUPER_ATTR: loadSuper,
  LOAD_SPECIAL: loadSpecial,
  LOAD_ASSERTION_ERROR: (b) => b.push(atom('AssertionError')),
  LOAD_LOCALS: (b) => b.push(compound('locals()', [], 'atom')),
  LOAD_BUILD_CLASS: (b) => b.push({ kind: 'build-class' }),
  STORE_NAME: storeName,
  STORE_GLOBAL: storeGlobal,
  STORE_FAST: storeFast,
  STORE_FAST_LOAD_FAST: (b, a, i) => {
    storeFast(b, a >> 4, i);
    loadFast(b, a & 15, i);
  },
  STORE_FAST_STORE_FAST: (b, a, i) => {
    storeFast(b, a >> 4, i);
    storeFast(b, a & 15, i);
  },
  STORE_DEREF: storeCell,
  STORE_ATTR: storeAttribute,
  STORE_SUBSCR: storeSubscript,
  STORE_ANNOTATION: (b) => b.drop(b.stack.pop()),
  DELETE_NAME: (b, a) => b.emit(`del ${b.name(a)}`),
  DELETE_GLOBAL: (b, a) => {
    if (b.form !== 'module') b.globals.add(b.name(a));
    b.emit(`del ${b.name(a)}`);
  },
  DELETE_FAST: nothing,
  DELETE_DEREF: nothing,
  DELETE_ATTR: (b, a) => b.emit(`del ${receiver(b.pop())}.${b.name(a)}`),
  DELETE_SUBSCR: (b) => {
    const index = indexOf(b);
    b.emit(`del ${operand(b.pop())}[${index.text}]`);
  },
  'SLICE+0': loadSlice(0),
  'SLICE+1': loadSlice(1),
  'SLICE+2': loadSlice(2),
  'SLICE+3': loadSlice(3),
  BINARY_SLICE: loadSlice(3),
  'STORE_SLICE+0': storeSlice(0),
  'STORE_SLICE+1': storeSlice(1),
  'STORE_SLICE+2': storeSlice(2),
  'STORE_SLICE+3': storeSlice(3),
  STORE_SLICE: storeSlice(3),
  'DELETE_SLICE+0': deleteSlice(0),
  'DELETE_SLICE+1': deleteSlice(1),
  'DELETE_SLICE+2': deleteSlice(2),
  'DELETE_SLICE+3': deleteSlice(3),
};

/** Operations without a trace in source text. */
export const SILENT: Handlers = Object.fromEntries(
  `NOP RESUME CACHE MAKE_CELL COPY_FREE_VARS SETUP_ANNOTATIONS NOT_TAKEN PRECALL TO_BOOL GET_ITER
  GET_YIELD_FROM_ITER SETUP_LOOP POP_BLOCK STOP_CODE GEN_START EXIT_INIT_CHECK INTERPRETER_EXIT PRINT_NEWLINE
  CLEANUP_THROW GET_AITER ASYNC_GEN_WRAP LIST_TO_TUPLE RESERVED POP_FINALLY CALL_FINALLY WITH_CLEANUP_START
  GET_LEN COPY_DICT_WITHOUT_KEYS CHECK_EG_MATCH PREP_RERAISE_STAR`
    .split(/\s+/)
    .map((name) => [name, nothing]),
);
