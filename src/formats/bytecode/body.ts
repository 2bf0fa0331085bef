/** One code object on its way to statements: its stack, its open blocks, and what handlers of operations need. */
import type { CodeObject, PyConstant } from '../../contracts/artifact.ts';
import { BYTECODE_BLOCKS, BYTECODE_EXPRESSION_DEPTH, BYTECODE_NAME } from '../../limits.ts';
import {
  atom,
  compound,
  type Definition,
  type Display,
  type Entry,
  type Expression,
  type ImportedModule,
  type Item,
  operand,
  type Part,
  type PartGroup,
  UNKNOWN,
} from './entries.ts';
import type { Instruction } from './instructions.ts';
import { block, type Line, simple } from './lines.ts';
import { isIdentifier, type Session } from './session.ts';
import { Stack } from './stack.ts';

export type Form = 'module' | 'function' | 'class' | 'comprehension';

/** A block that is being filled. */
export interface Open {
  kind: 'if' | 'rest' | 'try' | 'for' | 'while';
  line: Line;
  into: Line[];
  /** Byte offset at which it ends. */
  end: number;
  /** Byte offset that `continue` jumps to, of loops. */
  start: number;
}

/** Writes a definition where it stands; given by the module that recovers code objects. */
export type Define = (body: Body, definition: Definition, name: string) => void;

/** Characters of a name or constant that may be written twice. */
const TRIVIAL = 60;

export class Body {
  readonly session: Session;
  readonly code: CodeObject;
  readonly form: Form;
  readonly define: Define;
  readonly nesting: number;
  readonly stack = new Stack();
  readonly open: Open[] = [];
  /** Names that need `global` or `nonlocal`. */
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** Of comprehensions: what they iterate over, and what they result in. */
  argument: Entry = UNKNOWN;
  result: Entry = UNKNOWN;
  /** Name of the list that a generator expression fills. */
  yields: string | null = null;
  /** Keywords of the next call (KW_NAMES of 3.11 and 3.12). */
  keywords: string[] = [];
  /** Instructions before this offset belong to an operation that was understood as a whole. */
  skip = 0;
  previous: Instruction | null = null;
  /** The next instruction is reached from the one before it. */
  falls = true;
  readonly #lines: Line[];
  #free: ReadonlySet<string> | null = null;

  constructor(session: Session, code: CodeObject, form: Form, into: Line[], define: Define, nesting: number) {
    this.session = session;
    this.code = code;
    this.form = form;
    this.define = define;
    this.nesting = nesting;
    this.#lines = into;
  }

  get lines(): Line[] {
    return this.open.at(-1)?.into ?? this.#lines;
  }

  emit(text: string, ends = false): void {
    if (this.session.mayWrite(text.length)) this.lines.push(simple(text, ends));
  }

  /** The innermost loop. */
  get loop(): Open | undefined {
    return this.open.findLast(({ kind }) => kind === 'for' || kind === 'while');
  }

  /** Opens a block below a new line; false when there are too many. */
  begin(kind: Open['kind'], text: string, end: number, start = -1): Line | null {
    const limit = Math.min(end, this.open.at(-1)?.end ?? Number.POSITIVE_INFINITY);
    if (this.open.length >= BYTECODE_BLOCKS || !this.session.mayWrite(text.length)) return null;
    const line = block(text);
    this.lines.push(line);
    this.open.push({ kind, line, into: line.body!, end: limit, start });
    return line;
  }

  /** As the code object has it, cut where nobody would read on. */
  rawName(index: number): string {
    return (this.code.names[index] ?? '?').slice(0, BYTECODE_NAME);
  }

  name(index: number): string {
    return this.session.identifier(this.rawName(index));
  }

  local(index: number): string {
    return this.session.identifier((this.code.body.locals[index] ?? '?').slice(0, BYTECODE_NAME));
  }

  /** A cell or free variable. */
  cell(index: number): string {
    const { cells, locals } = this.code.body;
    const name = (this.session.since(11) ? locals[index] : cells[index]) ?? '?';
    return this.session.identifier(name.slice(0, BYTECODE_NAME));
  }

