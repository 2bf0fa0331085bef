import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recoverSource } from '../../../../src/formats/bytecode/recover.ts';
import { readPyc } from '../../../../src/formats/marshal.ts';
import { codeOf, int, NONE, type Step, text, tuple } from '../../../builders/bytecode.ts';
import { GOLDEN } from '../../../builders/pyc.ts';

type Parts = NonNullable<Parameters<typeof codeOf>[2]>;

describe('source recovered from files that interpreters wrote', () => {
  for (const [version, base64] of Object.entries(GOLDEN)) {
    it(version, () => {
      const pyc = readPyc(Buffer.from(base64, 'base64'));
      assert.ok('code' in pyc);
      assert.deepEqual(recoverSource(pyc.code, pyc.python), {
        text: 'print(1)\n',
        python: version,
        problems: [],
      });
    });
  }

  it('tells the version of code without a magic number', () => {
    const told = Object.values(GOLDEN).map((base64) => {
      const pyc = readPyc(Buffer.from(base64, 'base64'));
      assert.ok('code' in pyc);
      return recoverSource(pyc.code, 'unknown').text;
    });
    assert.deepEqual(
      told,
      told.map(() => 'print(1)\n'),
    );
  });
});

const CALL: Step[] = [['LOAD_NAME', 0], 'PUSH_NULL'];

const CASES: [family: string, version: string, steps: Step[], parts: Parts, expected: string][] = [
  [
    'calls with keywords, 3.8',
    '3.8',
    [
      ['LOAD_NAME', 0],
      ['LOAD_CONST', 0],
      ['LOAD_CONST', 0],
      ['LOAD_CONST', 1],
      ['CALL_FUNCTION_KW', 2],
      'POP_TOP',
    ],
    { names: ['f'], constants: [int(1), tuple(text('key'))] },
    'f(1, key=1)\n',
  ],
  [
    'calls with keywords, 3.11',
    '3.11',
    [
      'PUSH_NULL',
      ['LOAD_NAME', 0],
      ['LOAD_CONST', 0],
      ['LOAD_CONST', 0],
      ['KW_NAMES', 1],
      ['PRECALL', 2],
      ['CALL', 2],
      'POP_TOP',
    ],
    { names: ['f'], constants: [int(1), tuple(text('key'))] },
    'f(1, key=1)\n',
  ],
  [
    'calls with keywords, 3.14',
    '3.14',
    [...CALL, ['LOAD_SMALL_INT', 7], ['LOAD_CONST', 0], ['LOAD_CONST', 1], ['CALL_KW', 2], 'POP_TOP'],
    { names: ['f'], constants: [int(1), tuple(text('key'))] },
    'f(7, key=1)\n',
  ],
  [
    'calls with unpacked arguments, 3.14',
    '3.14',
    [...CALL, ['LOAD_NAME', 1], 'PUSH_NULL', 'CALL_FUNCTION_EX', 'POP_TOP'],
    { names: ['f', 'args'] },
    'f(*args)\n',
  ],
  [
    'methods, 3.7',
    '3.7',
    [['LOAD_NAME', 0], ['LOAD_METHOD', 1], ['LOAD_CONST', 0], ['CALL_METHOD', 1], 'POP_TOP'],
    { names: ['os', 'system'], constants: [text('x')] },
    'os.system("x")\n',
  ],
  [
    'methods, 3.12',
    '3.12',
    [['LOAD_NAME', 0], ['LOAD_ATTR', 3], ['LOAD_CONST', 0], ['CALL', 1], 'POP_TOP'],
    { names: ['os', 'system'], constants: [text('x')] },
    'os.system("x")\n',
  ],
  [
    'methods and globals, 3.14',
    '3.14',
    [['LOAD_GLOBAL', 0], ['LOAD_ATTR', 3], ['LOAD_CONST', 0], ['CALL', 1], 'POP_TOP'],
    { names: ['os', 'system'], constants: [text('x')] },
    'os.system("x")\n',
  ],
  [
    'imports',
    '3.9',
    [
      ['LOAD_CONST', 0],
      ['LOAD_CONST', 1],
      ['IMPORT_NAME', 0],
      ['STORE_NAME', 1],
      ['LOAD_CONST', 2],
      ['LOAD_CONST', 3],
      ['IMPORT_NAME', 2],
      ['IMPORT_FROM', 3],
      ['STORE_NAME', 4],
      'POP_TOP',
    ],
    {
      names: ['a.b', 'a', 'pkg', 'x', 'y'],
      constants: [int(0), NONE, int(1), tuple(text('x'))],
    },
    'import a.b\nfrom .pkg import x as y\n',
  ],
  [
    'names that no source can hold',
    '3.9',
    [
      ['LOAD_NAME', 0],
      ['LOAD_ATTR', 1],
      ['STORE_NAME', 2],
    ],
    { names: ['a b', 'c-d', 'if'] },
    '_n2if = getattr(_n1a_b, "c-d")\n',
  ],
  [
    'operators and subscripts, 3.14',
    '3.14',
    [
      ['LOAD_NAME', 0],
      ['LOAD_SMALL_INT', 2],
      ['BINARY_OP', 26],
      ['LOAD_NAME', 1],
      ['BINARY_OP', 12],
      ['STORE_NAME', 1],
    ],
    { names: ['x', 'y'] },
    'y = x[2] ^ y\n',
  ],
  [
    'formatted strings',
    '3.10',
    [
      ['LOAD_CONST', 0],
      ['LOAD_NAME', 0],
      ['FORMAT_VALUE', 2],
      ['BUILD_STRING', 2],
      ['STORE_NAME', 1],
    ],
    { names: ['x', 'y'], constants: [text('a{"')] },
    'y = f"a{{\\"{x!r}"\n',
  ],
  [
    'a condition with both branches',
    '3.9',
    [
      ['LOAD_NAME', 0],
      ['POP_JUMP_IF_FALSE', 10],
      ['LOAD_CONST', 0],
      ['STORE_NAME', 1],
      ['JUMP_FORWARD', 4],
      ['LOAD_CONST', 1],
      ['STORE_NAME', 1],
    ],
    { names: ['x', 'y'], constants: [int(1), int(2)] },
    'if x:\n y = 1\nelse:\n y = 2\n',
  ],
  [
    'a loop',
    '3.9',
    [
      ['LOAD_NAME', 0],
      'GET_ITER',
      ['FOR_ITER', 12],
      ['STORE_NAME', 1],
      ['LOAD_NAME', 2],
      ['LOAD_NAME', 1],
      ['CALL_FUNCTION', 1],
      'POP_TOP',
      ['JUMP_ABSOLUTE', 4],
    ],
    { names: ['items', 'x', 'f'] },
    'for x in items:\n f(x)\n',
  ],
  [
    'values copied before they are used twice',
    '3.11',
    [
      ['LOAD_NAME', 0],
      ['LOAD_NAME', 0],
      ['BINARY_OP', 0],
      ['COPY', 1],
      ['STORE_NAME', 1],
      ['STORE_NAME', 2],
    ],
    { names: ['x', 'y', 'z'] },
    '_v1 = x + x\ny = _v1\nz = _v1\n',
  ],
];

