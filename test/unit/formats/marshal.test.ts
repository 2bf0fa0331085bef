import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { allCode, readMarshal, readPyc } from '../../../src/formats/marshal.ts';
import { GOLDEN, GOLDEN_314 } from '../../builders/pyc.ts';
import { pythons, runPython } from '../../oracle/python.ts';
import { renderCode, renderConstant } from '../../oracle/render-code.ts';

const said = (result: object): string => ('problem' in result ? String(result.problem) : 'no problem');

describe('readPyc', () => {
  for (const [python, base64] of Object.entries(GOLDEN)) {
    test(`reads print(1) of ${python}`, () => {
      const pyc = readPyc(Buffer.from(base64, 'base64'));
      assert.ok('code' in pyc, said(pyc));
      assert.equal(pyc.python, python);
      assert.deepEqual(renderCode(pyc.code), {
        name: '<module>',
        firstLine: 1,
        filename: 'm.py',
        names: python === '2.7' ? [] : ['print'],
        varnames: [],
        constants: ['int:1', 'None'],
        children: [],
      });
    });
  }

  test('reads the slice constants of 3.14', () => {
    const pyc = readPyc(GOLDEN_314);
    assert.ok('code' in pyc, said(pyc));
    assert.equal(pyc.python, '3.14');
    assert.deepEqual(pyc.code.names, ['print']);
    assert.deepEqual(pyc.code.constants.map(renderConstant), ['None', 'slice(int:1,None,None)']);
  });

  for (const python of ['2.7', '3.6', '3.9', '3.12']) {
    test(`finds the layout of ${python} under a magic number nobody knows`, () => {
      const bytes = Buffer.from(GOLDEN[python]!, 'base64');
      bytes.writeUInt16LE(9999, 0);
      const pyc = readPyc(bytes);
      assert.ok('code' in pyc, said(pyc));
      assert.equal(pyc.python, 'unknown');
      assert.equal(pyc.code.filename, 'm.py');
    });
  }

  test('finds the layout under the magic number of another version', () => {
    const bytes = Buffer.from(GOLDEN['3.8']!, 'base64');
    bytes.writeUInt16LE(3495, 0);
    assert.equal((readPyc(bytes) as { python: string }).python, 'unknown');
  });

  const refused: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /no \.pyc magic/],
    ['text', Buffer.from('print(1)\n'), /no \.pyc magic/],
    ['a header alone', Buffer.from('a70d0d0a000000000000000000000000', 'hex'), /stream ends/],
    ['a cut file', Buffer.from(GOLDEN['3.11']!, 'base64').subarray(0, 90), /byte \d+/],
    [
      'no code object',
      Buffer.from('a70d0d0a0000000000000000000000004e', 'hex'),
      /no code object|stream ends/,
    ],
  ];
  for (const [what, bytes, problem] of refused) {
    test(`explains ${what}`, () => {
      const pyc = readPyc(bytes);
      assert.ok('problem' in pyc);
      assert.match(pyc.problem, problem);
    });
  }
});

