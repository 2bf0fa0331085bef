import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BLOCK_DEPTH,
  INTEGER_DIGITS,
  PARSE_DEPTH,
  SOURCE_TOKENS,
  SYNTAX_PROBLEMS,
} from '../../../src/limits.ts';
import type { AnyNode, Module } from '../../../src/python/ast.ts';
import { parseExpression, parseFunctionAgain, parseModule } from '../../../src/python/parser.ts';
import { walk } from '../../../src/python/walk.ts';
import { printModule, printValue } from '../../python/print-tree.ts';

/** `kind|text` of every node, so that spans can be read. */
function spans(source: string): string[] {
  const found: string[] = [];
  walk(parseModule(source), (node) => {
    if (node.kind !== 'Module') found.push(`${node.kind}|${source.slice(node.start, node.end)}`);
  });
  return found;
}

function problems(module: Module): string[] {
  return module.errors.map((error) => `${error.message}|${module.source.slice(error.start, error.end)}`);
}

describe('layout', () => {
  const TWO = 'Expr(value=a)\nExpr(value=b)';
  const BLOCK = 'If(test=a, body=[Expr(value=b), Expr(value=c)])\nExpr(value=d)';
  const CASES: readonly (readonly [string, string, string])[] = [
    ['\\n', 'a\nb\n', TWO],
    ['\\r\\n', 'a\r\nb\r\n', TWO],
    ['bare \\r', 'a\rb\r', TWO],
    ['no newline at the end', 'a\nb', TWO],
    ['blank and comment lines', '\n \t\n#x\na\n   # y\n\n\nb # z\n', TWO],
    ['a byte order mark', '\ufeffa\nb\n', TWO],
    ['form feeds', '\fa\n\f\n  \fb\n', TWO],
    ['line continuation', '\\\na\\\n\nb\\\r\n\n', TWO],
    ['null bytes as blanks', 'a\0\n\0b', TWO],
    ['spaces', 'if a:\n  b\n  c\nd\n', BLOCK],
    ['a tab as eight columns', 'if a:\n\tb\n        c\nd\n', BLOCK],
    ['a tab behind spaces', 'if a:\n   \tb\n\tc\nd\n', BLOCK],
    ['a continued indentation', 'if a:\n  \\\n      b\n  c\nd\n', BLOCK],
    ['comments indented otherwise', 'if a:\n# x\n  b\n        # y\n # z\n  c\nd\n', BLOCK],
    [
      'newlines in brackets',
      '(a\n\n # x\n)\n[\rb\r][0]\n',
      'Expr(value=a)\nExpr(value=Subscript(value=List(elements=[b]), slice=0))',
    ],
    ['nothing', '', ''],
    ['nothing but blanks', ' \n\t\\\n \f', ''],
  ];
  for (const [title, source, tree] of CASES) {
    it(`reads ${title}`, () => assert.equal(printModule(parseModule(source)), tree));
  }

  it('reports the first null byte only', () => {
    assert.deepEqual(problems(parseModule('a\0\0\nb\0\n')), ['null byte|\0']);
  });

  it('keeps comments in order', () => {
    const source = '# a\nx = ( # b\n1) # c';
    const texts = parseModule(source).comments.map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(texts, ['# a', '# b', '# c']);
  });

  it('drops comments read in a wrong guess', () => {
    const source = 'match (a, # b\nc)\nprint [ # d\nx for x in y]\n';
    const texts = parseModule(source).comments.map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(texts, ['# b', '# d']);
  });
});

describe('names', () => {
  it('are NFKC-normalised, and look-alike keywords are names', () => {
    const source = '𝒐𝓼.ｓystem = 𝐢𝐟\n';
    assert.equal(
      printModule(parseModule(source)),
      'Assign(targets=[Attribute(value=os, attr="system")], value=if)',
    );
  });

  it('must be identifiers', () => {
    assert.deepEqual(problems(parseModule('a = “b”\n')), ['invalid character in a name|“b”']);
    assert.deepEqual(problems(parseModule('a\u00a0= 1\n')), ['invalid character in a name|a\u00a0']);
  });
});

