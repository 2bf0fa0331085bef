/** What setup.py passes to `setup()`, as far as it can be read without running it. */
import { SETUP_LITERALS } from '../limits.ts';
import type { Call, Expression, Keyword, Module, Statement } from '../python/ast.ts';
import { walk } from '../python/walk.ts';

/** A value made of literals. `null` stands for what is computed. */
export type Literal = string | number | boolean | null | Literal[] | Map<string, Literal>;

const DEPTH = 24;

/** Assignments seen, the last of a name wins, and the expressions that may still be read. */
interface Scope {
  names: Map<string, Expression>;
  budget: number;
}

export interface SetupCall {
  /** Keyword → value; keywords of every `setup()` call, the first of a name wins. */
  values: Map<string, Literal>;
  /** UTF-16 offset of each value. */
  offsets: Map<string, number>;
  /** True when `find_packages()` or `find_namespace_packages()` is called. */
  findsPackages: boolean;
}

/** Null when the module calls no `setup`. */
export function readSetupCall(tree: Module): SetupCall | null {
  const scope: Scope = { names: new Map(), budget: SETUP_LITERALS };
  const calls: Call[] = [];
  let findsPackages = false;
  walk(tree, (node) => {
    if (node.kind === 'Assign' && node.targets.length === 1 && node.targets[0]?.kind === 'Name') {
      scope.names.set(node.targets[0].id, node.value);
    }
    if (node.kind !== 'Call') return;
    const callee = calleeName(node);
    if (callee === 'setup') calls.push(node);
    if (callee === 'find_packages' || callee === 'find_namespace_packages') findsPackages = true;
  });
  if (calls.length === 0) return null;
  const result: SetupCall = { values: new Map(), offsets: new Map(), findsPackages };
  for (const call of calls) addKeywords(result, call.keywords, scope);
  addConfigAssignments(result, tree.body, scope);
  return result;
}

/** Strings of a value that is one string or a list of them. */
export function stringsOf(value: Literal | undefined): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Keys of a mapping. */
export function keysOf(value: Literal | undefined): string[] {
  return value instanceof Map ? [...value.keys()] : [];
}

function calleeName(call: Call): string {
  if (call.func.kind === 'Name') return call.func.id;
  return call.func.kind === 'Attribute' ? call.func.attr : '';
}

function addKeywords(result: SetupCall, keywords: readonly Keyword[], scope: Scope): void {
  for (const keyword of keywords) {
    const value = literalOf(keyword.value, scope, 0);
    if (keyword.name === null) {
      if (value instanceof Map) for (const [name, item] of value) addValue(result, name, item, keyword.start);
    } else {
      addValue(result, keyword.name, value, keyword.value.start);
    }
  }
}

function addValue(result: SetupCall, name: string, value: Literal, offset: number): void {
  if (result.values.has(name)) return;
  result.values.set(name, value);
  result.offsets.set(name, offset);
}

/** `kwargs['cmdclass'] = …` before `setup(**kwargs)`, as generated setup scripts write it. */
function addConfigAssignments(result: SetupCall, body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.kind !== 'Assign') continue;
    const [target] = statement.targets;
    if (target?.kind !== 'Subscript' || target.slice.kind !== 'Constant') continue;
    if (target.slice.type !== 'str') continue;
    addValue(result, target.slice.value, literalOf(statement.value, scope, 0), statement.value.start);
  }
}

function literalOf(node: Expression, scope: Scope, depth: number): Literal {
  // Names may refer to themselves, many times over.
  if (depth > DEPTH || scope.budget-- <= 0) return null;
  switch (node.kind) {
    case 'Constant':
      if (node.type === 'str' || node.type === 'bool') return node.value;
      return node.type === 'int' || node.type === 'float' ? node.value : null;
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.elements.map((element) => literalOf(element, scope, depth + 1));
    case 'Dict':
      return mapOf(node.keys, node.values, scope, depth);
    case 'Name': {
      const value = scope.names.get(node.id);
      return value ? literalOf(value, scope, depth + 8) : null;
    }
    case 'BinOp': {
      if (node.op !== '+') return null;
      const left = literalOf(node.left, scope, depth + 1);
      const right = literalOf(node.right, scope, depth + 1);
      if (typeof left === 'string' && typeof right === 'string') return left + right;
      return Array.isArray(left) && Array.isArray(right) ? [...left, ...right] : null;
    }
    case 'Call':
      if (node.func.kind === 'Name' && node.func.id === 'dict') {
        return new Map(
          node.keywords.flatMap((keyword): [string, Literal][] =>
            keyword.name === null ? [] : [[keyword.name, literalOf(keyword.value, scope, depth + 1)]],
          ),
        );
      }
      return null;
    default:
      return null;
  }
}

function mapOf(
  keys: readonly (Expression | null)[],
  values: readonly Expression[],
  scope: Scope,
  depth: number,
): Literal {
  const map = new Map<string, Literal>();
  keys.forEach((key, index) => {
    const value = values[index];
    if (!value) return;
    if (key === null) {
      const spread = literalOf(value, scope, depth + 1);
      if (spread instanceof Map) for (const [name, item] of spread) map.set(name, item);
    } else if (key.kind === 'Constant' && key.type === 'str') {
      map.set(key.value, literalOf(value, scope, depth + 1));
    }
  });
  return map;
}
