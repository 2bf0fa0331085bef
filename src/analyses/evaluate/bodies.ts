/**
 * Bodies of functions that other modules may still call. They are the better part of all syntax trees: beyond a bound
 * those of the modules done longest ago are given up, and parsed again if they are called after all.
 */
import { KEPT_TREE_CHARACTERS } from '../../limits.ts';
import type { Expression, FunctionDef, Lambda, Statement } from '../../python/ast.ts';
import { parseModule } from '../../python/parser.ts';
import { walk } from '../../python/walk.ts';
import type { Machine } from './machine.ts';
import type { FunctionRecord, OwnModule } from './program.ts';

/** Characters that parsing again goes through in the time of one step. */
const CHARACTERS_PER_STEP = 32;

export class Bodies {
  /** Modules with bodies, oldest first. */
  readonly #kept = new Set<OwnModule>();
  #characters = 0;

  /** All of a module has been evaluated. */
  done(module: OwnModule): void {
    this.#kept.add(module);
    this.#characters += module.source.text.length;
    for (const oldest of this.#kept) {
      if (this.#characters <= KEPT_TREE_CHARACTERS) break;
      this.#kept.delete(oldest);
      this.#characters -= oldest.source.text.length;
      for (const { node } of oldest.source.functions.values()) strip(node);
      oldest.source.bare = true;
    }
  }

  /** Brings the bodies of a module back for a call of one of its functions. */
  restore(m: Machine, { source, unit }: FunctionRecord): void {
    m.spend(source.text.length / CHARACTERS_PER_STEP);
    source.bare = false;
    walk(parseModule(source.text), (node) => {
      if (node.kind !== 'FunctionDef' && node.kind !== 'Lambda') return;
      const known = source.functions.get(node.start)?.node;
      if (known !== undefined) known.body = node.body;
    });
    this.done(unit.module);
  }
}

/** Documentation stays: it can be asked for without a call. */
function strip(node: FunctionDef | Lambda): void {
  if (node.kind === 'Lambda') node.body = NOTHING;
  else node.body = docstring(node.body) === null ? [] : node.body.slice(0, 1);
}

const NOTHING: Expression = { kind: 'Constant', type: 'none', value: null, start: 0, end: 0 } as Expression;

/** The text that a body begins with. */
export function docstring([first]: readonly Statement[]): string | null {
  return first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.type === 'str'
    ? first.value.value
    : null;
}
