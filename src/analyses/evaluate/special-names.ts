import { attributeOf, hidden } from './attributes.ts';
import { type Arguments, call } from './calls.ts';
import { runCode } from './dynamic.ts';
import { dynamicImport } from './imports.ts';
import { maybeDecodes } from './loops.ts';
import { iterate } from './sequences.ts';
import type { Handler } from './special.ts';
import { onAttributeSet } from './stores.ts';
import { union } from './taint.ts';
import { alternatives, deepTaint, join, list, NONE, UNKNOWN, unknown, type Value } from './values.ts';

const first = (given: Arguments, keyword: string): Value | undefined =>
  given.args[0] ?? given.keywords.get(keyword);

export const evaluateCode: Handler = (m, f, node, callee, given) => {
  const code = first(given, 'source') ?? given.keywords.get('object') ?? given.keywords.get('expression');
  return runCode(m, f, callee.name, code === undefined ? [] : [code], node);
};

export const compileCode: Handler = (_m, _f, _node, _callee, given) => {
  const source = first(given, 'source');
  if (source === undefined) return undefined;
  const known = source.t === 'str' ? source.v : source.t === 'bytes' ? fromUtf8(source.v) : null;
  return { t: 'code', taint: deepTaint(source), text: known, object: null };
};

const fromUtf8 = (v: string): string => Buffer.from(v, 'latin1').toString('utf8');

export const importByName: Handler = (m, f, node, callee, given) => {
  const name = first(given, 'name');
  if (name === undefined) return undefined;
  m.flow(deepTaint(name), 'dynamic-import', callee.name, '', f, node);
  const fromList = given.keywords.get('fromlist') ?? given.args[3];
  const leaf = callee.name === 'importlib.import_module' || (fromList !== undefined && fromList.t !== 'none');
  for (const option of alternatives(name)) {
    if (option.t === 'str' && option.v !== '')
      return dynamicImport(m, f, node, option.v, option.made !== 'literal', leaf);
  }
  return unknown(deepTaint(name));
};

export const getAttribute: Handler = (m, f, node, _callee, given) => {
  const [owner, name, fallback] = given.args;
  if (owner === undefined || name === undefined) return UNKNOWN;
  let result: Value | undefined;
  for (const option of alternatives(name)) {
    if (option.t !== 'str') continue;
    const value = hidden(
      m,
      f,
      attributeOf(m, f, owner, option.v, node),
      'computed-attribute',
      option.made !== 'literal',
      node,
    );
    result = result === undefined ? value : join(result, value);
  }
  if (result === undefined) return unknown(union(owner.taint, name.taint));
  return fallback === undefined || result.t !== 'unknown' ? result : join(result, fallback);
};

export const setAttribute: Handler = (m, f, node, _callee, given) => {
  const [owner, name, value] = given.args;
  if (owner !== undefined && name?.t === 'str' && value !== undefined)
    onAttributeSet(m, f, owner, name.v, value, node);
  return NONE;
};

export const namespaceOf: Handler = (_m, f, _node, callee, given) => {
  const owner = given.args[0];
  if (owner !== undefined)
    return {
      t: 'namespace',
      taint: null,
      scope: owner.t === 'module' ? owner.module.scope : null,
      of: owner,
    };
  const scope = callee.name === 'builtins.globals' ? f.scope.global : f.scope;
  return { t: 'namespace', taint: null, scope, of: null };
};

/** `map(f, items)`: every item when they are known, else once for what `f` does. */
export const mapOver: Handler = (m, f, node, _callee, given) => {
  const [fn, ...sources] = given.args;
  if (fn === undefined || sources.length === 0) return undefined;
  const columns = sources.map(iterate);
  const taint = sources.reduce<Value['taint']>((all, source) => union(all, deepTaint(source)), null);
  const decodes = sources.some(maybeDecodes);
  if (columns.some((column) => column === null) || !(m.mayFollow || decodes)) {
    const element = call(m, f, node, fn, {
      args: sources.map((source) => unknown(deepTaint(source))),
      keywords: new Map(),
    });
    return list([element], taint, true);
  }
  const length = Math.min(...columns.map((column) => column!.length));
  const items: Value[] = [];
  m.speculation++;
  if (decodes) m.decoding++;
  while (items.length < length && m.mayFollow) {
    const args = columns.map((column) => column![items.length]!);
    m.spend(1);
    items.push(call(m, f, node, fn, { args, keywords: new Map() }));
  }
  m.speculation--;
  if (decodes) m.decoding--;
  return items.length < length ? list(items, taint, true) : list(items);
};

export const reduceOver: Handler = (m, f, node, _callee, given) => {
  const [fn, source, start] = given.args;
  if (fn === undefined || source === undefined) return undefined;
  const items = iterate(source);
  if (items === null || items.length > 100_000) return unknown(deepTaint(source));
  let total = start ?? items.shift();
  if (start === undefined && total !== undefined) items.unshift(total);
  for (const item of start === undefined ? items.slice(1) : items) {
    m.spend(1);
    if (!m.mayFollow || total === undefined) return unknown(deepTaint(source));
    total = call(m, f, node, fn, { args: [total, item], keywords: new Map() });
  }
  return total;
};

/** `oct.__str__()`: the characters of a builtin's own text serve as an alphabet. */
const BUILTIN_TEXT = /^builtins\.(\w+)\.__(?:str|repr)__$/;
const TYPES = new Set(
  'int str bytes float list dict set tuple bool object type bytearray complex frozenset range slice map filter zip enumerate reversed memoryview property super'.split(
    ' ',
  ),
);
const SITE_TEXTS = new Map([
  ['copyright', 'Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.'],
  ['license', 'Type license() to see the full license text'],
  ['credits', '    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands'],
  ['exit', 'Use exit() or Ctrl-D (i.e. EOF) to exit'],
  ['quit', 'Use quit() or Ctrl-D (i.e. EOF) to exit'],
  ['help', 'Type help() for interactive help, or help(object) for help about object.'],
]);

/** Text of a builtin object, by the name of its text method; null for anything else. */
export function builtinText(method: string): string | null {
  const name = BUILTIN_TEXT.exec(method)?.[1];
  if (name === undefined) return null;
  return SITE_TEXTS.get(name) ?? (TYPES.has(name) ? `<class '${name}'>` : `<built-in function ${name}>`);
}
