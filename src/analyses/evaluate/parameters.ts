/** What parameters hold: what was given, their defaults, or what their names and annotations say. */
import type { Expression } from '../../python/ast.ts';
import { isSecretParameter } from '../apis/sources.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import type { FunctionRecord } from './program.ts';
import { remoteCaller } from './remote.ts';
import { NO_KEYWORDS, NONE, type Obj, UNKNOWN, unknown, type Value } from './values.ts';

export function bindParameters(
  m: Machine,
  frame: Frame,
  fn: FunctionRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
  generic: boolean,
): void {
  const params = fn.node.params;
  const names = frame.scope.names;
  const remote = generic || args.length === 0 ? remoteCaller(fn) : null;
  const positional = params.all.length - params.keywordOnly;
  for (let i = 0; i < params.all.length; i++) {
    const param = params.all[i]!;
    const given = (i < positional ? args[i] : undefined) ?? keywords.get(param.name);
    let value: Value;
    if (given !== undefined) value = given;
    else if (args.length > 0 && !generic && fn.defaults[i] != null) value = fn.defaults[i]!;
    else if (remote !== null) value = unknown([m.origin('network-response', remote, '', frame, param)]);
    else if ((fn.defaults[i] ?? NONE).t === 'none' && holdsSecret(fn.name, param.name)) {
      value = unknown([m.origin('parameter', param.name, param.name, frame, param)]);
    } else value = fallback(m, frame, fn, i, param.annotation);
    if (param.name !== '') names.set(param.name, value);
  }
  if (params.vararg !== null) {
    const rest = args.slice(positional);
    names.set(
      params.vararg.name,
      generic || rest.length === 0 ? UNKNOWN : { t: 'tuple', taint: null, items: rest, open: false },
    );
  }
  if (params.kwarg !== null) {
    const entries = new Map<string, { key: Value; value: Value }>();
    for (const [name, value] of keywords) {
      if (!params.all.some((param) => param.name === name)) {
        entries.set(`s${name}`, { key: { t: 'str', taint: null, v: name, made: 'literal' }, value });
      }
    }
    names.set(params.kwarg.name, { t: 'dict', taint: null, entries, open: generic || entries.size === 0 });
  }
}

/** Words of a function's name that say what its `key` or `value` is. */
const SECRET_FUNCTION = /priv(ate)?_?key|secret|mnemonic|seed_?phrase|passphrase|password/i;

/** By its own name, or by the function's where it has none: `parse_private_key(key)`. */
const holdsSecret = (fn: string, name: string): boolean =>
  isSecretParameter(name) || (/^_*(key|value|data)$/.test(name) && SECRET_FUNCTION.test(fn));

/** A parameter nobody gave: its constant default may be what runs; an annotation may say what it is. */
function fallback(
  m: Machine,
  frame: Frame,
  fn: FunctionRecord,
  i: number,
  annotation: Expression | null,
): Value {
  const byDefault = fn.defaults[i] ?? null;
  if (byDefault !== null && byDefault.t !== 'none' && byDefault.t !== 'bool') return byDefault;
  if (annotation === null || (annotation.kind !== 'Name' && annotation.kind !== 'Attribute')) return UNKNOWN;
  const type = evaluate(m, { ...frame, scope: fn.scope }, annotation);
  if (type.t !== 'ref' || type.name.startsWith('builtins.')) return UNKNOWN;
  return outsideInstance(type.name, frame, annotation);
}

function outsideInstance(name: string, frame: Frame, node: Expression): Obj {
  return {
    t: 'obj',
    taint: null,
    name,
    args: [],
    keywords: NO_KEYWORDS,
    at: { source: frame.source, offset: node.start },
    via: 'plain',
    fields: null,
    outside: null,
  };
}
