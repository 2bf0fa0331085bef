import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findPickles, readPickle } from '../../../src/formats/pickle.ts';
import { pythons, runPython } from '../../oracle/python.ts';

/** Latin-1 text as bytes. */
const raw = (text: string): Uint8Array => Buffer.from(text, 'latin1');

type Global = { name: string; called: boolean; args: string[]; offset: number };

const programs: [string, Uint8Array, Global[]][] = [
  [
    'GLOBAL and REDUCE, protocol 0',
    raw("cbuiltins\nprint\n(S'1'\ntR."),
    [{ name: 'builtins.print', called: true, args: ['1'], offset: 0 }],
  ],
  [
    'Python 2 names',
    raw('c__builtin__\nprint\n(I1\ntR.'),
    [{ name: 'builtins.print', called: true, args: ['1'], offset: 0 }],
  ],
  [
    'INST',
    raw('(I1\nibuiltins\nprint\n.'),
    [{ name: 'builtins.print', called: true, args: ['1'], offset: 4 }],
  ],
  [
    'OBJ',
    raw('(cbuiltins\nprint\nI1\no.'),
    [{ name: 'builtins.print', called: true, args: ['1'], offset: 1 }],
  ],
  [
    'NEWOBJ',
    raw('\x80\x02cdecimal\nDecimal\nK\x01\x85\x81.'),
    [{ name: 'decimal.Decimal', called: true, args: ['1'], offset: 2 }],
  ],
  [
    'NEWOBJ_EX',
    raw('\x80\x04\x8c\x01m\x8c\x01C\x93K\x07\x85}\x92.'),
    [{ name: 'm.C', called: true, args: ['7'], offset: 8 }],
  ],
  [
    'STACK_GLOBAL through the memo',
    raw('\x80\x04\x8c\x05print\x940\x8c\x08builtins\x940h\x01h\x00\x93K\x01\x85R.'),
    [{ name: 'builtins.print', called: true, args: ['1'], offset: 27 }],
  ],
  [
    'an import that nobody calls',
    raw('\x80\x02cbuiltins\nprint\n.'),
    [{ name: 'builtins.print', called: false, args: [], offset: 2 }],
  ],
  [
    'an extension code',
    raw('\x80\x02\x82\x05)R.'),
    [{ name: 'copyreg.extension-5', called: true, args: [], offset: 2 }],
  ],
  [
    'getattr of an import',
    raw('\x80\x02cbuiltins\ngetattr\ncexample\nmodule\nX\x05\x00\x00\x00print\x86R(K\x01tR.'),
    [
      { name: 'builtins.getattr', called: true, args: ['example.module', 'print'], offset: 2 },
      { name: 'example.module', called: false, args: [], offset: 20 },
      { name: 'example.module.print', called: true, args: ['1'], offset: 47 },
    ],
  ],
  [
    '__import__ by name',
    raw('\x80\x02cbuiltins\n__import__\nX\x07\x00\x00\x00example\x85R.'),
    [
      { name: 'builtins.__import__', called: true, args: ['example'], offset: 2 },
      { name: 'example', called: false, args: [], offset: 36 },
    ],
  ],
  [
    'two calls of one import',
    raw('\x80\x02cbuiltins\nprint\nq\x00K\x01\x85R0h\x00K\x02\x85R.'),
    [
      { name: 'builtins.print', called: true, args: ['1'], offset: 2 },
      { name: 'builtins.print', called: true, args: ['2'], offset: 30 },
    ],
  ],
];

describe('readPickle', () => {
  for (const [what, bytes, globals] of programs) {
    test(`reads ${what}`, () => {
      const program = readPickle(bytes);
      assert.ok(program);
      assert.deepEqual(program.globals, globals);
      assert.equal(program.end, bytes.length);
      assert.equal(program.truncated, false);
    });
  }

  test('renders arguments that are no strings like Python', () => {
    const program = readPickle(
      raw('\x80\x03cbuiltins\nprint\n(NX\x01\x00\x00\x00aC\x02\x00\xff\x88K\x01K\x02\x86]tR.'),
    );
    assert.deepEqual(program?.globals[0]?.args, ['None', 'a', 'b"\\u0000ÿ"', 'True', '(1, 2)', '[]']);
  });

  test('keeps what a program does before it breaks off', () => {
    const program = readPickle(raw('\x80\x02cbuiltins\nprint\nK\x01\x85R0\xff\xff\xff'));
    assert.deepEqual(program?.globals, [{ name: 'builtins.print', called: true, args: ['1'], offset: 2 }]);
    assert.equal(program?.truncated, true);
  });

  const refused: [string, Uint8Array][] = [
    ['nothing', raw('')],
    ['prose', raw('class Foo\nSome more text.\n')],
    ['prose that starts like opcodes', raw('(see below)\n.')],
    ['an INI file', raw('[section]\nkey = value\n')],
    ['JSON', raw('{"a": [1, 2]}')],
    ['a single number', raw('I1\n.')],
    ['a PNG', raw('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR')],
    ['a header of a protocol that does not exist', raw('\x80\x09N.')],
    ['names that are no names', raw('cnot a module\nfoo bar\n(tR.')],
    ['a stack that is too low', raw('\x80\x02R.')],
  ];
  for (const [what, bytes] of refused) {
    test(`takes ${what} for no pickle`, () => assert.equal(readPickle(bytes), null));
  }

  test('stops at the opcode limit', () => {
    const bytes = Buffer.concat([
      raw('\x80\x02cbuiltins\nprint\n'),
      Buffer.alloc(5_100_000, '20'),
      raw(')R.'),
    ]);
    const program = readPickle(bytes);
    assert.equal(program?.truncated, true);
    assert.equal(program?.globals[0]?.called, false);
  });

  test('renders a list inside itself', () => {
    const program = readPickle(raw('\x80\x02cbuiltins\nprint\n]q\x00h\x00a\x85R.'));
    assert.deepEqual(program?.globals[0]?.args, ['[[[[…]]]]']);
  });
});

