/** Visits syntax trees in loops, so that no depth of nesting and no length of a chain exhausts the stack. */
import type { AnyNode, Comprehension, Keyword, ParameterList, TypeParameter } from './ast.ts';

/**
 * Visits `node` and everything in it, parents first, in source order (decorators before what they decorate).
 * Returning `false` from `visit` skips the node's children.
 */
export function walk(node: AnyNode, visit: (node: AnyNode) => unknown): void {
  const stack: AnyNode[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (visit(next) === false) continue;
    const from = stack.length;
    pushChildren(next, stack);
    reverseFrom(stack, from);
  }
}

function reverseFrom(stack: AnyNode[], from: number): void {
  for (let low = from, high = stack.length - 1; low < high; low++, high--) {
    const node = stack[low]!;
    stack[low] = stack[high]!;
    stack[high] = node;
  }
}

/**
 * The nodes directly in `node`, in source order. Parts that are no nodes of their own (keywords, parameters,
 * comprehension clauses, `with` items, cases) are looked through.
 */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  pushChildren(node, children);
  return children;
}

function push(out: AnyNode[], node: AnyNode | null): void {
  if (node !== null) out.push(node);
}

function pushAll(out: AnyNode[], nodes: readonly (AnyNode | null)[]): void {
  for (let i = 0; i < nodes.length; i++) push(out, nodes[i]!);
}

function pushChildren(node: AnyNode, out: AnyNode[]): void {
  switch (node.kind) {
    case 'Name':
    case 'Constant':
      return;
    case 'Attribute':
    case 'Starred':
    case 'Await':
    case 'YieldFrom':
    case 'Repr':
    case 'MatchValue':
    case 'Expr':
      out.push(node.value);
      return;
    case 'Call':
      out.push(node.func);
      pushArguments(out, node.args, node.keywords);
      return;
    case 'BinOp':
      out.push(node.left, node.right);
      return;
    case 'Subscript':
      out.push(node.value, node.slice);
      return;
    case 'Assign':
      pushAll(out, node.targets);
      out.push(node.value);
      return;
    case 'If':
    case 'While':
      out.push(node.test);
      pushAll(out, node.body);
      pushAll(out, node.orelse);
      return;
    default:
      pushOtherChildren(node, out);
  }
}

/** The kinds that are rare in ordinary code, kept apart so that the function above stays small and fast. */
function pushOtherChildren(node: AnyNode, out: AnyNode[]): void {
  switch (node.kind) {
    case 'Module':
      pushAll(out, node.body);
      return;
    case 'FunctionDef':
      pushAll(out, node.decorators);
      pushTypeParameters(out, node.typeParams);
      pushParameters(out, node.params);
      push(out, node.returns);
      pushAll(out, node.body);
      return;
    case 'ClassDef':
      pushAll(out, node.decorators);
      pushTypeParameters(out, node.typeParams);
      pushArguments(out, node.bases, node.keywords);
      pushAll(out, node.body);
      return;
    case 'Lambda':
      pushParameters(out, node.params);
      out.push(node.body);
      return;
    case 'For':
      out.push(node.target, node.iter);
      pushAll(out, node.body);
      pushAll(out, node.orelse);
      return;
    case 'With':
      for (const item of node.items) {
        out.push(item.context);
        push(out, item.target);
      }
      pushAll(out, node.body);
      return;
    case 'Match':
      out.push(node.subject);
      for (const part of node.cases) {
        out.push(part.pattern);
        push(out, part.guard);
        pushAll(out, part.body);
      }
      return;
    case 'Try':
      pushAll(out, node.body);
      pushAll(out, node.handlers);
      pushAll(out, node.orelse);
      pushAll(out, node.finalbody);
      return;
    case 'ExceptHandler':
      push(out, node.type);
      push(out, node.target);
      pushAll(out, node.body);
      return;
    default:
      pushStatementChildren(node, out);
  }
}

