import type { Statement } from '../../python/ast.ts';
import { assign, redirect, remove } from './assignments.ts';
import { attempt, branch } from './branches.ts';
import { noteBrokenCommand } from './commands.ts';
import { define, defineClass, evaluateAnnotation } from './definitions.ts';
import { execFromStatement } from './dynamic.ts';
import { evaluate } from './expressions.ts';
import { importFrom, importNames } from './imports.ts';
import { dunder } from './instances.ts';
import { loop, whileLoop } from './loops.ts';
import type { Frame, Machine } from './machine.ts';
import { augmented } from './overloads.ts';
import { matchCases } from './patterns.ts';
import { join, NONE, UNKNOWN, type Value } from './values.ts';

/** How a block ended; honoured only where everything is known. */
export type Completion = 'next' | 'break' | 'continue' | 'return' | 'raise';

export function runBlock(m: Machine, f: Frame, body: readonly Statement[]): Completion {
  for (const statement of body) {
    const completion = run(m, f, statement);
    if (completion !== 'next' && f.concrete) return completion;
  }
  return 'next';
}

/** What most statements are; the others are apart, so that the engine can compile this well. */
function run(m: Machine, f: Frame, node: Statement): Completion {
  switch (node.kind) {
    case 'Expr':
      // A bare string is documentation, never evaluated for what it says.
      if (node.value.kind !== 'Constant') evaluate(m, f, node.value);
      return 'next';
    case 'Assign': {
      const value = evaluate(m, f, node.value);
      for (const target of node.targets) assign(m, f, target, value);
      return 'next';
    }
    case 'If':
      return branch(m, f, node);
    case 'FunctionDef':
      define(m, f, node);
      return 'next';
    case 'Return': {
      const value = node.value === null ? NONE : evaluate(m, f, node.value);
      f.returned = f.returned === undefined ? value : join(f.returned, value);
      return 'return';
    }
    default:
      return runOther(m, f, node);
  }
}

function runOther(m: Machine, f: Frame, node: Statement): Completion {
  switch (node.kind) {
    case 'AnnAssign':
      evaluateAnnotation(m, f, node.annotation);
      if (f.cls !== null && node.target.kind === 'Name') (f.cls.annotated ??= []).push(node.target.id);
      if (node.value !== null) assign(m, f, node.target, evaluate(m, f, node.value));
      return 'next';
    case 'AugAssign': {
      const before = evaluate(m, f, node.target);
      assign(m, f, node.target, augmented(m, f, node, node.op, before, evaluate(m, f, node.value)));
      return 'next';
    }
    case 'For':
      return loop(m, f, node);
    case 'While':
      return whileLoop(m, f, node);
    case 'With':
      return runWith(m, f, node);
    case 'Try':
      return attempt(m, f, node);
    case 'ClassDef':
      defineClass(m, f, node);
      return 'next';
    case 'Import':
      importNames(m, f, node);
      return 'next';
    case 'ImportFrom':
      importFrom(m, f, node);
      return 'next';
    case 'Global':
    case 'Nonlocal':
      redirect(f, node.names, node.kind === 'Global');
      return 'next';
    case 'Delete':
      for (const target of node.targets) remove(m, f, target);
      return 'next';
    case 'Raise':
      for (const part of [node.exception, node.cause, ...node.legacy])
        if (part !== null) evaluate(m, f, part);
      return 'raise';
    case 'Assert':
      evaluate(m, f, node.test);
      if (node.message !== null) evaluate(m, f, node.message);
      return 'next';
    case 'Match':
      return matchCases(m, f, node);
    case 'Print':
      for (const value of node.values) evaluate(m, f, value);
      return 'next';
    case 'Exec':
      execFromStatement(m, f, node);
      return 'next';
    case 'ErrorStatement':
      for (const expression of node.recovered) evaluate(m, f, expression);
      noteBrokenCommand(m, f, node);
      return 'next';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    default:
      return 'next';
  }
}

/** `with`: the target gets what `__enter__` returns, or what a generator that is a context yields first. */
function runWith(m: Machine, f: Frame, node: Statement & { kind: 'With' }): Completion {
  const contexts: Value[] = [];
  for (const entry of node.items) {
    const value = evaluate(m, f, entry.context);
    contexts.push(value);
    const entered = dunder(m, f, value, '__enter__') ?? dunder(m, f, value, '__aenter__');
    const target = value.t === 'list' ? (value.items[0] ?? UNKNOWN) : (entered ?? value);
    if (entry.target !== null) assign(m, f, entry.target, target);
  }
  const completion = runBlock(m, f, node.body);
  for (const value of contexts.reverse()) {
    const args = [NONE, NONE, NONE];
    if (dunder(m, f, value, '__exit__', args) === null) dunder(m, f, value, '__aexit__', args);
  }
  return completion;
}
