import type { PythonSource, SourceRole } from '../../contracts/artifact.ts';
import type { Layer, Phase } from '../../contracts/location.ts';
import type { Expression, FunctionDef, Lambda, Module, Statement } from '../../python/ast.ts';
import { LineTable, type Position } from '../../python/line-table.ts';
import type { AnyCall } from './edges.ts';
import { Offsets } from './offsets.ts';
import type { Scope } from './scope.ts';
import type { Budget } from './steps.ts';
import type { Origin } from './taint.ts';
import type { Ref, Value } from './values.ts';

/** One text that is evaluated: a member's own, or a layer's. */
export class SourceText {
  readonly path: string;
  readonly layer: Layer | null;
  /** Number of layers between the member and this text. */
  readonly depth: number;
  readonly length: number;
  readonly #text: string | { readonly text: string };
  /** Offsets of string constants whose content has been looked at. */
  readonly scanned = new Offsets();
  /** First records of the functions defined in this text, by their offsets. */
  readonly functions = new Map<number, FunctionRecord>();
  /** Its functions were given up, or done with long ago: calling one may have its price. */
  bare = false;
  /** Some of its functions have lost their bodies. */
  lacksBodies = false;
  /** Characters of those that were parsed again by themselves: functions in one another are so once for each. */
  parsedAgain = 0;
  /** Sources created in this text, by kind and place; most texts have none. */
  origins: Map<string, Origin[]> | null = null;
  /** Set for a text without lines of its own: all of it stands where it is run. */
  readonly #fixed: { offset: number; position: Position } | null;
  #lines: LineTable | null = null;

  constructor(
    path: string,
    text: string | { readonly text: string; readonly length: number },
    layer: Layer | null,
    depth: number,
    fixed: { offset: number; position: Position } | null = null,
  ) {
    this.path = path;
    this.length = text.length;
    this.#text = text;
    this.layer = layer;
    this.depth = depth;
    this.#fixed = fixed;
  }

  get text(): string {
    return typeof this.#text === 'string' ? this.#text : this.#text.text;
  }

  /** False for a text that stands for one of another, whose offsets are not its own. */
  get isOwn(): boolean {
    return this.#fixed === null;
  }

  /** Where in the member's or layer's text an offset of this text stands. */
  anchor(offset: number): number {
    return this.#fixed === null ? offset : this.#fixed.offset;
  }

  /** All of it has been evaluated, and other texts as well since: what can be found again is not kept. */
  retire(): void {
    this.bare = true;
    this.#lines = null;
    this.scanned.settle();
  }

  /** Line and column of an offset; most texts are never asked. */
  position(offset: number): Position {
    if (this.#fixed !== null) return this.#fixed.position;
    this.#lines ??= new LineTable(this.text);
    return this.#lines.position(offset);
  }
}

/** A piece of code that runs as a whole: a module body, its `__main__` block, or a function body. */
export class CodeUnit {
  readonly id: number;
  /** Function or class path inside its module, '' for a module body. */
  readonly name: string;
  readonly module: OwnModule;
  /** Set by reachability. */
  phase: Phase = 'call';
  /** Most run nothing else of the distribution, or one thing. */
  #runs: CodeUnit | Set<CodeUnit> | null = null;

  constructor(id: number, name: string, module: OwnModule) {
    this.id = id;
    this.name = name;
    this.module = module;
  }

