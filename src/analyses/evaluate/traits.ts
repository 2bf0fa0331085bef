/** What the text of a function says of its calls. */
import type { FunctionDef, Lambda } from '../../python/ast.ts';
import { walk } from '../../python/walk.ts';
import type { FunctionRecord, Traits } from './program.ts';

/** What a definition's text says of its calls; looked up once. */
export function traitsOf(fn: FunctionRecord): Traits {
  const { first } = fn;
  if (first !== null) return traitsOf(first);
  fn.traits ??= mentionsTraits(fn) ? findTraits(fn.node) : NO_TRAITS;
  return fn.traits;
}

const NO_TRAITS: Traits = { generator: false, stateful: false };

/** Most functions have none of the words, which is cheaper to see than to look for in the tree. */
function mentionsTraits({ source, node }: FunctionRecord): boolean {
  if (!source.isOwn) return true;
  const text = source.text.slice(node.start, node.end);
  return text.includes('yield') || text.includes('global') || text.includes('nonlocal');
}

function findTraits(definition: FunctionDef | Lambda): Traits {
  const traits: Traits = { generator: false, stateful: false };
  walk(definition, (node) => {
    if (node.kind === 'Yield' || node.kind === 'YieldFrom') traits.generator = true;
    else if (node.kind === 'Global' || node.kind === 'Nonlocal') traits.stateful = true;
    else return node === definition || !OWN_SCOPE.has(node.kind);
    return true;
  });
  return traits;
}

/** Nodes whose insides are not the function's own. */
const OWN_SCOPE = new Set(['FunctionDef', 'ClassDef', 'Lambda']);