describe('spans', () => {
  const CASES: readonly (readonly [string, string, readonly string[]])[] = [
    ['print', 'print >>f, a, ;', ['Print|print >>f, a,', 'Name|f', 'Name|a']],
    ['exec', 'exec a in b', ['Exec|exec a in b', 'Name|a', 'Name|b']],
    ['backticks', '(`a`)', ['Expr|(`a`)', 'Repr|`a`', 'Name|a']],
    [
      'except with a comma',
      'try: a\nexcept E, e: b',
      [
        'Try|try: a\nexcept E, e: b',
        'Expr|a',
        'Name|a',
        'ExceptHandler|except E, e: b',
        'Name|E',
        'Expr|b',
        'Name|b',
      ],
    ],
    [
      'except with a tuple',
      'try: a\nexcept B.C, DError: e',
      [
        'Try|try: a\nexcept B.C, DError: e',
        'Expr|a',
        'Name|a',
        'ExceptHandler|except B.C, DError: e',
        'Tuple|B.C, DError',
        'Attribute|B.C',
        'Name|B',
        'Name|DError',
        'Expr|e',
        'Name|e',
      ],
    ],
    [
      'template strings',
      "t'a{b!r:c}'",
      [
        "Expr|t'a{b!r:c}'",
        "JoinedStr|t'a{b!r:c}'",
        'Constant|a',
        'FormattedValue|{b!r:c}',
        'Name|b',
        'JoinedStr|:c',
        'Constant|c',
      ],
    ],
    [
      'what was read before a failure',
      'f(a, $b)\n',
      ['Expr|f(a,', 'Call|f(a,', 'Name|f', 'Name|a', 'ErrorExpression|', 'ErrorStatement|$b)'],
    ],
    ['a type alias', 'type A[T] = b', ['TypeAlias|type A[T] = b', 'Name|b']],
  ];
  for (const [title, source, expected] of CASES) {
    it(`of ${title}`, () => assert.deepEqual(spans(source), expected));
  }

  it('of names and parameters', () => {
    const source = 'async def name[T: int](a: b = 1, *c): pass\n';
    const [node] = parseModule(source).body;
    assert.ok(node?.kind === 'FunctionDef');
    const text = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
    assert.equal(node.nameStart, source.indexOf('name'));
    assert.deepEqual([...node.params.all, node.params.vararg!, ...node.typeParams].map(text), [
      'a: b',
      'c',
      'T: int',
    ]);
  });
});

describe('problems', () => {
  it('say what is wrong and where', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['a = = b', ['expected an expression|=']],
      ['f(a b)', ["expected ',' or ')'|b"]],
      ["a = 'b\nc = 1 1\n", ["unterminated string|'b", 'expected the end of the statement|1']],
      ["'''a", ["unterminated triple-quoted string|'''"]],
      ["f'{a} b", ['unterminated f-string| b']],
      ['if a b:\n  c d', ["expected ':'|b", 'expected the end of the statement|d']],
    ];
    for (const [source, expected] of cases) assert.deepEqual(problems(parseModule(source)), expected);
  });

  it('are bounded, and reading goes on', () => {
    const module = parseModule(`${'a b\n'.repeat(SYNTAX_PROBLEMS + 50)}c()\n`);
    assert.equal(module.errors.length, SYNTAX_PROBLEMS);
    assert.equal(printValue(module.body.at(-1)), 'Expr(value=Call(func=c))');
  });
});

