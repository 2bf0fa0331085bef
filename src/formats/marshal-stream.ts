import type { CodeBody, CodeObject, PyConstant } from '../contracts/artifact.ts';
import { MARSHAL_DEPTH, MARSHAL_ITEMS } from '../limits.ts';
import { ByteView, latin1 } from './byte-view.ts';
import type { CodeLayout } from './pyc-magic.ts';

/** `null` stands for TYPE_NULL, the end of a dict. */
type Value = PyConstant | null;

/**
 * A value that TYPE_REF may repeat, with the number of objects that repeating it adds to a full walk. A class: the
 * engine takes fields of literals for constant until one is changed, and then compiles all code anew that relied on it.
 */
class Reference {
  value: PyConstant | null = null;
  weight = 0;
}

/** Integers in front of co_code. */
const COUNTS = { python2: 4, 'python3.0': 5, 'python3.8': 6, 'python3.11': 5 } as const;
const SINCE = { python2: '2.3', 'python3.0': '3.0', 'python3.8': '3.8', 'python3.11': '3.11' } as const;

interface Locals {
  varnames: string[];
  locals: string[];
  cells: string[];
  free: string[];
}

const FLAG_REF = 0x80;
/** CO_FAST_LOCAL in co_localspluskinds: the name is a plain local variable. */
const KIND_LOCAL = 0x20;
/** CO_FAST_FREE: a name of a surrounding function. */
const KIND_FREE = 0x80;
const EMPTY = new Uint8Array();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** A surrogate half in UTF-8's own scheme, which marshal writes (`surrogatepass`) and strict decoders refuse. */
const ENCODED_SURROGATE = /(\xed[\xa0-\xbf][\x80-\xbf])/;

/**
 * One pass over one marshal value. The first problem is kept and ends the reading; nothing is thrown.
 * A reference to a container that is still being read (a cycle) becomes `...`: constants are trees.
 */
export class MarshalStream {
  offset: number;
  problem: string | null = null;
  readonly #view: ByteView;
  readonly #layout: CodeLayout;
  readonly #references: Reference[] = [];
  readonly #interned: PyConstant[] = [];
  #items = 0;

  constructor(bytes: Uint8Array, offset: number, layout: CodeLayout) {
    this.#view = new ByteView(bytes);
    this.#layout = layout;
    this.offset = offset;
  }

  /** The value at the current offset, or null with `problem` set. */
  read(): PyConstant | null {
    const value = this.#object(0);
    if (value === null) this.#fail('a null object stands where a value must be');
    return this.problem === null ? value : null;
  }

