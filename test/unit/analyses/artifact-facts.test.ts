import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { artifactFacts } from '../../../src/analyses/artifact-facts.ts';
import { collectArtifacts } from '../../../src/artifacts/collect.ts';
import type { FactKind, FactOf } from '../../../src/contracts/fact.ts';
import type { Unpacked } from '../../../src/contracts/member.ts';
import { FACTS_PER_KIND_AND_MEMBER } from '../../../src/limits.ts';
import { sdist, unpacked, wheel } from '../../builders/members.ts';
import { peImage } from '../../builders/native.ts';
import { GOLDEN } from '../../builders/pyc.ts';

const pyc = Buffer.from(GOLDEN['3.11']!, 'base64');

function factsOf<Kind extends FactKind>(kind: Kind, input: Unpacked): FactOf<Kind>[] {
  const { facts } = artifactFacts('sample', input, collectArtifacts('sample', input));
  return facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind);
}

const whole = (path: string) => ({ path, line: 0, column: 0, layer: null });

test('the shape is told exactly once', () => {
  const input = sdist('p-1', {
    'setup.py': 'from setuptools import setup\nclass X: pass\nsetup(cmdclass={"install": X})\n',
    'pkg/__init__.py':
      'def a():\n    def b(): pass\n    class C:\n        if 1:\n            def d(): pass\n',
    'pkg/x.txt': '12345',
  });
  assert.deepEqual(factsOf('shape', input), [
    {
      kind: 'shape',
      at: whole(''),
      phase: 'none',
      members: 3,
      pythonFiles: 2,
      pythonBytes: 154,
      pythonLines: 8,
      installedBytes: 159,
      topLevel: ['pkg'],
      hasSetupPy: true,
      customCommands: ['install'],
      inTreeBackend: '',
      definitions: 5,
    },
  ]);
});

test('every member has its type', () => {
  const input = wheel({ 'a.png': peImage(), 'b.py': 'print(1)\n' });
  assert.deepEqual(
    factsOf('member', input).map(({ at, type, size, suffixAgrees, installed, phase }) => {
      return [at.path, type, size, suffixAgrees, installed, phase];
    }),
    [
      ['a.png', 'pe', peImage().length, false, true, 'none'],
      ['b.py', 'python', 9, true, true, 'none'],
    ],
  );
});

test('archive anomalies keep their code; structural ones stand for the file', () => {
  const input = unpacked('wheel', [], {
    anomalies: [
      { code: 'zip-prefix-data', path: '', detail: '12 bytes' },
      { code: 'path-traversal', path: '../x.py', detail: '../x.py' },
    ],
  });
  assert.deepEqual(factsOf('archive', input), [
    { kind: 'archive', at: whole('sample'), phase: 'none', anomaly: 'zip-prefix-data', detail: '12 bytes' },
    { kind: 'archive', at: whole('../x.py'), phase: 'none', anomaly: 'path-traversal', detail: '../x.py' },
  ]);
});

test('import lines of .pth files run at startup', () => {
  assert.deepEqual(factsOf('pth', wheel({ 'p.pth': 'lib\nimport os; print(1)\n' })), [
    {
      kind: 'pth',
      at: { path: 'p.pth', line: 2, column: 1, layer: null },
      phase: 'startup',
      text: 'import os; print(1)',
    },
  ]);
});

describe('dependencies that no index serves', () => {
  const cases: [string, string | null][] = [
    ['requests>=2', null],
    ['requests[socks] ; python_version > "3"', null],
    ['a @ https://files.example/a.tar.gz', 'url'],
    ['a[x,y] @ https://files.example/a.tar.gz', 'url'],
    ['a@http://192.0.2.1/a.whl', 'url'],
    ['https://files.example/a.tar.gz', 'url'],
    ['a @ git+https://git.example/a', 'vcs'],
    ['git+ssh://git@git.example/a', 'vcs'],
    ['a @ file:///tmp/a', 'local'],
    ['./vendored/a', 'local'],
  ];
  for (const [requirement, origin] of cases) {
    test(`${requirement} is ${origin ?? 'ordinary'}`, () => {
      const input = wheel({ 'p-1.dist-info/METADATA': `Name: p\nRequires-Dist: ${requirement}\n` });
      const at = { path: 'p-1.dist-info/METADATA', line: 2, column: 1, layer: null };
      const expected =
        origin === null ? [] : [{ kind: 'dependency', at, phase: 'install', requirement, origin }];
      assert.deepEqual(factsOf('dependency', input), expected);
    });
  }

  test('dependency_links are index links', () => {
    const input = sdist('p-1', { 'setup.py': 'setup(\n  dependency_links=["https://links.example/"])\n' });
    assert.deepEqual(factsOf('dependency', input), [
      {
        kind: 'dependency',
        at: { path: 'p-1/setup.py', line: 2, column: 1, layer: null },
        phase: 'install',
        requirement: 'https://links.example/',
        origin: 'index-link',
      },
    ]);
  });
});