function pushStatementChildren(node: AnyNode, out: AnyNode[]): void {
  switch (node.kind) {
    case 'Return':
      push(out, node.value);
      return;
    case 'Delete':
      pushAll(out, node.targets);
      return;
    case 'TypeAlias':
      pushTypeParameters(out, node.typeParams);
      out.push(node.value);
      return;
    case 'AugAssign':
      out.push(node.target, node.value);
      return;
    case 'AnnAssign':
      out.push(node.target, node.annotation);
      push(out, node.value);
      return;
    case 'Raise':
      push(out, node.exception);
      push(out, node.cause);
      pushAll(out, node.legacy);
      return;
    case 'Assert':
      out.push(node.test);
      push(out, node.message);
      return;
    case 'Print':
      push(out, node.dest);
      pushAll(out, node.values);
      return;
    case 'Exec':
      out.push(node.body);
      push(out, node.globals);
      push(out, node.locals);
      return;
    case 'ErrorStatement':
      pushAll(out, node.recovered);
      return;
    default:
      pushExpressionChildren(node, out);
  }
}

function pushExpressionChildren(node: AnyNode, out: AnyNode[]): void {
  switch (node.kind) {
    case 'BoolOp':
    case 'JoinedStr':
      pushAll(out, node.values);
      return;
    case 'NamedExpr':
      out.push(node.target, node.value);
      return;
    case 'UnaryOp':
      out.push(node.operand);
      return;
    case 'IfExp':
      out.push(node.body, node.test, node.orelse);
      return;
    case 'Dict':
      for (let i = 0; i < node.values.length; i++) {
        push(out, node.keys[i] ?? null);
        out.push(node.values[i]!);
      }
      return;
    case 'Set':
    case 'List':
    case 'Tuple':
      pushAll(out, node.elements);
      return;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      out.push(node.element);
      pushGenerators(out, node.generators);
      return;
    case 'DictComp':
      out.push(node.key, node.value);
      pushGenerators(out, node.generators);
      return;
    case 'Yield':
      push(out, node.value);
      return;
    case 'Compare':
      out.push(node.left);
      pushAll(out, node.comparators);
      return;
    case 'FormattedValue':
      out.push(node.value);
      push(out, node.formatSpec);
      return;
    case 'Slice':
      push(out, node.lower);
      push(out, node.upper);
      push(out, node.step);
      return;
    default:
      pushPatternChildren(node, out);
  }
}

function pushPatternChildren(node: AnyNode, out: AnyNode[]): void {
  switch (node.kind) {
    case 'MatchSequence':
    case 'MatchOr':
      pushAll(out, node.patterns);
      return;
    case 'MatchMapping':
      for (let i = 0; i < node.keys.length; i++) {
        push(out, node.keys[i]!);
        push(out, node.patterns[i] ?? null);
      }
      return;
    case 'MatchClass':
      out.push(node.cls);
      pushAll(out, node.patterns);
      pushAll(out, node.keywordPatterns);
      return;
    case 'MatchAs':
      push(out, node.pattern);
      return;
    default:
      // Import, Global, Pass and the like, MatchStar, MatchSingleton, ErrorExpression: no children.
      return;
  }
}

/** Positional and keyword arguments as they stand in the text: `f(a=1, *b)` mixes them. */
function pushArguments(out: AnyNode[], args: readonly AnyNode[], keywords: readonly Keyword[]): void {
  let i = 0;
  for (const keyword of keywords) {
    while (i < args.length && args[i]!.start < keyword.start) out.push(args[i++]!);
    out.push(keyword.value);
  }
  while (i < args.length) out.push(args[i++]!);
}

function pushGenerators(out: AnyNode[], generators: readonly Comprehension[]): void {
  for (const clause of generators) {
    out.push(clause.target, clause.iter);
    pushAll(out, clause.ifs);
  }
}

function pushTypeParameters(out: AnyNode[], params: readonly TypeParameter[]): void {
  for (const param of params) {
    push(out, param.bound);
    push(out, param.default);
  }
}

/** Annotations and defaults in source order: `*args` stands before the keyword-only parameters. */
function pushParameters(out: AnyNode[], list: ParameterList): void {
  const firstKeywordOnly = list.all.length - list.keywordOnly;
  for (let i = 0; i <= list.all.length; i++) {
    if (i === firstKeywordOnly) pushParameter(out, list.vararg);
    pushParameter(out, list.all[i] ?? null);
  }
  pushParameter(out, list.kwarg);
}

function pushParameter(out: AnyNode[], param: ParameterList['vararg']): void {
  if (param === null) return;
  push(out, param.tuple);
  push(out, param.annotation);
  push(out, param.default);
}