  #fail(what: string): null {
    this.problem ??= `${what} at byte ${this.offset}`;
    return null;
  }

  #object(depth: number): Value {
    if (this.problem !== null) return null;
    if (depth > MARSHAL_DEPTH) return this.#fail(`nesting deeper than ${MARSHAL_DEPTH}`);
    if (!this.#view.has(this.offset, 1)) return this.#fail('the stream ends inside a value');
    if (++this.#items > MARSHAL_ITEMS) return this.#fail(`more than ${MARSHAL_ITEMS} objects`);
    const flagged = this.#view.u8(this.offset++);
    const type = String.fromCharCode(flagged & ~FLAG_REF);
    const singleton = singletonOf(type);
    if (singleton !== undefined) return singleton;
    if (type === 'r' || type === 'R') return this.#repeat(type);
    const reference = new Reference();
    if (flagged & FLAG_REF) this.#references.push(reference);
    const before = this.#items;
    const value = this.#valueOf(type, depth);
    reference.value = value;
    reference.weight = this.#items - before;
    return value;
  }

  #valueOf(type: string, depth: number): Value {
    switch (type) {
      case 'i':
        return { type: 'int', value: BigInt(this.#int32()) };
      case 'I':
        return this.#int64();
      case 'l':
        return this.#long();
      case 'f':
        return { type: 'float', value: this.#floatText() };
      case 'g':
        return { type: 'float', value: this.#float64() };
      case 'x':
        return { type: 'complex', value: [this.#floatText(), this.#floatText()] };
      case 'y':
        return { type: 'complex', value: [this.#float64(), this.#float64()] };
      case 's':
        return this.#byteString(this.#take(this.#size()));
      case 't':
        return this.#internedString();
      case 'u':
        return { type: 'str', value: decodeUtf8(this.#take(this.#size())) };
      case 'a':
      case 'A':
        return { type: 'str', value: latin1(this.#take(this.#size())) };
      case 'z':
      case 'Z':
        return { type: 'str', value: latin1(this.#take(this.#byte())) };
      case ')':
        return { type: 'tuple', items: this.#sequence(this.#byte(), depth) };
      case '(':
        return { type: 'tuple', items: this.#sequence(this.#size(), depth) };
      case '[':
        return { type: 'list', items: this.#sequence(this.#size(), depth) };
      case '<':
        return { type: 'set', items: this.#sequence(this.#size(), depth) };
      case '>':
        return { type: 'frozenset', items: this.#sequence(this.#size(), depth) };
      case ':':
        return { type: 'slice', items: this.#sequence(3, depth) };
      case '{':
        return this.#dict(depth);
      case 'c':
        return this.#code(depth);
      default:
        return this.#fail(`unknown type ${JSON.stringify(type)}`);
    }
  }

  /** TYPE_REF (any value) and Python 2's TYPE_STRINGREF (an interned string). */
  #repeat(type: 'r' | 'R'): Value {
    const index = this.#int32();
    if (this.problem !== null) return null;
    if (type === 'R') return this.#interned[index] ?? this.#fail(`no interned string ${index}`);
    const reference = this.#references[index];
    if (!reference) return this.#fail(`no object ${index} to refer to`);
    this.#items += reference.weight;
    return reference.value ?? { type: 'ellipsis' };
  }

  #sequence(length: number, depth: number): PyConstant[] {
    const items: PyConstant[] = [];
    // An element takes a byte at least, so a length beyond the rest of the stream is a lie.
    if (!this.#view.has(this.offset, length)) this.#fail(`a sequence of ${length} items does not fit`);
    for (let index = 0; index < length && this.problem === null; index++) {
      const item = this.#object(depth + 1);
      if (item) items.push(item);
      else this.#fail('a null object inside a sequence');
    }
    return items;
  }

  #dict(depth: number): Value {
    const entries: [PyConstant, PyConstant][] = [];
    for (;;) {
      const key = this.#object(depth + 1);
      if (this.problem !== null) return null;
      if (key === null) return { type: 'dict', entries };
      const value = this.#object(depth + 1);
      if (value === null) return this.#fail('a dict key without value');
      entries.push([key, value]);
    }
  }

  #code(depth: number): Value {
    const layout = this.#layout;
    const head = Array.from({ length: COUNTS[layout] }, () => this.#int32());
    const bytes = this.#expectBytes(this.#object(depth + 1), 'co_code');
    const constants = this.#tuple(this.#object(depth + 1), 'co_consts');
    const names = this.#names(this.#object(depth + 1), 'co_names');
    const { varnames, ...variables } =
      layout === 'python3.11' ? this.#localsPlus(depth) : this.#locals(depth);
    const filename = this.#text(this.#object(depth + 1), 'co_filename');
    const name = this.#text(this.#object(depth + 1), 'co_name');
    if (layout === 'python3.11') this.#text(this.#object(depth + 1), 'co_qualname');
    const firstLine = this.#int32();
    this.#expectBytes(this.#object(depth + 1), 'the line table');
    const hasTable = layout === 'python3.11';
    const exceptions = hasTable ? this.#expectBytes(this.#object(depth + 1), 'the exception table') : EMPTY;
    if (this.problem !== null) return null;
    const children = constants.flatMap((item) => (item.type === 'code' ? [item.value] : []));
    const plain = constants.filter((item) => item.type !== 'code');
    const parameters = parametersOf(layout, head);
    const flags = head.at(-1) ?? 0;
    const body = { bytes, constants, ...variables, parameters, flags, exceptions, since: SINCE[layout] };
    const code: CodeObject = { name, filename, firstLine, names, varnames, constants: plain, children, body };
    return { type: 'code', value: code };
  }

  /** co_varnames of 3.11+, out of co_localsplusnames and co_localspluskinds. */
  #localsPlus(depth: number): Locals {
    const locals = this.#names(this.#object(depth + 1), 'co_localsplusnames');
    const kinds = this.#expectBytes(this.#object(depth + 1), 'co_localspluskinds');
    const varnames = locals.filter((_, index) => ((kinds[index] ?? 0) & KIND_LOCAL) !== 0);
    const free = locals.filter((_, index) => ((kinds[index] ?? 0) & KIND_FREE) !== 0);
    return { varnames, locals, cells: [], free };
  }

  /** co_varnames, co_freevars and co_cellvars of older versions. */
  #locals(depth: number): Locals {
    const varnames = this.#names(this.#object(depth + 1), 'co_varnames');
    const free = this.#names(this.#object(depth + 1), 'co_freevars');
    const cells = this.#names(this.#object(depth + 1), 'co_cellvars');
    return { varnames, locals: varnames, cells: [...cells, ...free], free };
  }

  #tuple(value: Value, what: string): PyConstant[] {
    if (value?.type === 'tuple') return value.items;
    this.#fail(`${what} is no tuple`);
    return [];
  }

  #names(value: Value, what: string): string[] {
    return this.#tuple(value, what).map((item) => this.#text(item, `an item of ${what}`));
  }

  #text(value: Value, what: string): string {
    if (value?.type === 'str') return value.value;
    if (value?.type === 'bytes' && this.#layout === 'python2') return latin1(value.value);
    this.#fail(`${what} is no string`);
    return '';
  }

  #expectBytes(value: Value, what: string): Uint8Array {
    if (value?.type === 'bytes') return value.value;
    if (value?.type === 'str' && this.#layout === 'python2') return Buffer.from(value.value, 'latin1');
    this.#fail(`${what} is no byte string`);
    return new Uint8Array();
  }

  /** Python 2's `str` is text as long as it is ASCII; a later reader cannot know more. */
  #byteString(bytes: Uint8Array): PyConstant {
    const isText = this.#layout === 'python2' && bytes.every((byte) => byte < 0x80);
    return isText ? { type: 'str', value: latin1(bytes) } : { type: 'bytes', value: bytes };
  }

  #internedString(): PyConstant {
    const bytes = this.#take(this.#size());
    if (this.#layout !== 'python2') return { type: 'str', value: decodeUtf8(bytes) };
    const value = this.#byteString(bytes);
    this.#interned.push(value);
    return value;
  }

  #int64(): PyConstant {
    const low = this.#int32() >>> 0;
    return { type: 'int', value: (BigInt(this.#int32()) << 32n) | BigInt(low) };
  }

  /** Little-endian digits of 15 bits; the sign is the sign of their number. Linear, through hexadecimal. */
  #long(): Value {
    const count = this.#int32();
    const digits = this.#take(Math.abs(count) * 2);
    const view = new ByteView(digits);
    let bits = 0;
    let held = 0;
    const nibbles: string[] = [];
    for (let at = 0; at < digits.length; at += 2) {
      held |= (view.u16(at) & 0x7fff) << bits;
      for (bits += 15; bits >= 4; bits -= 4, held >>>= 4) nibbles.push((held & 15).toString(16));
    }
    nibbles.push(held.toString(16));
    const magnitude = BigInt(`0x${nibbles.reverse().join('')}`);
    return { type: 'int', value: count < 0 ? -magnitude : magnitude };
  }

  #floatText(): number {
    const text = latin1(this.#take(this.#byte()));
    return Number(text);
  }

  #float64(): number {
    const at = this.offset;
    this.#take(8);
    return this.#view.f64(at);
  }

  #byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  #int32(): number {
    const at = this.offset;
    this.#take(4);
    return this.problem === null ? this.#view.i32(at) : 0;
  }

  #size(): number {
    const size = this.#int32();
    if (size >= 0) return size;
    this.#fail(`a negative size ${size}`);
    return 0;
  }

  #take(size: number): Uint8Array {
    if (this.problem !== null) return new Uint8Array();
    if (!this.#view.has(this.offset, size)) {
      this.#fail(`${size} bytes do not fit`);
      return new Uint8Array();
    }
    const taken = this.#view.slice(this.offset, size);
    this.offset += size;
    return taken;
  }
}

/** The stack's size, and before 3.11 the number of locals, stand between parameters and flags. */
function parametersOf(layout: CodeLayout, head: readonly number[]): CodeBody['parameters'] {
  const [positional = 0, second = 0, third = 0] = head;
  if (layout === 'python2') return { positional, positionalOnly: 0, keywordOnly: 0 };
  if (layout === 'python3.0') return { positional, positionalOnly: 0, keywordOnly: second };
  return { positional, positionalOnly: second, keywordOnly: third };
}

/** Values without content, which are never numbered for references; undefined for all others. */
function singletonOf(type: string): Value | undefined {
  switch (type) {
    case '0':
      return null;
    case 'N':
      return { type: 'none' };
    case 'F':
      return { type: 'bool', value: false };
    case 'T':
      return { type: 'bool', value: true };
    case 'S':
      return { type: 'stop-iteration' };
    case '.':
      return { type: 'ellipsis' };
    default:
      return undefined;
  }
}

/** UTF-8 with lone surrogates kept; anything else that is invalid becomes U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  if (!text.includes('\ufffd')) return text;
  const pieces = latin1(bytes).split(ENCODED_SURROGATE);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 0) return utf8.decode(Buffer.from(piece, 'latin1'));
      const high = piece.charCodeAt(1) & 0x3f;
      return String.fromCharCode(0xd000 | (high << 6) | (piece.charCodeAt(2) & 0x3f));
    })
    .join('');
}