describe('operations', () => {
  for (const [family, version, steps, parts, expected] of CASES) {
    it(`${family} (${version})`, () => {
      const { text: found, problems } = recoverSource(codeOf(version, steps, parts), version);
      assert.deepEqual([found, problems], [expected, []]);
    });
  }
});

describe('code that no compiler wrote', () => {
  it('reads on behind operations that do not exist, and says how many there were', () => {
    const code = codeOf(
      '3.11',
      [
        ['LOAD_CONST', 0],
        ['STORE_NAME', 0],
      ],
      { names: ['x'], constants: [int(1)] },
    );
    code.body.bytes = Uint8Array.of(255, 0, 254, 0, ...code.body.bytes);
    assert.deepEqual(recoverSource(code, '3.11'), {
      text: 'x = 1\n',
      python: '3.11',
      problems: ['2 instructions are no operations of Python 3.11'],
    });
  });

  it('writes long constants once when there are too many', () => {
    const long = text('A'.repeat(1_000_000));
    const steps = Array.from({ length: 12 }, (): Step[] => [
      ['LOAD_CONST', 0],
      ['STORE_NAME', 0],
    ]).flat();
    const { text: found } = recoverSource(codeOf('3.10', steps, { names: ['x'], constants: [long] }), '3.10');
    assert.match(found, /^_v1 = "A+"\n/);
    assert.ok(found.endsWith('x = _v1\nx = _v1\n'), found.slice(-40));
    assert.ok(found.length < 6_000_000, `${found.length}`);
  });

  it('says what it does not read', () => {
    const problems = ['Instructions of Python 3.4 are not read'];
    assert.deepEqual(recoverSource(codeOf('3.11', []), '3.4'), { text: '', python: '3.4', problems });
  });
});