  /** A variable of a surrounding function. */
  isFree(name: string): boolean {
    this.#free ??= new Set(
      this.code.body.free.map((free) => this.session.identifier(free.slice(0, BYTECODE_NAME))),
    );
    return this.#free.has(name);
  }

  constant(index: number): PyConstant | undefined {
    return this.code.body.constants[index];
  }

  /** What got too deep becomes a statement first. */
  push(value: Entry): void {
    const isDeep = value.kind === 'expression' && value.depth > BYTECODE_EXPRESSION_DEPTH;
    this.stack.push(isDeep ? this.spill(value) : value);
  }

  pop(): Expression {
    return this.value(this.stack.pop());
  }

  popMany(count: number): Expression[] {
    return this.stack.popMany(count).map((entry) => this.value(entry));
  }

  /** The entry as an expression, writing whatever has to be written before it can be one. */
  value(entry: Entry): Expression {
    switch (entry.kind) {
      case 'expression':
        return entry;
      case 'display':
        return displayed(entry);
      case 'module':
        return this.#imported(entry);
      case 'imported':
        return compound(`${this.#imported(entry.module).text}.${entry.name}`, [], 'atom');
      case 'definition':
        return this.#defined(entry);
      case 'item':
        return this.#taken(entry);
      case 'part':
        return this.#partTaken(entry);
      case 'replacement':
        return atom(`f"{${entry.text}}"`);
      case 'enter':
        return this.value(entry.context);
      default:
        return UNKNOWN;
    }
  }

  /** The value under a name of its own. */
  spill(value: Expression): Expression {
    const name = this.session.fresh();
    this.emit(`${name} = ${value.text}`);
    return atom(name);
  }

  /** An entry that may stand in the text twice. */
  shared(entry: Entry): Entry {
    const kept = ['null', 'exit', 'module', 'imported', 'code', 'build-class', 'definition'];
    if (kept.includes(entry.kind)) return entry;
    const value = this.value(entry);
    return value.atom && !value.effects && value.text.length <= TRIVIAL ? value : this.spill(value);
  }

  /** Gives the top of the stack to a target: `name`, `x.attribute`, `x[0]`. */
  store(target: string, plain: string | null = null): void {
    const entry = this.stack.pop();
    switch (entry.kind) {
      case 'null':
      case 'exit':
        return;
      case 'item':
        if (entry.taken === null) this.#take(entry, target);
        else this.emit(`${target} = ${entry.taken}`);
        return;
      case 'part':
        this.#give(entry, target);
        return;
      case 'module':
        this.#importAs(entry, target, plain);
        return;
      case 'imported':
        this.#importFrom(entry, target, plain);
        return;
      case 'definition':
        if (plain === null || (entry.form === 'function' && !isIdentifier(entry.name))) {
          this.emit(`${target} = ${this.value(entry).text}`);
        } else this.define(this, entry, plain);
        return;
      default:
        this.#protect(plain);
        this.emit(`${target} = ${this.value(entry).text}`);
    }
  }

  /** Values on the stack that mention a name which is about to change: `a, b = b, a`. */
  #protect(name: string | null): void {
    if (name === null) return;
    for (let depth = 1; depth <= Math.min(4, this.stack.height); depth++) {
      const entry = this.stack.peek(depth);
      if (entry.kind === 'expression' && entry.text.length < 200 && mentions(entry.text, name)) {
        this.stack.replace(depth, this.spill(entry));
      }
    }
  }

  /** Drops a value: what evaluating it does must stay. */
  drop(entry: Entry): void {
    if (entry.kind === 'module') {
      if (!entry.written) this.#statement(entry);
    } else if (entry.kind === 'definition') this.value(entry);
    else if (entry.kind === 'display' || entry.kind === 'expression') {
      const { effects, text } = this.value(entry);
      if (effects) this.emit(text);
    }
  }

  #statement(module: ImportedModule): void {
    module.written = true;
    this.emit(importText(module.name, null));
  }

  #imported(module: ImportedModule): Expression {
    const name = this.session.fresh();
    module.written = true;
    this.emit(importText(module.name, name));
    return atom(name);
  }

  #importAs(module: ImportedModule, target: string, plain: string | null): void {
    module.written = true;
    if (plain === null) this.emit(`${target} = ${this.#imported(module).text}`);
    else if (!module.isFrom && module.name.split('.', 1)[0] === plain) this.#statement(module);
    else this.emit(importText(module.name, plain));
  }

  #importFrom({ module, name }: Entry & { kind: 'imported' }, target: string, plain: string | null): void {
    module.written = true;
    if (plain === null) {
      this.emit(`${target} = ${this.#imported(module).text}.${name}`);
      return;
    }
    // `import a.b as x` is an import of `a.b` from which `b` is taken.
    const text = module.isFrom ? `from ${module.name} import ${name}` : `import ${module.name}`;
    this.emit(text.endsWith(` ${plain}`) && module.isFrom ? text : `${text} as ${plain}`);
  }

  #defined(definition: Definition): Expression {
    const { name } = definition;
    const plain = isIdentifier(name) ? name : `${this.session.fresh()}${name.replace(/\W+/g, '_')}`;
    this.define(this, definition, plain);
    return atom(plain);
  }

  #take(item: Item, target: string): void {
    item.taken = target;
    item.line.text = item.write(target);
  }

  #taken(item: Item): Expression {
    if (item.taken === null) this.#take(item, this.session.fresh());
    return atom(item.taken ?? UNKNOWN.text);
  }

  #partTaken(part: Part): Expression {
    const known = part.group.targets[part.index];
    if (known) return atom(known);
    const name = this.session.fresh();
    this.#give(part, name);
    return atom(name);
  }

  #give({ group, index }: Part, target: string): void {
    const known = group.targets[index];
    if (known) {
      this.emit(`${target} = ${known}`);
      return;
    }
    group.targets[index] = group.starred === index ? `*${target}` : target;
    if (--group.missing === 0) this.#unpack(group);
  }

  #unpack({ from, targets }: PartGroup): void {
    const text = targets.length === 1 ? `(${targets[0]},)` : `(${targets.join(', ')})`;
    if (from.kind === 'item' && from.taken === null) this.#take(from, text);
    else if (from.kind === 'part' && !from.group.targets[from.index]) this.#give(from, text);
    else this.emit(`${text} = ${this.value(from).text}`);
  }
}

