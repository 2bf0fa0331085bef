/** Functions and classes as they are defined. */

import type { Expression, FunctionDef, Statement } from '../../python/ast.ts';
import { setName } from './assignments.ts';
import { classMember } from './attributes.ts';
import { runCode } from './dynamic.ts';
import { evaluate } from './expressions.ts';
import { makeFunction } from './functions.ts';
import type { Frame, Machine } from './machine.ts';
import type { ClassRecord } from './program.ts';
import { Scope } from './scope.ts';
import { runBlock } from './statements.ts';
import type { Value } from './values.ts';
export function define(m: Machine, f: Frame, node: FunctionDef): void {
  const fn = makeFunction(m, f, node, node.name);
  let value: Value = { t: 'func', taint: null, fn, self: null };
  for (const decorator of node.decorators) value = decorate(m, f, decorator, value);
  setName(m, f, node.name, value);
}

/** A decorator of ours may run code; one from outside leaves the function as it is. */
function decorate(m: Machine, f: Frame, decorator: Expression, value: Value): Value {
  const applied = evaluate(m, f, decorator);
  if (applied.t === 'func') f.unit.calls.add(applied.fn.unit);
  if (applied.t === 'ref' && applied.name === 'atexit.register' && value.t === 'func')
    f.unit.calls.add(value.fn.unit);
  if (applied.t === 'ref' && (applied.name === 'builtins.exec' || applied.name === 'builtins.eval')) {
    runCode(m, f, applied.name, [value], decorator);
  }
  return value;
}

export function defineClass(m: Machine, f: Frame, node: Statement & { kind: 'ClassDef' }): void {
  const bases = node.bases.map((base) => evaluate(m, f, base));
  for (const keyword of node.keywords) evaluate(m, f, keyword.value);
  const members = new Scope('class', f.scope);
  const name = f.cls === null ? node.name : `${f.cls.name}.${node.name}`;
  const cls: ClassRecord = { node, name, module: f.module, source: f.source, bases, members, generic: null };
  const inner: Frame = { ...f, scope: members, cls, returned: undefined };
  runBlock(m, inner, node.body);
  const value: Value = { t: 'class', taint: null, cls };
  for (const decorator of node.decorators) evaluate(m, f, decorator);
  setName(m, f, node.name, value);
  m.classes.push(cls);
  const hook = classMember(cls, '__init_subclass__');
  if (hook?.t === 'func') f.unit.calls.add(hook.fn.unit);
}
