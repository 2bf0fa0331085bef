import type { Expression, Keyword, Statement } from './ast.ts';
import { parseBlock } from './blocks.ts';
import { expect, parseNamed, parseTest } from './expressions.ts';
import { parseParameters, parseTypeParameters } from './parameters.ts';
import { parseArguments } from './primary.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** Decorators (any expression, PEP 614) and the function or class under them. */
export function parseDecorated(s: Scanner): Statement {
  const first = s.start;
  const decorators: Expression[] = [];
  while (s.kind === T.AT) {
    s.next();
    decorators.push(parseNamed(s));
    expect(s, T.NEWLINE, 'expected the end of the decorator');
  }
  const start = s.start;
  if (s.kind === T.DEF) return parseFunction(s, start, decorators, false);
  if (s.kind === T.CLASS) return parseClass(s, decorators);
  if (s.kind === T.ASYNC) {
    s.next();
    if (s.kind === T.DEF) return parseFunction(s, start, decorators, true);
  }
  s.fail('expected a function or class after decorators');
  return { kind: 'ErrorStatement', start: first, end: s.prevEnd, message: s.failure, recovered: decorators };
}

/** The function whose `def` is current; `start` is that of `async` when there is one. */
export function parseFunction(
  s: Scanner,
  start: number,
  decorators: Expression[],
  isAsync: boolean,
): Statement {
  const column = s.column;
  s.next();
  const nameStart = T.isNameKind(s.kind) ? s.start : s.prevEnd;
  const name = parseDefinedName(s);
  const typeParams = parseTypeParameters(s);
  expect(s, T.LPAR, "expected '('");
  const params = parseParameters(s, T.RPAR, true);
  expect(s, T.RPAR, "expected ')'");
  let returns: Expression | null = null;
  if (s.kind === T.ARROW) {
    s.next();
    returns = parseTest(s);
  }
  const body = parseBlock(s, start, column);
  return {
    kind: 'FunctionDef',
    start,
    end: s.prevEnd,
    name,
    nameStart,
    params,
    body,
    decorators,
    returns,
    typeParams,
    isAsync,
  };
}

export function parseClass(s: Scanner, decorators: Expression[]): Statement {
  const { start, column } = s;
  s.next();
  const nameStart = T.isNameKind(s.kind) ? s.start : s.prevEnd;
  const name = parseDefinedName(s);
  const typeParams = parseTypeParameters(s);
  const bases: Expression[] = [];
  const keywords: Keyword[] = [];
  if (s.kind === T.LPAR) parseArguments(s, bases, keywords);
  const body = parseBlock(s, start, column);
  return {
    kind: 'ClassDef',
    start,
    end: s.prevEnd,
    name,
    nameStart,
    bases,
    keywords,
    body,
    decorators,
    typeParams,
  };
}

function parseDefinedName(s: Scanner): string {
  if (!T.isNameKind(s.kind)) {
    s.fail('expected a name');
    return '';
  }
  const name = s.name();
  s.next();
  return name;
}
