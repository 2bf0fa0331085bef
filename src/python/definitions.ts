import type { Expression, Keyword, Statement } from './ast.ts';
import { parseBlock } from './blocks.ts';
import { expect, parseNamed, parseTest } from './expressions.ts';
import { parseParameters, parseTypeParameters } from './parameters.ts';
import { parseArguments } from './primary.ts';
import { emptyError, recover } from './recovery.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/**
 * Decorators (any expression, PEP 614) and the function or class under them, added to `body`. Where none follows,
 * an ErrorStatement keeps the decorators and the next line is read as usual.
 */
export function parseDecorated(s: Scanner, body: Statement[]): void {
  const { start: first, column } = s;
  const decorators: Expression[] = [];
  while (s.kind === T.AT) {
    const start = s.start;
    s.next();
    decorators.push(parseNamed(s));
    expect(s, T.NEWLINE, 'expected the end of the decorator');
    if (s.kind === T.PANIC) body.push(recover(s, start, column, false));
  }
  const start = s.start;
  const before = s.save();
  const isAsync = s.kind === T.ASYNC;
  if (isAsync) s.next();
  if (s.kind === T.DEF) body.push(parseFunction(s, start, decorators, isAsync));
  else if (s.kind === T.CLASS && !isAsync) body.push(parseClass(s, decorators));
  else {
    if (isAsync) s.restore(before);
    const error = emptyError(s, 'expected a function or class after decorators');
    error.start = first;
    error.recovered = decorators;
    body.push(error);
  }
}

/** The function whose `def` is current; `start` is that of `async` when there is one. */
export function parseFunction(
  s: Scanner,
  start: number,
  decorators: readonly Expression[],
  isAsync: boolean,
): Statement {
  const column = s.column;
  s.definitions++;
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

export function parseClass(s: Scanner, decorators: readonly Expression[]): Statement {
  const { start, column } = s;
  s.definitions++;
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
