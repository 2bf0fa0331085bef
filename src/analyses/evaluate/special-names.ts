import { parseExpression } from '../../python/parser.ts';
import { attributeOf, hidden } from './attributes.ts';
import type { Arguments } from './calls.ts';
import { runCode } from './dynamic.ts';
import { evaluate } from './expressions.ts';
import { dynamicImport } from './imports.ts';
import { isolated } from './machine.ts';
import { SourceText } from './program.ts';
import type { Handler } from './special.ts';
import { onAttributeSet } from './stores.ts';
import { union } from './taint.ts';
import {
  alternatives,
  deepTaint,
  isConstant,
  join,
  NONE,
  tainted,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

const first = (given: Arguments, keyword: string): Value | undefined =>
  given.args[0] ?? given.keywords.get(keyword);

export const evaluateCode: Handler = (m, f, node, callee, given) => {
  const code = first(given, 'source') ?? given.keywords.get('object') ?? given.keywords.get('expression');
  if (code === undefined) return undefined;
  const { keywords } = given;
  const spaces = callee.name.startsWith('builtins.')
    ? [given.args[1] ?? keywords.get('globals') ?? null, given.args[2] ?? keywords.get('locals') ?? null]
    : [];
  return runCode(m, f, callee.name, [code, ...spaces.filter((space) => space !== null)], node);
};

export const compileCode: Handler = (_m, _f, _node, _callee, given) => {
  const source = first(given, 'source');
  if (source === undefined) return undefined;
  const known = source.t === 'str' ? source.v : source.t === 'bytes' ? fromUtf8(source.v) : null;
  return { t: 'code', taint: deepTaint(source), text: known, object: null };
};

/** `ast.literal_eval(text)`: a display of constants. */
export const literalOf: Handler = (m, f, node, _callee, given) => {
  const [source] = given.args;
  if (source?.t !== 'str' || source.v.length > 200_000) return undefined;
  const expression = parseExpression(source.v.trim());
  if (expression === null) return undefined;
  const here = { offset: f.source.anchor(node.start), position: f.source.position(node.start) };
  const inner = new SourceText(f.source.path, source.v, f.source.layer, f.source.depth, here);
  const value = evaluate(m, { ...isolated(m, f), source: inner }, expression);
  return isConstant(value) ? tainted(value, source.taint) : undefined;
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
