/** Calls in the conventions of all versions, imports, and the making of functions and classes. */
import type { CodeObject } from '../../contracts/artifact.ts';
import { BYTECODE_NAME } from '../../limits.ts';
import type { Body } from './body.ts';
import {
  atom,
  compound,
  type Definition,
  type Entry,
  type Expression,
  NULL,
  operand,
  UNKNOWN,
} from './entries.ts';
import type { Handler, Handlers } from './handler.ts';
import { block } from './lines.ts';
import { isIdentifier } from './session.ts';

/** Runs the code of a comprehension where it stands and gives what it results in. */
export type Inline = (body: Body, code: CodeObject, argument: Entry) => Entry;

const COMPREHENSIONS = new Set(['<listcomp>', '<setcomp>', '<dictcomp>', '<genexpr>']);

/** Items of a constant tuple of strings. */
function strings(entry: Entry): string[] {
  const constant = entry.kind === 'expression' ? entry.constant : undefined;
  if (constant?.type !== 'tuple') return [];
  return constant.items.map((item) => (item.type === 'str' ? item.value.slice(0, BYTECODE_NAME) : '?'));
}

/** Arguments as written: the last ones with their keywords. */
function withKeywords(b: Body, args: readonly Entry[], keywords: readonly string[]): Expression[] {
  const first = args.length - keywords.length;
  return args.map((entry, index) => {
    const value = b.value(entry);
    const keyword = keywords[index - first];
    if (keyword === undefined || index < first) return value;
    const text = isIdentifier(keyword)
      ? `${keyword}=${value.text}`
      : `**{${JSON.stringify(keyword)}: ${value.text}}`;
    return { ...value, text };
  });
}

export function makeCalls(inline: Inline): Handlers {
  /** Calls what is known of the callee: comprehensions, decorators, classes, contexts, or anything else. */
  function call(b: Body, callee: Entry, args: readonly Entry[], keywords: readonly string[]): void {
    const [first] = args;
    // Python 2 calls the body of a class before it makes one of what that returns.
    if (b.session.minor === 0 && callee.kind === 'definition' && args.length === 0) b.push(callee);
    else if (callee.kind === 'definition' && COMPREHENSIONS.has(callee.name) && first !== undefined) {
      b.push(inline(b, callee.code, first));
    } else if (callee.kind === 'build-class') b.push(makeClass(b, args, keywords));
    else if (callee.kind === 'enter') b.push(enter(b, callee.context, callee.word));
    else if (callee.kind === 'exit') b.push(NULL);
    else if (first?.kind === 'definition' && args.length === 1 && isDecorator(callee, first)) {
      first.decorators.unshift(b.value(callee).text);
      b.push(first);
    } else {
      const values = withKeywords(b, args, keywords);
      const called = b.value(callee);
      const text = `${operand(called)}(${values.map((value) => value.text).join(', ')})`;
      b.push(compound(text, [called, ...values], 'call'));
    }
  }

  /** `callee` and the slot beside it, whichever of both is empty. */
  function callPair(b: Body, args: Entry[], keywords: readonly string[]): void {
    const upper = b.stack.pop();
    const lower = b.stack.pop();
    if (lower.kind === 'null') call(b, upper, args, keywords);
    else if (upper.kind === 'null') call(b, lower, args, keywords);
    else call(b, lower, [upper, ...args], keywords);
  }

  /** CALL_FUNCTION up to 3.5 counts pairs of keyword and value in its upper byte. */
  function oldArguments(b: Body, a: number): { args: Entry[]; keywords: string[] } {
    const named = b.stack.popMany((a >> 8) * 2);
    const args = b.stack.popMany(a & 0xff);
    const keywords: string[] = [];
    for (let at = 0; at + 1 < named.length; at += 2) {
      const key = named[at]!;
      keywords.push(
        key.kind === 'expression' && key.constant?.type === 'str'
          ? key.constant.value.slice(0, BYTECODE_NAME)
          : '?',
      );
      args.push(named[at + 1]!);
    }
    return { args, keywords };
  }

  function callFunction(b: Body, a: number): void {
    if (b.session.since(6)) {
      const args = b.stack.popMany(a);
      call(b, b.stack.pop(), args, []);
      return;
    }
    const { args, keywords } = oldArguments(b, a);
    call(b, b.stack.pop(), args, keywords);
  }

  /** Python 2: `f(*args)`, `f(**keywords)`. */
  const callStarred =
    (positional: boolean, named: boolean): Handler =>
    (b, a) => {
      const keywords = named ? [atom(`**${operand(b.pop())}`)] : [];
      const rest = positional ? [atom(`*${operand(b.pop())}`)] : [];
      const own = oldArguments(b, a);
      const values = withKeywords(b, own.args, own.keywords);
      call(b, b.stack.pop(), [...values, ...rest, ...keywords], []);
    };

  function callKeywords(b: Body, a: number): void {
    const keywords = strings(b.stack.pop());
    const args = b.stack.popMany(a);
    if (b.session.since(13)) callPair(b, args, keywords);
    else call(b, b.stack.pop(), args, keywords);
  }

  /** CALL_FUNCTION_EX: a tuple of arguments and, if there is one, a dictionary. */
  function callExtended(b: Body, a: number): void {
    const isPair = b.session.since(14);
    const named = isPair || a & 1 ? b.stack.pop() : NULL;
    const rest = b.stack.pop();
    const args = [...spread(b, rest), ...spreadKeywords(b, named)];
    if (b.session.since(11)) callPair(b, args, []);
    else call(b, b.stack.pop(), args, []);
  }

  function callMethod(b: Body, a: number): void {
    callPair(b, b.stack.popMany(a), []);
  }

  function callNew(b: Body, a: number): void {
    const keywords = b.keywords;
    b.keywords = [];
    callPair(b, b.stack.popMany(a), keywords);
  }

  return {
    CALL_FUNCTION: callFunction,
    CALL_FUNCTION_VAR: callStarred(true, false),
    CALL_FUNCTION_KW: (b, a, i) =>
      b.session.minor === 0 ? callStarred(false, true)(b, a, i) : callKeywords(b, a),
    CALL_FUNCTION_VAR_KW: callStarred(true, true),
    CALL_FUNCTION_EX: callExtended,
    CALL_METHOD: callMethod,
    CALL: callNew,
    CALL_KW: callKeywords,
    KW_NAMES: (b, a) => {
      const constant = b.constant(a);
      b.keywords = strings(constant ? { ...UNKNOWN, constant } : UNKNOWN);
    },
    BUILD_CLASS: (b) => {
      const methods = b.stack.pop();
      const bases = b.stack.pop();
      const name = b.stack.pop();
      b.push(makeClass(b, [methods, name, ...spread(b, bases)], []));
    },
  };
}