describe('findPickles', () => {
  const call = raw('\x80\x02cbuiltins\nprint\nK\x01\x85R.');

  test('reads pickles that follow one another', () => {
    const found = findPickles(Buffer.concat([raw('\x80\x02K\x07.'), raw('\x80\x02K\x08.'), call]));
    assert.deepEqual(
      found.map((program) => [program.end, program.globals.map((entry) => [entry.name, entry.offset])]),
      [
        [5, []],
        [10, []],
        [10 + call.length, [['builtins.print', 12]]],
      ],
    );
  });

  test('finds one behind other data', () => {
    const found = findPickles(
      Buffer.concat([raw('\x93NUMPY\x01\x00 header \x80\x02\xff'), call, raw('tail')]),
    );
    assert.deepEqual(
      found.map((program) => program.globals.map((entry) => entry.name)),
      [['builtins.print']],
    );
  });

  test('stays linear over headers that each promise a line that never ends', { timeout: 20_000 }, () => {
    assert.deepEqual(findPickles(Buffer.alloc(8 << 20, raw('\x80\x02c'))), []);
  });

  test('stays linear over headers that each break off after an import of no name', {
    timeout: 20_000,
  }, () => {
    assert.deepEqual(findPickles(Buffer.alloc(8 << 20, raw('\x80\x02c!!\nab\n\xff'))), []);
  });

  test('names what is imported behind raw data, where opcodes cannot be followed', () => {
    const start = raw('\x80\x04\x8c\x06joblib\x94\x8c\x07wrapper\x94\x93\x94)R');
    const rest = raw('\x8c\x08builtins\x94\x8c\x05print\x94\x93K\x01\x85R cexample.module\nrun\n(tR.');
    const found = findPickles(Buffer.concat([start, Buffer.alloc(64, 0xff), rest]));
    assert.deepEqual(
      found.flatMap((program) => program.globals.map((entry) => entry.name)),
      ['joblib.wrapper', 'builtins.print', 'example.module.run'],
    );
    assert.equal(found[0]?.truncated, true);
  });

  test('believes no chance header that imports nothing', () => {
    assert.deepEqual(findPickles(raw('data \x80\x02N. more')), []);
  });
});

test('agrees with pickletools', (context) => {
  const [python] = pythons();
  if (!python) return context.skip('no python3 here');
  const lines = runPython(python, [join(import.meta.dirname, '../../oracle/pickle_dump.py')])
    .trim()
    .split('\n');
  assert.ok(lines.length > 100);
  for (const line of lines) {
    const expected = JSON.parse(line) as {
      sample: string;
      protocol: number;
      raw: string;
      imports: [string, number][];
      end: number;
    };
    const program = readPickle(Buffer.from(expected.raw, 'base64'));
    assert.ok(program, expected.sample);
    assert.equal(program.end, expected.end, expected.sample);
    assert.equal(program.truncated, false, expected.sample);
    assert.equal(program.protocol, expected.protocol < 2 ? 0 : expected.protocol, expected.sample);
    const names = program.globals.map((entry) => entry.name);
    for (const [name] of expected.imports)
      assert.ok(names.includes(name), `${expected.sample}: ${name} in ${names}`);
    const imported = new Set(expected.imports.map(([name]) => name));
    // Some releases of CPython write members of enumerations as `getattr(class, name)`, which names one more.
    const isLookedUp = (name: string): boolean =>
      imported.has('builtins.getattr') && imported.has(name.slice(0, name.lastIndexOf('.')));
    for (const { name, called } of program.globals)
      assert.ok(called || imported.has(name) || isLookedUp(name), `${expected.sample}: ${name}`);
    if (expected.sample.endsWith('Calling')) {
      assert.deepEqual(program.globals.at(-1)?.args, ['1', 'two', '(3)', '{"four", 4}'], expected.sample);
    }
  }
});
