import type { PickleProgram } from '../contracts/artifact.ts';
import { PICKLE_CALLS_PER_NAME, PICKLE_GLOBALS, PICKLE_STACK } from '../limits.ts';
import type { DecodedArgument } from './pickle-opcodes.ts';
import {
  container,
  extend,
  literalText,
  type PickleValue,
  renderArguments,
  UNKNOWN,
} from './pickle-value.ts';

/** Python 2's names of modules, which Python 3 maps when it loads protocols 0-2. */
const RENAMED: Record<string, string> = { __builtin__: 'builtins', copy_reg: 'copyreg' };

const FORMS = { TUPLE: 'tuple', LIST: 'list', DICT: 'dict', FROZENSET: 'set' } as const;

/**
 * The stack machine of the pickle format with symbolic values: it knows names, literals and who is called with
 * what, and runs nothing. `step` returns false when a real unpickler would stop with an error.
 */
export class PickleMachine {
  readonly globals: PickleProgram['globals'] = [];
  protocol = 0;
  /** More names were imported than are kept. */
  overflowed = false;
  readonly #stack: PickleValue[] = [];
  /** Heights of the stack at each open MARK. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  readonly #entryOf = new Map<string, number>();
  /** Arguments already kept of each name's calls. */
  readonly #callsOf = new Map<string, Set<string>>();
  /** Entries the memo was given, kept or not. */
  #memorised = 0;

  get height(): number {
    return this.#stack.length;
  }

  step(name: string, argument: DecodedArgument, offset: number): boolean {
    const { value, second } = argument;
    switch (name) {
      case 'PROTO':
        this.protocol = Number(value);
        return true;
      case 'FRAME':
        return true;
      case 'GLOBAL':
        return this.#push(this.#import(String(value), second, offset));
      case 'STACK_GLOBAL': {
        const [module, attribute] = this.#pop(2);
        if (!module || !attribute) return false;
        return this.#push(this.#import(literalText(module) ?? '?', literalText(attribute) ?? '?', offset));
      }
      case 'EXT1':
      case 'EXT2':
      case 'EXT4':
        return this.#push(this.#import('copyreg', `extension-${value}`, offset));
      default:
        return this.#call(name, argument, offset) ?? this.#build(name, argument);
    }
  }