function spread(b: Body, entry: Entry): Expression[] {
  if (entry.kind === 'null') return [];
  if (entry.kind === 'display' && entry.form !== 'dict')
    return entry.items.map((text) => ({ ...atom(text), ...traits(entry) }));
  const value = b.value(entry);
  const items = value.constant && 'items' in value.constant ? value.constant.items : null;
  if (items !== null) return items.map((item) => ({ ...atom(b.session.literal(item)), constant: item }));
  return [{ ...value, text: `*${operand(value)}` }];
}

function spreadKeywords(b: Body, entry: Entry): Expression[] {
  if (entry.kind === 'null') return [];
  if (entry.kind !== 'display' || entry.form !== 'dict') {
    const value = b.value(entry);
    return [{ ...value, text: `**${operand(value)}` }];
  }
  return entry.items.map((text, index) => {
    const written = entry.keywords[index] ?? (text.startsWith('**') ? text : `**{${text}}`);
    return { ...atom(written), ...traits(entry) };
  });
}

const traits = ({ depth, effects }: { depth: number; effects: boolean }) => ({ depth, effects });

/** `@callee`: a plain name or attribute or a call that yields one; `print(lambda: 1)` is none. */
function isDecorator(callee: Entry, { name }: Definition): boolean {
  return callee.kind === 'expression' && name !== '<lambda>' && /^[\w.]+(?:\(.*\))?$/s.test(callee.text);
}

/** `__build_class__(function, name, *bases, **keywords)`. */
function makeClass(b: Body, args: readonly Entry[], keywords: readonly string[]): Entry {
  const [body, label, ...bases] = args;
  const name =
    label?.kind === 'expression' && label.constant?.type === 'str'
      ? label.constant.value.slice(0, BYTECODE_NAME)
      : '?';
  if (body?.kind !== 'definition') {
    return compound(`type(${JSON.stringify(name)}, (), {})`, [], 'call');
  }
  return {
    ...body,
    form: 'class',
    name,
    bases: withKeywords(b, bases, keywords).map(({ text }) => text),
  };
}

/** `with context as …`; the block is left empty, what follows is the same to a reader of values. */
export function enter(b: Body, context: Entry, word: string): Entry {
  const value = b.value(context);
  const head = `${word} ${value.text}`;
  const line = block(`${head}:`);
  if (b.session.mayWrite(head.length)) b.lines.push(line);
  return { kind: 'item', line, write: (target) => `${head} as ${target}:`, taken: null };
}

