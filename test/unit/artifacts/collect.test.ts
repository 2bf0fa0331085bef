import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectArtifacts } from '../../../src/artifacts/collect.ts';
import { syntaxLimitations } from '../../../src/artifacts/python-sources.ts';
import { SOURCE_BYTES } from '../../../src/limits.ts';
import { file, sdist, unpacked, wheel } from '../../builders/members.ts';
import { peImage } from '../../builders/native.ts';
import { GOLDEN } from '../../builders/pyc.ts';

const pyc = Buffer.from(GOLDEN['3.11']!, 'base64');

describe('sources', () => {
  test('keep text, encoding and tree', () => {
    const bytes = Buffer.from('# coding: latin-1\nname = "caf\xe9"\n', 'latin1');
    const { sources } = collectArtifacts('p.whl', wheel({ 'a.py': bytes }));
    assert.equal(sources[0]?.text, '# coding: latin-1\nname = "café"\n');
    assert.match(sources[0]?.encoding ?? '', /latin|8859/);
    assert.equal(sources[0]?.tree.body[0]?.kind, 'Assign');
  });

  test('of a .pth file keep their lines', () => {
    const text = 'lib\nimport os; print(1)\n# import no\nimportant\nimport\tsys\n import indented\n';
    const { pth, sources } = collectArtifacts('p.whl', wheel({ 'p.pth': text }));
    assert.deepEqual(pth[0]?.importLines, [
      { line: 2, text: 'import os; print(1)' },
      { line: 5, text: 'import\tsys' },
    ]);
    assert.equal(sources[0]?.role, 'pth');
    assert.equal(sources[0]?.text, '\nimport os; print(1)\n\n\nimport\tsys\n\n');
  });

  test('of a .pth file without import lines are none', () => {
    const { pth, sources } = collectArtifacts('p.whl', wheel({ 'p.pth': 'lib\n../other\n' }));
    assert.deepEqual([pth, sources], [[], []]);
  });

  test('of a notebook join its code cells', () => {
    const notebook = JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['import nothing'] },
        { cell_type: 'code', source: ['!pip install x\n', 'print(1)\n'] },
        { cell_type: 'code', source: '%%bash\nls' },
        { cell_type: 'code', source: '%matplotlib inline\nx = 2' },
      ],
    });
    const { sources } = collectArtifacts('p.whl', wheel({ 'a.ipynb': notebook }));
    assert.equal(
      sources[0]?.text,
      '\n# !pip install x\nprint(1)\n\n# %%bash\n# ls\n# %matplotlib inline\nx = 2',
    );
    assert.equal(sources[0]?.role, 'loose');
    assert.deepEqual(sources[0]?.tree.errors, []);
  });

  test('leave stubs out, and Cython that is no Python', () => {
    const files = { 'a.pyi': 'x: int\n', 'b.pyx': 'cdef int x = 1\n', 'c.pyx': 'x = 1\n' };
    const { sources, limitations } = collectArtifacts('p.whl', wheel(files));
    assert.deepEqual(
      sources.map(({ path, module }) => [path, module]),
      [['c.pyx', 'c']],
    );
    assert.deepEqual(limitations, []);
  });

  test('may hide under other suffixes', () => {
    const { sources } = collectArtifacts('p.whl', wheel({ 'pkg/data.txt': 'import os\nprint(os.name)\n' }));
    assert.deepEqual(
      sources.map(({ path, role, module }) => [path, role, module]),
      [['pkg/data.txt', 'loose', null]],
    );
  });

  test('that cannot be parsed in part are kept and noted', () => {
    const artifacts = collectArtifacts(
      'p.whl',
      wheel({ 'a.py': 'x = = 1\nprint(1)\n', 'b.py': 'x = = 1\n' }),
    );
    assert.deepEqual(syntaxLimitations(artifacts), [], 'nothing is parsed yet');
    assert.equal(artifacts.sources[0]?.tree.body.length, 3);
    assert.deepEqual(
      syntaxLimitations(artifacts).map(({ code, where, blocking }) => [code, where, blocking]),
      [['syntax-errors', 'a.py', false]],
    );
  });

  test('that are too large block', () => {
    const { sources, limitations } = collectArtifacts(
      'p.whl',
      wheel({ 'a.py': Buffer.alloc(SOURCE_BYTES + 1, '#') }),
    );
    assert.deepEqual(sources, []);
    assert.deepEqual(
      limitations.map(({ code, where, blocking }) => [code, where, blocking]),
      [['source-undecodable', 'a.py', true]],
    );
  });

  test('end at the deadline', () => {
    const { sources, limitations } = collectArtifacts(
      'p.whl',
      wheel({ 'a.py': 'print(1)\n' }),
      Date.now() - 1,
    );
    assert.deepEqual(sources, []);
    assert.deepEqual(
      limitations.map(({ code, where, blocking }) => [code, where, blocking]),
      [
        ['time-limit', 'a.py', true],
        ['time-limit', 'a.py', true],
      ],
    );
  });
});