describe('readMarshal', () => {
  const cases: [string, string, string | undefined, string][] = [
    ['None', '4e', undefined, 'None'],
    ['a negative int', 'e9feffffff', undefined, 'int:-2'],
    ['a long', '6c03000000 0000 0000 0100', undefined, 'int:40000000'],
    ['a negative long', '6cfeffffff 0100 0100', undefined, 'int:-8001'],
    ['int64', '49ffffffffffffffff', undefined, 'int:-1'],
    ['text float', '66 03 312e35', undefined, 'float:3ff8000000000000'],
    [
      'binary complex',
      '79 000000000000f03f 0000000000000040',
      undefined,
      'complex:3ff00000000000004000000000000000',
    ],
    ['bytes', '73 02000000 41ff', undefined, 'bytes:41ff'],
    ['Python 2 str', '73 02000000 4142', '2.7', 'str:41004200'],
    ['Python 2 str with high bytes', '73 02000000 41ff', '2.7', 'bytes:41ff'],
    [
      'Python 2 string reference',
      '28 02000000 74 01000000 41 52 00000000',
      '2.7',
      'tuple(str:4100,str:4100)',
    ],
    ['a lone surrogate', '75 04000000 41 eda080', undefined, 'str:410000d8'],
    ['invalid UTF-8', '75 02000000 41ff', undefined, 'str:4100fdff'],
    ['a reference', '2902 e901000000 7200000000', undefined, 'tuple(int:1,int:1)'],
    ['a tuple inside itself', 'a901 7200000000', undefined, 'tuple(Ellipsis)'],
    ['a frozenset', '3e02000000 e902000000 e901000000', undefined, 'frozenset(int:1,int:2)'],
  ];
  for (const [what, hex, python, expected] of cases) {
    test(`reads ${what}`, () => {
      const value = readMarshal(Buffer.from(hex.replaceAll(' ', ''), 'hex'), python);
      assert.ok('type' in value, said(value));
      assert.equal(renderConstant(value), expected);
    });
  }

  test('reads a dict with its entries', () => {
    const value = readMarshal(Buffer.from('7bda0161e90100000030', 'hex'));
    assert.deepEqual(value, {
      type: 'dict',
      entries: [
        [
          { type: 'str', value: 'a' },
          { type: 'int', value: 1n },
        ],
      ],
    });
  });

  const refused: [string, Uint8Array, RegExp][] = [
    ['an unknown type', Buffer.from('3f', 'hex'), /unknown type "\?" at byte 1/],
    ['a size beyond the end', Buffer.from('73ffffff7f41', 'hex'), /2147483647 bytes do not fit/],
    ['a tuple longer than the stream', Buffer.from('28ffffff7f4e', 'hex'), /2147483647 items does not fit/],
    ['a negative size', Buffer.from('73ffffffff', 'hex'), /negative size -1/],
    ['a reference to nothing', Buffer.from('7205000000', 'hex'), /no object 5/],
    ['nesting without end', Buffer.alloc(100_000, Buffer.from('2901', 'hex')), /nesting deeper than 200/],
    ['a few bytes that describe 2^40 objects', doublingTuples(40), /more than 1000000 objects/],
  ];
  for (const [what, bytes, problem] of refused) {
    test(`refuses ${what}`, () => {
      const value = readMarshal(bytes);
      assert.ok('problem' in value, said(value));
      assert.match(value.problem, problem);
    });
  }
});

/** Tuples of which each holds the one before twice: `levels` steps, 2^levels leaves. */
function doublingTuples(levels: number): Uint8Array {
  const outer = Buffer.from([0x29, levels]);
  const steps = Array.from({ length: levels }, (_, level) => {
    const reference = Buffer.alloc(5, 0x72);
    reference.writeUInt32LE(Math.max(level - 1, 0), 1);
    return level === 0
      ? Buffer.from('a9024e4e', 'hex')
      : Buffer.concat([Buffer.from('a902', 'hex'), reference, reference]);
  });
  return Buffer.concat([outer, ...steps]);
}

describe('against interpreters', () => {
  const interpreters = pythons();
  test('has an interpreter to compare with', { skip: interpreters.length === 0 && 'no python3 here' }, () => {
    for (const python of interpreters) compareWith(python);
  });
});

/** Compiles modules of the interpreter's own library with it and compares every code object. */
function compareWith(python: string): void {
  const limit = Number(process.env.LAZARET_ORACLE_FILES ?? 40);
  const library = runPython(python, ['-c', 'import os; print(os.path.dirname(os.__file__))']).trim();
  const files = sourcesUnder(library, limit);
  let compared = 0;
  for (let at = 0; at < files.length; at += 50) {
    const lines = runPython(python, [
      join(import.meta.dirname, '../../oracle/marshal_dump.py'),
      ...files.slice(at, at + 50),
    ]);
    for (const line of lines.split('\n').filter((text) => text !== '')) {
      const expected = JSON.parse(line);
      const pyc = readPyc(Buffer.from(expected.pyc, 'base64'));
      assert.ok('code' in pyc, `${expected.path}: ${said(pyc)}`);
      assert.equal(pyc.python, expected.python);
      assert.deepEqual(renderCode(pyc.code), expected.tree, expected.path);
      compared += allCode(pyc.code).length;
    }
  }
  assert.ok(compared > files.length, `${python}: only ${compared} code objects in ${files.length} files`);
  if (process.env.LAZARET_PYTHONS)
    process.stdout.write(`# ${python}: ${files.length} files, ${compared} code objects equal\n`);
}

function sourcesUnder(folder: string, limit: number): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.py') && !name.includes('site-packages'))
    .sort()
    .filter((_, index, all) => index % Math.max(1, Math.floor(all.length / limit)) === 0)
    .map((name) => join(folder, name));
}
