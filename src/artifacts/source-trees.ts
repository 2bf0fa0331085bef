/** Syntax trees between parsing and evaluation. */
import { KEPT_TREE_CHARACTERS } from '../limits.ts';
import type { Module, Statement } from '../python/ast.ts';
import { parseModule } from '../python/parser.ts';

/** Keeps the trees of the first texts it is given, and parses the others again when they are wanted. */
export class SourceTrees {
  #characters = 0;

  /** The tree of a text, which `tree` is; a kept one is handed out once. */
  keep(text: string, tree: Module): () => Module {
    this.#characters += text.length;
    let kept = this.#characters <= KEPT_TREE_CHARACTERS ? tree : null;
    return () => {
      const result = kept ?? parseModule(text);
      kept = null;
      return result;
    };
  }
}

/** Functions and classes, at any depth of blocks. */
export function definitionsIn(tree: Module): number {
  let count = 0;
  const open: Statement[] = [...tree.body];
  for (let statement = open.pop(); statement; statement = open.pop()) {
    if (statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') count++;
    for (const block of blocksOf(statement)) for (const inner of block) open.push(inner);
  }
  return count;
}

function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'FunctionDef':
    case 'ClassDef':
    case 'With':
      return [statement.body];
    case 'For':
    case 'While':
    case 'If':
      return [statement.body, statement.orelse];
    case 'Match':
      return statement.cases.map((item) => item.body);
    case 'Try':
      return [
        statement.body,
        ...statement.handlers.map((item) => item.body),
        statement.orelse,
        statement.finalbody,
      ];
    default:
      return [];
  }
}