describe('other members', () => {
  test('are read by type', () => {
    const artifacts = collectArtifacts(
      'p-1.tar.gz',
      sdist('p-1', {
        'a.pyc': pyc,
        'b.exe': peImage({
          content: Buffer.from(
            '\0cmd.exe /c print\0http://host.invalid/x\0http://www.digicert.com/CPS\0',
            'latin1',
          ),
        }),
        'c.sh': 'echo 1\n',
        'd.ps1': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Write-Output 1', 'utf16le')]),
        'e.pkl': Buffer.from('\x80\x02cbuiltins\nprint\nK\x01\x85R.', 'latin1'),
      }),
    );
    assert.deepEqual(
      artifacts.bytecode.map(({ path, python, code }) => [path, python, code.names]),
      [['p-1/a.pyc', '3.11', ['print']]],
    );
    assert.deepEqual(
      artifacts.binaries.map(({ path, binary, strings }) => [path, binary.role, strings]),
      [['p-1/b.exe', 'executable', ['cmd.exe /c print', 'http://host.invalid/x']]],
    );
    assert.deepEqual(
      artifacts.scripts.map(({ path, dialect, text }) => [path, dialect, text]),
      [
        ['p-1/c.sh', 'shell', 'echo 1\n'],
        ['p-1/d.ps1', 'powershell', 'Write-Output 1'],
      ],
    );
    assert.deepEqual(
      artifacts.pickles.map(({ path, programs }) => [path, programs.map(({ globals }) => globals[0]?.name)]),
      [['p-1/e.pkl', ['builtins.print']]],
    );
    assert.equal(artifacts.root, 'p-1/');
    assert.equal(artifacts.kind, 'sdist');
    assert.deepEqual(artifacts.limitations, []);
  });

  const broken: [string, Uint8Array, string, boolean][] = [
    ['a.pyc', pyc.subarray(0, 60), 'bytecode-unreadable', true],
    ['a.so', Buffer.from('\x7fELF\x02\x01', 'latin1'), 'binary-unreadable', false],
    ['a.pkl', Buffer.from('\x80\x02cbuiltins\nprint\nK\x01\x85R0\xff', 'latin1'), 'pickle-unreadable', false],
    ['a.ipynb', Buffer.from('{"cells": ['), 'notebook-unreadable', false],
  ];
  for (const [path, bytes, code, blocking] of broken) {
    test(`${code} is said of ${path}`, () => {
      const { limitations } = collectArtifacts('p.whl', wheel({ [path]: bytes }));
      assert.deepEqual(
        limitations.map((limitation) => [limitation.code, limitation.where, limitation.blocking]),
        [[code, path, blocking]],
      );
    });
  }

  test('that could not be read have no type', () => {
    const member = file('a.py', '', { readable: false });
    assert.deepEqual(collectArtifacts('p.whl', unpacked('wheel', [member])).types, []);
  });
});