/** MAKE_FUNCTION up to 3.12: flags tell what is below the code (and, up to 3.10, below its qualified name). */
function makeFunction(b: Body, a: number): void {
  if (b.session.minor > 0 && !b.session.since(11)) b.stack.pop();
  const code = b.stack.pop();
  if (code.kind !== 'code') {
    b.push(UNKNOWN);
    return;
  }
  const definition = definitionOf(code.code);
  if (b.session.minor === 0) definition.defaults = b.popMany(a).map(({ text }) => text);
  else if (!b.session.since(13)) {
    for (const flag of [8, 4, 2, 1]) if (a & flag) setAttribute(b, definition, flag, b.stack.pop());
  }
  b.push(definition);
}

function definitionOf(code: CodeObject): Definition {
  return {
    kind: 'definition',
    form: 'function',
    code,
    name: code.name,
    defaults: [],
    keywordDefaults: new Map(),
    bases: [],
    decorators: [],
  };
}

function setAttribute(b: Body, definition: Definition, flag: number, value: Entry): void {
  if (flag === 1) {
    definition.defaults = spread(b, value).map(({ text }) => (text.startsWith('*') ? UNKNOWN.text : text));
  }
  if (flag !== 2) return;
  const pairs = spreadKeywords(b, value).map(({ text }) => text.split('=', 1)[0]!);
  definition.keywordDefaults = new Map(
    spreadKeywords(b, value).map(({ text }, index) => [pairs[index]!, text.slice(pairs[index]!.length + 1)]),
  );
}

/** SET_FUNCTION_ATTRIBUTE of 3.13 and later: the function is on top. */
function setFunctionAttribute(b: Body, a: number): void {
  const definition = b.stack.pop();
  const value = b.stack.pop();
  if (definition.kind === 'definition') setAttribute(b, definition, a, value);
  b.push(definition);
}

/** MAKE_CLOSURE of Python 2: the cells are below the code. */
function makeClosure(b: Body, a: number): void {
  const code = b.stack.pop();
  b.stack.pop();
  b.push(code);
  makeFunction(b, a);
}

function importName(b: Body, a: number): void {
  const names = b.stack.pop();
  const level = b.stack.pop();
  const number = level.kind === 'expression' ? Number(level.text) : 0;
  const dots = number > 0 && number < 100 ? '.'.repeat(number) : '';
  const name = b.rawName(a);
  const isFrom = !(names.kind === 'expression' && names.text === 'None');
  if (name !== '' && !name.split('.').every(isIdentifier)) {
    b.push(compound(`__import__(${JSON.stringify(name)})`, [], 'call'));
  } else b.push({ kind: 'module', name: `${dots}${name}`, isFrom, written: false });
}

/** The module stays on the stack. */
function importFrom(b: Body, a: number): void {
  const module = b.stack.peek();
  const name = b.name(a);
  if (module.kind === 'module') b.push({ kind: 'imported', module, name });
  else if (module.kind === 'imported') {
    // `import a.b.c as x` walks down from `a`.
    b.push({ kind: 'imported', module: module.module, name });
  } else b.push(compound(`${operand(b.value(module))}.${name}`, [], 'atom'));
}

function importStar(b: Body): void {
  const module = b.stack.pop();
  if (module.kind !== 'module') return;
  module.written = true;
  b.emit(`from ${module.name} import *`);
}

/** CALL_INTRINSIC_1 (Include/internal/pycore_intrinsics.h). */
function intrinsic(b: Body, a: number): void {
  if (a === 2) {
    importStar(b);
    b.push(NULL);
  } else if (a === 5) b.push(compound(`+${operand(b.pop())}`, [], 'operation'));
  else if (a >= 7 && a <= 10) {
    b.stack.pop();
    b.push(UNKNOWN);
  } else if (a === 11) {
    // Of a type alias: a tuple of name, parameters and the function that makes its value.
    b.push(b.value(b.stack.pop()));
  }
}

/** CALL_INTRINSIC_2: reraising, parameters of types, and the defaults of those. */
function intrinsicOfTwo(b: Body, a: number): void {
  const upper = b.stack.pop();
  const lower = b.stack.pop();
  b.push(a === 4 ? lower : a === 1 ? UNKNOWN : upper);
}

export const DEFINITIONS: Handlers = {
  MAKE_FUNCTION: makeFunction,
  MAKE_CLOSURE: makeClosure,
  SET_FUNCTION_ATTRIBUTE: setFunctionAttribute,
  IMPORT_NAME: importName,
  IMPORT_FROM: importFrom,
  IMPORT_STAR: importStar,
  CALL_INTRINSIC_1: intrinsic,
  CALL_INTRINSIC_2: intrinsicOfTwo,
};