/** Names of one letter stand in too many texts for a search without borders. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + name.length] ?? ' ')) return true;
  }
  return false;
}

function importText(name: string, as: string | null): string {
  const dots = /^\.*/.exec(name)![0];
  if (dots === '') return as === null ? `import ${name}` : `import ${name} as ${as}`;
  const [rest, last] = [name.slice(dots.length), name.slice(name.lastIndexOf('.') + 1)];
  if (rest === '') return `from ${dots} import __name__${as === null ? '' : ` as ${as}`}`;
  const parent = name.slice(0, name.length - last.length).replace(/(?<=[^.])\.$/, '');
  return `from ${parent} import ${last}${as === null ? '' : ` as ${as}`}`;
}

const BRACKETS = { list: ['[', ']'], tuple: ['(', ')'], set: ['{', '}'], dict: ['{', '}'] } as const;

function displayed({ form, items, depth, effects }: Display): Expression {
  const [open, close] = BRACKETS[form];
  const comma = form === 'tuple' && items.length === 1 ? ',' : '';
  const text = form === 'set' && items.length === 0 ? 'set()' : `${open}${items.join(', ')}${comma}${close}`;
  return { kind: 'expression', text, atom: true, depth: depth + 1, effects };
}

/** A display out of values. */
export function display(form: Display['form'], values: readonly Expression[]): Display {
  const items = values.map((value) => value.text);
  return {
    kind: 'display',
    form,
    items,
    keywords: [],
    depth: values.reduce((most, value) => Math.max(most, value.depth), 0),
    effects: values.some((value) => value.effects),
  };
}

export { operand };
