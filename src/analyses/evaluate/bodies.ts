/**
 * Bodies of functions that wait for their turn, or that other modules may still call. They are the better part of all
 * syntax trees: beyond a bound those of the modules held longest are given up, and parsed again when they are wanted.
 */
import { DONE_TREE_CHARACTERS, HELD_TREE_CHARACTERS, RECENT_CHARACTERS } from '../../limits.ts';
import type { AnyNode, Expression, Statement } from '../../python/ast.ts';
import { parseFunctionAgain, parseModule } from '../../python/parser.ts';
import { walk } from '../../python/walk.ts';
import type { Machine } from './machine.ts';
import type { FunctionRecord, OwnModule, SourceText } from './program.ts';
import { traitsOf } from './traits.ts';

/** Characters that parsing again goes through in the time of one step. */
const CHARACTERS_PER_STEP = 32;

export class Bodies {
  readonly #held = new Newest(HELD_TREE_CHARACTERS);
  /** Modules done of late, whose functions are called without charge. */
  readonly #recent = new Newest(RECENT_CHARACTERS);
  /** Those whose functions still have their bodies: what is dropped young is never copied by the engine's collector. */
  readonly #done = new Newest(DONE_TREE_CHARACTERS);
  readonly #stripped = new Set<OwnModule>();
  /** Characters that may be parsed again without charge. */
  #free: number;

  /** @param characters of source in the whole distribution. */
  constructor(characters: number) {
    this.#free = 2 * characters;
  }

  /** A module's own statements have run, and its functions wait. */
  wait(module: OwnModule): void {
    for (const other of this.#held.add(module)) {
      strip(other);
      this.#stripped.add(other);
    }
  }

  /** The functions of a module are about to run. */
  ready(module: OwnModule): void {
    const { source } = module;
    if (this.#stripped.delete(module)) this.wait(module);
    if (source.lacksBodies) giveAll(source);
    source.bare = false;
  }

  /** All of a module has been evaluated. */
  done(module: OwnModule): void {
    for (const other of this.#recent.add(module)) other.source.retire();
    this.wait(module);
    for (const other of this.#done.add(module)) dropBodies(other);
  }

  /** Sees to it that a function, which is called or asked for its documentation, has its body. */
  provide(m: Machine, fn: FunctionRecord): void {
    const { source, node } = fn;
    if (source.bare) this.#comeBack(m, fn.unit.module);
    if (!source.lacksBodies || (node.body !== NO_STATEMENTS && node.body !== NO_EXPRESSION)) return;
    source.parsedAgain += node.end - node.start;
    const again = source.parsedAgain > source.length ? null : parseFunctionAgain(source.text, node);
    if (again === null) giveAll(source);
    else refill(source, again);
  }

  /** A module that was given up, or done long ago, is called again: beyond a bound, whoever calls it pays for that. */
  #comeBack(m: Machine, module: OwnModule): void {
    const { length } = module.source;
    const isStripped = this.#stripped.has(module);
    const isLate = module.state === 'done' && !this.#recent.has(module);
    if (isLate || (isStripped && this.#free < length)) m.spend(length / CHARACTERS_PER_STEP);
    else if (isStripped) this.#free -= length;
    if (this.#stripped.delete(module)) this.wait(module);
    if (isLate) this.done(module);
    module.source.bare = false;
  }
}

/** Gives all functions of a text their bodies, parsed again together. */
function giveAll(source: SourceText): void {
  refill(source, parseModule(source.text));
  source.lacksBodies = false;
}

/** Gives functions the bodies that a part of their text has, parsed again. */
function refill({ functions }: SourceText, part: AnyNode): void {
  walk(part, (node) => {
    if (node.kind !== 'FunctionDef' && node.kind !== 'Lambda') return;
    const known = functions.get(node.start)?.node;
    if (known !== undefined) known.body = node.body;
  });
}

/** The modules added last, whose texts together are no longer than a bound; the very last one is always among them. */
class Newest {
  readonly #characters: number;
  readonly #modules = new Set<OwnModule>();
  #sum = 0;

  constructor(characters: number) {
    this.#characters = characters;
  }

  has(module: OwnModule): boolean {
    return this.#modules.has(module);
  }

  /** Answers which ones are out now. */
  add(module: OwnModule): OwnModule[] {
    if (!this.#modules.delete(module)) this.#sum += module.source.length;
    this.#modules.add(module);
    const out: OwnModule[] = [];
    for (const oldest of this.#modules) {
      if (this.#sum <= this.#characters || oldest === module) break;
      this.#modules.delete(oldest);
      this.#sum -= oldest.source.length;
      out.push(oldest);
    }
    return out;
  }
}

function strip(module: OwnModule): void {
  dropBodies(module);
  module.source.bare = true;
}

function dropBodies({ source }: OwnModule): void {
  for (const fn of source.functions.values()) {
    // Told by the body, so for the last time.
    traitsOf(fn);
    fn.node.body = fn.node.kind === 'Lambda' ? NO_EXPRESSION : NO_STATEMENTS;
  }
  source.lacksBodies = true;
  source.parsedAgain = 0;
}

const NO_STATEMENTS: Statement[] = [];
const NO_EXPRESSION: Expression = {
  kind: 'Constant',
  type: 'none',
  value: null,
  start: 0,
  end: 0,
} as Expression;

/** The text that a body begins with. */
export function docstring([first]: readonly Statement[]): string | null {
  return first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.type === 'str'
    ? first.value.value
    : null;
}