describe('bounds', () => {
  const deepest = (source: string, kind: AnyNode['kind']): number => {
    let count = 0;
    walk(parseModule(source), (node) => {
      if (node.kind === kind) count++;
    });
    return count;
  };

  it('nesting up to PARSE_DEPTH is read', () => {
    const source = `${'['.repeat(PARSE_DEPTH)}${']'.repeat(PARSE_DEPTH)}\n`;
    assert.equal(deepest(source, 'List'), PARSE_DEPTH);
    assert.deepEqual(parseModule(source).errors, []);
  });

  it('deeper nesting is one problem, and what is inside is found', () => {
    const depth = PARSE_DEPTH + 10;
    const source = `x = ${'['.repeat(depth)}evil()${']'.repeat(depth)}\ny = 1\n`;
    const module = parseModule(source);
    assert.deepEqual(problems(module), ['nesting too deep|[']);
    assert.equal(deepest(source, 'Call'), 1);
    assert.equal(printValue(module.body.at(-1)), 'Assign(targets=[y], value=1)');
  });

  it('blocks up to BLOCK_DEPTH are read, deeper ones flat', () => {
    const steps = (depth: number) =>
      Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}if a:\n`).join('');
    const fits = `${steps(BLOCK_DEPTH)}${' '.repeat(BLOCK_DEPTH)}evil()\n`;
    assert.deepEqual(parseModule(fits).errors, []);
    const over = `${steps(BLOCK_DEPTH + 5)}${' '.repeat(BLOCK_DEPTH + 5)}evil()\nb\n`;
    assert.equal(parseModule(over).errors[0]?.message, 'blocks nested too deep');
    assert.equal(deepest(over, 'Call'), 1);
    assert.equal(deepest(over, 'If'), BLOCK_DEPTH + 5);
    assert.equal(parseModule(over).body.length, 2);
  });

  it('chains nest to the left without end', () => {
    const terms = 20_000;
    for (const [source, kind] of [
      ['a + ', 'BinOp'],
      ['a.b', 'Attribute'],
    ] as const) {
      const text = kind === 'BinOp' ? `${source.repeat(terms)}a` : `a${'.b'.repeat(terms)}`;
      assert.equal(deepest(text, kind), terms);
      assert.deepEqual(parseModule(text).errors, []);
    }
    assert.equal(deepest(`if a: b\n${'elif c: d\n'.repeat(terms)}`, 'If'), terms + 1);
  });

  it('text behind SOURCE_TOKENS is one error node', () => {
    const source = `${'a,'.repeat(SOURCE_TOKENS / 2)}\nb\n`;
    const module = parseModule(source);
    assert.deepEqual(
      module.errors.map(({ message }) => message),
      ['too many tokens'],
    );
    const last = module.body.at(-1);
    assert.ok(last?.kind === 'ErrorStatement');
    assert.equal(last.end, source.length);
    assert.equal(source.slice(last.start), '\nb\n');
  });

  it('long integers', () => {
    const hex = parseExpression(`0x${'f'.repeat(INTEGER_DIGITS * 2)}`);
    assert.ok(
      hex?.kind === 'Constant' &&
        hex.type === 'bigint' &&
        hex.value === 16n ** BigInt(INTEGER_DIGITS * 2) - 1n,
    );
    const decimal = parseModule('9'.repeat(INTEGER_DIGITS + 1));
    assert.deepEqual(
      decimal.errors.map(({ message }) => message),
      ['integer literal too long'],
    );
  });
});

describe('parseExpression', () => {
  it('reads exactly one expression', () => {
    assert.equal(
      printValue(parseExpression('  a + 1, b  # c\n\n')),
      'Tuple(elements=[BinOp(left=a, op="+", right=1), b])',
    );
    assert.equal(printValue(parseExpression('f(\n x)')), 'Call(func=f, args=[x])');
  });

  it('gives null for anything else', () => {
    for (const source of ['', 'a = 1', 'a; b', 'a\nb', 'import os', 'f(', "'a", 'a b', 'x y: z']) {
      assert.equal(parseExpression(source), null, source);
    }
  });
});

describe('functions that are parsed again by themselves', () => {
  /** Text of each function, or null where it is none by itself. */
  function again(source: string): (string | null)[] {
    const found: (string | null)[] = [];
    walk(parseModule(source), (node) => {
      if (node.kind !== 'FunctionDef' && node.kind !== 'Lambda') return;
      const alone = parseFunctionAgain(source, node);
      if (alone !== null) assert.deepEqual([alone.params, alone.body], [node.params, node.body]);
      found.push(alone === null ? null : source.slice(alone.start, alone.end));
    });
    return found;
  }

  const CASES: readonly (readonly [string, string, (string | null)[]])[] = [
    ['indented', 'class C:\n\tdef f(self):\n\t\treturn 1\n\tx = 2\n', ['def f(self):\n\t\treturn 1']],
    ['decorated', '@a\nasync def f(x=1): return x\nb\n', ['async def f(x=1): return x']],
    [
      'nested',
      'def f():\n  def g(): pass\n  return g',
      ['def f():\n  def g(): pass\n  return g', 'def g(): pass'],
    ],
    ['lambda over lines', 'f(lambda x:\n  x + 1,\ny)', ['lambda x:\n  x + 1']],
    ['lambda in a field', "f'{(lambda: 1)()}'", ['lambda: 1']],
    ['broken', 'def f(:\n  pass\ndef g():\n  x = (\ny = 1\n', [null, null]],
    ['behind something else', 'if x: y = lambda: (\n1)\n', ['lambda: (\n1)']],
  ];
  for (const [name, source, expected] of CASES)
    it(name, () => {
      assert.deepEqual(again(source), expected);
    });
});