  /** A unit runs when this one does. */
  runs(unit: CodeUnit): void {
    if (this.#runs instanceof Set) this.#runs.add(unit);
    else if (this.#runs === null) this.#runs = unit;
    else if (this.#runs !== unit) this.#runs = new Set([this.#runs, unit]);
  }

  /** Units that run when this one does. */
  get ran(): Iterable<CodeUnit> {
    if (this.#runs === null) return NOTHING;
    return this.#runs instanceof Set ? this.#runs : [this.#runs];
  }
}

const NOTHING: readonly CodeUnit[] = [];

/** Program text that was recovered and run. */
export interface Program {
  source: SourceText;
  tree: Module;
  /** Being run now. */
  active: boolean;
}

/** A module of the distribution itself. */
export interface OwnModule {
  path: string;
  /** Dotted import name, or null. */
  name: string | null;
  isPackage: boolean;
  role: SourceRole;
  source: SourceText;
  /** Its syntax tree is asked for once: what is needed later is kept with the functions. */
  file: PythonSource;
  /** Its documentation, once its body runs. */
  doc: string | null;
  scope: Scope;
  body: CodeUnit;
  mainBlock: CodeUnit;
  /** A test, an example or a tool: no victim runs it, unless what is installed does. */
  isBeside: boolean;
  /** `ran`: its body; its functions wait until the bodies of all that it imports have run. */
  state: 'new' | 'running' | 'ran' | 'done';
  /** Null before and after its evaluation. */
  budget: Budget | null;
  /** External modules whose names were imported with `*`. */
  starImports: string[];
  /** Functions and methods defined here, for those nobody calls. */
  functions: FunctionRecord[];
}

export interface FunctionRecord {
  node: FunctionDef | Lambda;
  name: string;
  unit: CodeUnit;
  source: SourceText;
  /** Scope the function was defined in. */
  scope: Scope;
  owner: ClassRecord | null;
  /** Value of the default arguments, parallel to `params.all` unless empty; null where there is none. */
  defaults: (Value | null)[];
  /** What it returns when nothing is known of its arguments; null until evaluated. */
  result: Value | null;
  state: 'new' | 'running' | 'done';
  /** Results for particular arguments. */
  memo: Map<string, Value> | null;
  /** Inlined evaluations now on the stack. */
  active: number;
  /** Made while following a call: what it closes over may be known. */
  informed: boolean;
  /** The record of the definition's first run, which stands for any caller; null for that one itself. */
  first: FunctionRecord | null;
  traits: Traits | null;
  /** What calls it with what comes over the network: `telebot.TeleBot.message_handler`. */
  remote?: string;
  descriptor: 'property' | 'static' | 'class' | null;
  /** What its calls that were followed have run; kept by the first record. */
  any: AnyCall | null;
  /** What following its calls has brought, in all runs of its definition together; kept by the first record. */
  gain: Gain | null;
}

/** Tells whether further calls of a function are worth following. */
export interface Gain {
  /** Calls followed since the last one that told anything new. */
  idle: number;
  /** What the last call returned, for comparison. */
  last: string | null;
  /** Origins, by id, that its arguments have carried. */
  origins: Set<number> | null;
  /** Functions that it was given. */
  functions: Set<FunctionRecord> | null;
}

/** The record of a definition's first run, which holds what is known of all its runs. */
export const firstOf = (fn: FunctionRecord): FunctionRecord => fn.first ?? fn;

/** What the text of a function says of its calls. */
export interface Traits {
  generator: boolean;
  /** It assigns names of its surroundings: every call counts. */
  stateful: boolean;
}

/** What a class derives from. */
export interface Lineage {
  /** Itself and own classes, in the order of look-up. */
  classes: readonly ClassRecord[];
  /** The first class outside the distribution. */
  outside: Ref | null;
}

export interface ClassRecord {
  name: string;
  module: OwnModule;
  source: SourceText;
  bases: Value[];
  members: Scope;
  /** The instance that stands for all when nothing is known. */
  generic: Value | null;
  decorators: readonly Expression[];
  /** Null until it is asked for. */
  lineage: Lineage | null;
  metaclass?: Value;
  /** Names annotated in the body, in order. */
  annotated?: string[];
}

/** True for `if __name__ == '__main__':`, in either order. */
export function isMainBlock(statement: Statement): boolean {
  if (statement.kind !== 'If' || statement.test.kind !== 'Compare') return false;
  const { left, ops, comparators } = statement.test;
  const right = comparators[0];
  if (ops.length !== 1 || ops[0] !== '==' || right === undefined) return false;
  const [name, constant] = left.kind === 'Name' ? [left, right] : [right, left];
  return (
    name.kind === 'Name' &&
    name.id === '__name__' &&
    constant.kind === 'Constant' &&
    constant.value === '__main__'
  );
}
