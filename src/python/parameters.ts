import type { Expression, Parameter, ParameterList, TypeParameter } from './ast.ts';
import { parseParentheses } from './displays.ts';
import { expect, parseStarred, parseTest } from './expressions.ts';
import { trimmed } from './lists.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** The parameters of a function (`close` is `)`) or a lambda (`close` is `:`); `close` itself is left. */
export function parseParameters(s: Scanner, close: number, annotated: boolean): ParameterList {
  const list: ParameterList = { all: [], positionalOnly: 0, keywordOnly: 0, vararg: null, kwarg: null };
  let keywordOnly = false;
  while (s.kind !== close && s.kind !== T.PANIC) {
    if (s.kind === T.SLASH) {
      s.next();
      list.positionalOnly = list.all.length;
    } else if (s.kind === T.STAR) {
      s.next();
      keywordOnly = true;
      if (T.isNameKind(s.kind)) list.vararg = parseParameter(s, annotated, true);
    } else if (s.kind === T.DOUBLESTAR) {
      s.next();
      list.kwarg = parseParameter(s, annotated, false);
    } else if (T.isNameKind(s.kind) || s.kind === T.LPAR) {
      list.all.push(parseParameter(s, annotated, false));
      if (keywordOnly) list.keywordOnly++;
    } else s.fail('expected a parameter');
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  list.all = trimmed(list.all);
  return list;
}

function parseParameter(s: Scanner, annotated: boolean, starAnnotation: boolean): Parameter {
  const start = s.start;
  let name = '';
  let tuple: Expression | null = null;
  if (s.kind === T.LPAR) {
    tuple = parseParentheses(s);
    s.python2 = true;
  } else if (T.isNameKind(s.kind)) {
    name = s.name();
    s.next();
  } else {
    s.fail('expected a parameter');
    return { start: s.prevEnd, end: s.prevEnd, name, annotation: null, default: null, tuple };
  }
  let annotation: Expression | null = null;
  if (annotated && s.kind === T.COLON) {
    s.next();
    annotation = starAnnotation && s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseTest(s);
  }
  const end = s.prevEnd;
  let value: Expression | null = null;
  if (s.kind === T.EQUAL) {
    s.next();
    value = parseTest(s);
  }
  return { start, end, name, annotation, default: value, tuple };
}

/** Of nearly all definitions. */
const NO_TYPE_PARAMETERS: readonly TypeParameter[] = [];

/** `[T: bound = default, *Ts, **P]` (PEP 695, PEP 696) when a `[` is current. */
export function parseTypeParameters(s: Scanner): readonly TypeParameter[] {
  if (s.kind !== T.LSQB) return NO_TYPE_PARAMETERS;
  const params: TypeParameter[] = [];
  s.next();
  while (s.kind !== T.RSQB && s.kind !== T.PANIC) {
    params.push(parseTypeParameter(s));
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  expect(s, T.RSQB, "expected ']'");
  return params;
}

function parseTypeParameter(s: Scanner): TypeParameter {
  const start = s.start;
  let form: TypeParameter['form'] = 'TypeVar';
  if (s.kind === T.STAR) form = 'TypeVarTuple';
  else if (s.kind === T.DOUBLESTAR) form = 'ParamSpec';
  if (form !== 'TypeVar') s.next();
  let name = '';
  if (T.isNameKind(s.kind)) {
    name = s.name();
    s.next();
  } else s.fail('expected a type parameter');
  let bound: Expression | null = null;
  let value: Expression | null = null;
  if (s.kind === T.COLON) {
    s.next();
    bound = parseTest(s);
  }
  if (s.kind === T.EQUAL) {
    s.next();
    value = s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseTest(s);
  }
  return { start: Math.min(start, s.prevEnd), end: s.prevEnd, form, name, bound, default: value };
}