test('metadata carries entry points', () => {
  const input = wheel({
    'p-1.dist-info/METADATA': 'Name: p\nVersion: 1\nSummary: S\nAuthor-email: a@host.example\n\nText',
    'p-1.dist-info/entry_points.txt': '[console_scripts]\nrun = p.cli:main\n[other]\nx = p\n',
  });
  assert.deepEqual(factsOf('metadata', input), [
    {
      kind: 'metadata',
      at: whole('p-1.dist-info/METADATA'),
      phase: 'none',
      name: 'p',
      version: '1',
      summary: 'S',
      descriptionLength: 4,
      homePage: '',
      author: '',
      authorEmail: 'a@host.example',
      classifiers: 0,
      requires: [],
      entryPoints: ['console_scripts: run = p.cli:main', 'other: x = p'],
      distributionKind: 'wheel',
    },
  ]);
});

test('binaries tell libraries, telling imports and packer', () => {
  const input = wheel({
    'a.exe': peImage({
      imports: { 'KERNEL32.dll': ['VirtualAlloc', 'lstrlenA'] },
      section: 'UPX1',
      overlay: Buffer.alloc(9),
    }),
  });
  const [fact] = factsOf('binary', input);
  assert.deepEqual(fact?.imports, ['kernel32.dll', 'kernel32.dll:virtualalloc']);
  assert.equal(fact?.packer, 'upx');
  assert.equal(fact?.overlay, 9);
  assert.deepEqual(fact?.packedSections, []);
  assert.deepEqual(factsOf('packer', input), [
    {
      kind: 'packer',
      at: whole('a.exe'),
      phase: 'none',
      name: 'upx',
      detail: 'marks of upx in a pe executable',
    },
  ]);
});

describe('bytecode', () => {
  const cases: [string, Record<string, Uint8Array | string>, boolean, string[]][] = [
    [
      'with the source it came from',
      { 'm.py': 'print(1)\n', '__pycache__/m.cpython-311.pyc': pyc },
      true,
      [],
    ],
    ['with another source', { 'm.py': 'x = 1\n', '__pycache__/m.cpython-311.pyc': pyc }, true, ['print']],
    ['beside its source', { 'p/m.py': 'x = 1\n', 'p/m.pyc': pyc }, true, ['print']],
    ['without source', { 'p/m.pyc': pyc }, false, []],
    ['of an optimised build', { 'm.py': 'print(1)\n', '__pycache__/m.cpython-311.opt-2.pyc': pyc }, true, []],
  ];
  for (const [what, files, hasSource, unexplained] of cases) {
    test(what, () => {
      assert.deepEqual(
        factsOf('bytecode', wheel(files)).map((fact) => [fact.python, fact.hasSource, fact.unexplainedNames]),
        [['3.11', hasSource, unexplained]],
      );
    });
  }
});

test('pickles tell what loading imports and calls', () => {
  const input = wheel({ 'm.pkl': Buffer.from('\x80\x02cbuiltins\nprint\nK\x01\x85R.', 'latin1') });
  assert.deepEqual(factsOf('pickle', input), [
    {
      kind: 'pickle',
      at: whole('m.pkl'),
      phase: 'call',
      global: 'builtins.print',
      called: true,
      args: ['1'],
    },
  ]);
});

test('packers are known by their files', () => {
  const input = wheel({
    'pyarmor_runtime_000000/__init__.py': '',
    'pyarmor_runtime_000000/x.txt': '',
    'a.pye': 'x',
  });
  assert.deepEqual(
    factsOf('packer', input).map(({ name, at }) => [name, at.path]),
    [
      ['pyarmor', 'pyarmor_runtime_000000/__init__.py'],
      ['sourcedefender', 'a.pye'],
    ],
  );
});

test('bounds that were hit are facts, damage is not', () => {
  const detail = 'detail';
  const input = unpacked('wheel', [], {
    limitations: [
      { code: 'nesting-limit', where: 'a.zip', detail, blocking: true },
      { code: 'archive-truncated', where: '', detail, blocking: true },
    ],
  });
  assert.deepEqual(factsOf('limit', input), [
    { kind: 'limit', at: whole('a.zip'), phase: 'none', code: 'nesting-limit', detail },
  ]);
});

test('facts of one kind and member are capped with a limitation', () => {
  const lines = Array.from(
    { length: FACTS_PER_KIND_AND_MEMBER + 5 },
    (_, index) => `import a${index}\n`,
  ).join('');
  const input = wheel({ 'p.pth': lines });
  const { facts, limitations } = artifactFacts('sample', input, collectArtifacts('sample', input));
  assert.equal(facts.filter(({ kind }) => kind === 'pth').length, FACTS_PER_KIND_AND_MEMBER);
  assert.deepEqual(limitations, [
    {
      code: 'fact-limit',
      where: 'p.pth',
      detail: `More than ${FACTS_PER_KIND_AND_MEMBER} facts of kind pth; the rest is left out.`,
      blocking: false,
    },
  ]);
});
