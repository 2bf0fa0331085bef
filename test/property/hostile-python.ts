/** Texts made to exhaust a parser: nesting, long chains, unclosed openers, wrong guesses repeated. */

/** By what they attack; each about `size` characters long. */
export function hostileSources(size: number): Map<string, string> {
  const sources = new Map<string, string>();
  const repeat = (piece: string, end = '') =>
    sources.set(`${piece}…${end}`, piece.repeat(Math.ceil(size / piece.length)) + end);
  const after = (start: string, piece: string, end = '') =>
    sources.set(`${start}${piece}…`, start + piece.repeat(Math.ceil(size / piece.length)) + end);
  for (const piece of OPENERS) repeat(piece);
  for (const piece of CHAINS) repeat(piece, 'x');
  for (const line of LINES) repeat(`${line}\n`);
  for (const [start, piece, end] of CONTINUED) after(start, piece, end);
  sources.set('blocks', staircase(size, 'if a:'));
  sources.set('blocks around brackets', `${staircase(size, 'try:')}x = ${'('.repeat(size)}`);
  sources.set('falling indentation', staircase(size, 'x').split('\n').reverse().join('\n'));
  return sources;
}

/** Lines indented one deeper each, about `size` characters in all. */
function staircase(size: number, line: string): string {
  const steps = Math.floor(Math.sqrt(size * 2));
  return Array.from({ length: steps }, (_, depth) => `${' '.repeat(depth)}${line}\n`).join('');
}

/** Every level of precedence once before the next bracket. */
const LADDER = 'a or b and not c < d | e ^ f & g << h + i * -j ** ';

const OPENERS: readonly string[] = [
  ...[
    '(',
    '[',
    '{',
    '([{',
    '{1:',
    'f(',
    'a[',
    '(\n',
    ')',
    ']',
    '}',
    '`',
    '`a',
    'lambda:',
    'lambda a=',
    'lambda (',
    '-~',
  ],
  ...[
    "f'{",
    'f\'{f"{',
    "f'{a:{",
    "f'''{",
    "rf'\\{",
    "f'",
    "'",
    '"',
    "'''\n",
    '"""\n',
    'rb"',
    '\\',
    '\\\n',
    '$',
    '?',
    '!',
  ],
  ...[
    '\0',
    '\r',
    '\f',
    ';',
    ':',
    '=',
    '.',
    '@',
    '**',
    '*',
    '->',
    '#',
    '\n',
    ' ',
    '1',
    '0x',
    '1_',
    'é',
    '“',
    '𝒙',
    '\ufeff',
  ],
  ...[
    'await ',
    'yield ',
    '(yield ',
    'async ',
    'print ',
    'exec ',
    'match ',
    'type ',
    'for ',
    'not ',
    'from ',
    'class A:',
  ],
  ...[
    'if a:',
    'def f(a:(',
    'def f(a=',
    '[x for x in ',
    'case (',
    '@(',
    'import a,',
    'del (',
    '[*',
    '(*a,',
    'global a,',
  ],
  ...[
    `${LADDER}(`,
    `${LADDER}f'{`,
    `${LADDER}[x for x in {1:`,
    `${LADDER}f(a=lambda x=`,
    `f'{a:{${LADDER}g(`,
  ],
];

const CHAINS: readonly string[] = [
  ...[
    'a+',
    'a and ',
    'a<',
    'a if b else ',
    '2**',
    'a=',
    'a,',
    "'a' ",
    "f'{a}' ",
    'a not in ',
    'x:=',
    'lambda:0,',
    '-',
    'not ',
  ],
  ...['a@', 'a.b().', 'a[0].', 'a;', "b'a' f'' ", 'a|'],
];

const LINES: readonly string[] = [
  ...[
    'match (',
    'match [a,',
    'match x:',
    'match x:\n case (',
    'match x:\n case 1: a',
    'match -(a',
    'with (a',
    'with (a) as b, (',
  ],
  ...[
    'print [',
    'print -(',
    'print (a) b',
    'exec (',
    'type X[',
    'def f(',
    'class A(',
    'x = (',
    'x = [a',
    ' x = {',
    '(import',
  ],
  ...[
    "x = '''",
    "x = f'{a",
    "f'''{",
    "'a",
    'else:',
    'except E:',
    '@a',
    '@(',
    '@a(b',
    'if a',
    'for',
    'a b (',
    '$ a(b)',
    ')',
    'a\0',
  ],
  ...['x = foo(1 2,\nos.system("x")', 'import if', 'from . import (', 'é€', 'try: a', 'async with (a'],
];

const CONTINUED: readonly (readonly [string, string, string])[] = [
  ['a', '.b', ''],
  ['a', '.b()', ''],
  ['a', '[0]', ''],
  ['a', '()', ''],
  ['if a: pass\n', 'elif a: pass\n', ''],
  ['try: pass\n', 'except a: pass\n', ''],
  ['match x:\n', ' case a|b: pass\n', ''],
  ['match ', 'a,', ''],
  ['with (', 'a,', ''],
  ['with (', 'a as b,', 'c'],
  ['print [', 'a,', ''],
  ['[x', ' for x in y', ']'],
  ['x = 0x', 'f', ''],
  ['x = ', '9', ''],
  ['"', '\\x41', '"'],
  ['"', '\\', ''],
  ["f'", '\\N{', "'"],
  ["f'", '{{', "'"],
  ["f'{a:", '{b}', "}'"],
  ["f'{a:", 'b', "}'"],
  ['x y', " f'{", ''],
  ['x y', ' g(', ''],
  ['x y (', '\n (', ''],
  ['import a', '.a', ''],
  ['from ', '.', ' import a'],
  ['lambda ', 'a,', ': 0'],
  ['def f(', 'a,', '): pass'],
  ['f(', 'a=1,', ')'],
  ['{', '**a,', '}'],
  ['#', 'x', '\ny'],
];
