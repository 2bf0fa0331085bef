import type { ImportAlias, Statement } from './ast.ts';
import { expect } from './expressions.ts';
import { trimmed } from './lists.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

export function parseImport(s: Scanner): Statement {
  const start = s.start;
  s.next();
  const names: ImportAlias[] = [];
  for (;;) {
    addAlias(s, names, parseDottedName(s));
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  return { kind: 'Import', start, end: s.prevEnd, names: trimmed(names) };
}

export function parseFromImport(s: Scanner): Statement {
  const start = s.start;
  s.next();
  let level = 0;
  while (s.kind === T.DOT || s.kind === T.ELLIPSIS) {
    level += s.kind === T.DOT ? 1 : 3;
    s.next();
  }
  const module = T.isNameKind(s.kind) || level === 0 ? parseDottedName(s).name : '';
  expect(s, T.IMPORT, "expected 'import'");
  const names = parseImportedNames(s);
  return { kind: 'ImportFrom', start, end: s.prevEnd, module, names: trimmed(names), level };
}

function parseImportedNames(s: Scanner): ImportAlias[] {
  const names: ImportAlias[] = [];
  if (s.kind === T.STAR) {
    names.push({ start: s.start, end: s.end, name: '*', asName: null });
    s.next();
    return names;
  }
  const parenthesised = s.kind === T.LPAR;
  if (parenthesised) s.next();
  for (;;) {
    addAlias(s, names, parseWord(s));
    if (s.kind !== T.COMMA) break;
    s.next();
    if (s.kind === T.RPAR && parenthesised) break;
  }
  if (parenthesised) expect(s, T.RPAR, "expected ')'");
  return names;
}

interface Word {
  name: string;
  start: number;
}

function addAlias(s: Scanner, names: ImportAlias[], word: Word): void {
  let asName: string | null = null;
  if (s.kind === T.AS) {
    s.next();
    asName = parseWord(s).name;
  }
  if (word.name !== '') names.push({ start: word.start, end: s.prevEnd, name: word.name, asName });
}

function parseWord(s: Scanner): Word {
  if (!T.isNameKind(s.kind)) {
    s.fail('expected a name');
    return { name: '', start: s.prevEnd };
  }
  const word = { name: s.name(), start: s.start };
  s.next();
  return word;
}

function parseDottedName(s: Scanner): Word {
  const word = parseWord(s);
  if (s.kind !== T.DOT) return word;
  const names = [word.name];
  while (s.kind === T.DOT) {
    s.next();
    names.push(parseWord(s).name);
  }
  return { name: names.join('.'), start: word.start };
}