  /** Opcodes that call something; null for all others. */
  #call(name: string, argument: DecodedArgument, offset: number): boolean | null {
    switch (name) {
      case 'REDUCE':
      case 'NEWOBJ': {
        const [callee, given] = this.#pop(2);
        return callee !== undefined && this.#push(this.#invoke(callee, given, offset));
      }
      case 'NEWOBJ_EX': {
        const [callee, given] = this.#pop(3);
        return callee !== undefined && this.#push(this.#invoke(callee, given, offset));
      }
      case 'INST': {
        const given = this.#popMark();
        const callee = this.#import(String(argument.value), argument.second, offset);
        return given !== null && this.#push(this.#invoke(callee, container('tuple', given), offset));
      }
      case 'OBJ': {
        const [callee, ...given] = this.#popMark() ?? [];
        return callee !== undefined && this.#push(this.#invoke(callee, container('tuple', given), offset));
      }
      case 'BUILD':
        return this.#pop(1).length === 1 && this.#stack.length > 0;
      default:
        return null;
    }
  }

  /** Opcodes that put values together or away. */
  #build(name: string, { value }: DecodedArgument): boolean {
    switch (name) {
      case 'MARK':
        this.#marks.push(this.#stack.length);
        return true;
      case 'POP':
        return this.#marks.at(-1) === this.#stack.length
          ? this.#marks.pop() !== undefined
          : this.#stack.pop() !== undefined;
      case 'POP_MARK':
        return this.#popMark() !== null;
      case 'DUP':
        return this.#stack.length > 0 && this.#push(this.#stack.at(-1)!);
      case 'TUPLE':
      case 'LIST':
      case 'DICT':
      case 'FROZENSET': {
        const items = this.#popMark();
        return items !== null && this.#push(container(FORMS[name], items));
      }
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3': {
        const count = Number(name.at(-1));
        const items = this.#pop(count);
        return items.length === count && this.#push(container('tuple', items));
      }
      case 'APPENDS':
      case 'SETITEMS':
      case 'ADDITEMS': {
        const items = this.#popMark();
        extend(this.#stack.at(-1), items ?? []);
        return items !== null && this.#stack.length > 0;
      }
      case 'APPEND':
      case 'SETITEM': {
        const items = this.#pop(name === 'APPEND' ? 1 : 2);
        extend(this.#stack.at(-1), items);
        return items.length > 0 && this.#stack.length > 0;
      }
      default:
        return this.#memorise(name, value) ?? this.#literal(name, value);
    }
  }

  #memorise(name: string, value: DecodedArgument['value']): boolean | null {
    switch (name) {
      case 'MEMOIZE':
      case 'PUT':
      case 'BINPUT':
      case 'LONG_BINPUT': {
        const top = this.#stack.at(-1);
        if (!top) return false;
        const index = name === 'MEMOIZE' ? this.#memorised : Number(value);
        this.#memorised++;
        if (this.#memo.size < PICKLE_STACK) this.#memo.set(index, top);
        return true;
      }
      case 'GET':
      case 'BINGET':
      case 'LONG_BINGET': {
        const known = this.#memo.get(Number(value));
        if (known === undefined && this.#memo.size < PICKLE_STACK) return false;
        return this.#push(known ?? UNKNOWN);
      }
      default:
        return null;
    }
  }

  #literal(name: string, value: DecodedArgument['value']): boolean {
    switch (name) {
      case 'NONE':
        return this.#push({ kind: 'literal', value: null });
      case 'NEWTRUE':
      case 'NEWFALSE':
        return this.#push({ kind: 'literal', value: name === 'NEWTRUE' });
      case 'EMPTY_TUPLE':
        return this.#push(container('tuple', []));
      case 'EMPTY_LIST':
        return this.#push(container('list', []));
      case 'EMPTY_DICT':
        return this.#push(container('dict', []));
      case 'EMPTY_SET':
        return this.#push(container('set', []));
      case 'INT':
      case 'LONG':
      case 'FLOAT':
        return this.#number(name, String(value));
      case 'STRING':
        return this.#quoted(String(value));
      case 'UNICODE':
        return this.#push({ kind: 'literal', value: unescapeUnicode(String(value)) });
      case 'BINPERSID':
        return this.#pop(1).length === 1 && this.#push(UNKNOWN);
      case 'PERSID':
      case 'NEXT_BUFFER':
        return this.#push(UNKNOWN);
      case 'READONLY_BUFFER':
        return this.#stack.length > 0;
      default:
        return this.#push({ kind: 'literal', value });
    }
  }

  #number(name: string, text: string): boolean {
    if (name === 'INT' && (text === '00' || text === '01')) {
      return this.#push({ kind: 'literal', value: text === '01' });
    }
    const number = Number(name === 'LONG' ? text.replace(/L$/, '') : text);
    return text.trim() !== '' && !Number.isNaN(number) && this.#push({ kind: 'literal', value: number });
  }

  /** A `repr` of a Python 2 str. */
  #quoted(text: string): boolean {
    const trimmed = text.trimEnd();
    const quote = trimmed[0];
    if ((quote !== "'" && quote !== '"') || trimmed.length < 2 || !trimmed.endsWith(quote)) return false;
    return this.#push({ kind: 'literal', value: unescapeString(trimmed.slice(1, -1)) });
  }

  #push(value: PickleValue): boolean {
    if (this.#stack.length >= PICKLE_STACK) return false;
    this.#stack.push(value);
    return true;
  }

  /** The last `count` values, bottom first; fewer when the stack (above the last mark) is too low. */
  #pop(count: number): PickleValue[] {
    const floor = this.#marks.at(-1) ?? 0;
    if (this.#stack.length - count < floor) return [];
    return this.#stack.splice(this.#stack.length - count, count);
  }

  #popMark(): PickleValue[] | null {
    const floor = this.#marks.pop();
    return floor === undefined ? null : this.#stack.splice(floor);
  }

  /** Records an import that was seen outside the flow of opcodes. */
  note(module: string, attribute: string, offset: number): void {
    this.#import(module, attribute, offset);
  }

  #import(module: string, attribute: string, offset: number): PickleValue {
    const name = `${RENAMED[module] ?? module}.${attribute}`;
    return { kind: 'global', name, entry: this.#record(name, offset) };
  }

  /** Index of the entry for a name; each name has one for its import. */
  #record(name: string, offset: number): number {
    const known = this.#entryOf.get(name);
    if (known !== undefined) return known;
    if (this.globals.length >= PICKLE_GLOBALS) {
      this.overflowed = true;
      return -1;
    }
    const entry = this.globals.push({ name, called: false, args: [], offset }) - 1;
    this.#entryOf.set(name, entry);
    return entry;
  }

  #invoke(callee: PickleValue, given: PickleValue | undefined, offset: number): PickleValue {
    if (callee.kind !== 'global') return UNKNOWN;
    const args = renderArguments(given);
    this.#noteCall(callee.name, callee.entry, args, offset);
    const reached = reachedName(callee.name, given);
    if (reached === null) return { kind: 'result', of: callee.name };
    return { kind: 'global', name: reached, entry: this.#record(reached, offset) };
  }

  /** The first call fills the import's own entry; later ones with other arguments add a few entries. */
  #noteCall(name: string, entry: number, args: string[], offset: number): void {
    const known = this.globals[entry];
    if (!known) return;
    const seen = this.#callsOf.get(name) ?? new Set();
    const key = args.join('\0');
    if (seen.size > PICKLE_CALLS_PER_NAME || seen.has(key)) return;
    this.#callsOf.set(name, seen.add(key));
    if (!known.called) {
      known.called = true;
      known.args = args;
    } else if (this.globals.length < PICKLE_GLOBALS) {
      this.globals.push({ name, called: true, args, offset });
    }
  }
}

/** The name that a look-up by call yields: `getattr(os, 'system')`, `__import__('os')`; null for other calls. */
function reachedName(callee: string, given: PickleValue | undefined): string | null {
  const items = given?.kind === 'container' ? given.items : [];
  const [first, second] = items;
  if (callee === 'builtins.__import__' || callee === 'importlib.import_module') return literalText(first);
  if (callee !== 'builtins.getattr' || first?.kind !== 'global') return null;
  const attribute = literalText(second);
  return attribute === null ? null : `${first.name}.${attribute}`;
}

/** `\uXXXX` and `\UXXXXXXXX` of raw-unicode-escape. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short, long) => {
    const code = Number.parseInt(short ?? long, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

function unescapeString(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (whole, hex, letter) =>
    hex === undefined ? (ESCAPES[letter] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
