import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectArtifacts } from '../../../src/artifacts/collect.ts';
import type { Artifacts, CoreMetadata, EntryPoint } from '../../../src/contracts/artifact.ts';
import { file, sdist, unpacked, wheel } from '../../builders/members.ts';

function collectSdist(files: Record<string, string>): Artifacts {
  return collectArtifacts('sample-1.0.tar.gz', sdist('sample-1.0', files));
}

const PKG_INFO = `Metadata-Version: 2.1
Name: sample
Version: 1.0
Summary: A sample
Home-page: https://sample.example/
Author: A. Author
Author-email: author@sample.example
Classifier: Programming Language :: Python
Classifier: Topic :: Software Development
Requires-Dist: requests (>=2.0)
Requires-Dist: other @ https://files.example/other-1.0.tar.gz
Project-URL: Source, https://source.example/

Long text
of two lines.
`;

const FULL: CoreMetadata = {
  path: 'sample-1.0/PKG-INFO',
  name: 'sample',
  version: '1.0',
  summary: 'A sample',
  description: 'Long text\nof two lines.',
  homePage: 'https://sample.example/',
  author: 'A. Author',
  authorEmail: 'author@sample.example',
  classifiers: ['Programming Language :: Python', 'Topic :: Software Development'],
  requires: ['requests (>=2.0)', 'other @ https://files.example/other-1.0.tar.gz'],
  projectUrls: ['Source, https://source.example/'],
};

describe('core metadata', () => {
  test('is read from PKG-INFO', () =>
    assert.deepEqual(collectSdist({ 'PKG-INFO': PKG_INFO }).metadata, FULL));

  test('is read from METADATA of a wheel', () => {
    const path = 'sample-1.0.dist-info/METADATA';
    assert.deepEqual(collectArtifacts('s.whl', wheel({ [path]: PKG_INFO })).metadata, { ...FULL, path });
  });

  test('is read from EGG-INFO of an egg', () => {
    const path = 'EGG-INFO/PKG-INFO';
    const { metadata } = collectArtifacts('s.egg', unpacked('egg', [file(path, PKG_INFO)]));
    assert.deepEqual(metadata, { ...FULL, path });
  });

  test('keeps folded descriptions and drops UNKNOWN', () => {
    const text =
      'Name: a\nVersion: 1\nSummary: UNKNOWN\nDescription: first\n        second\n        \n          third\n';
    const { metadata } = collectSdist({ 'PKG-INFO': text });
    assert.equal(metadata?.summary, '');
    assert.equal(metadata?.description, 'first\nsecond\n\n  third');
  });

  test('comes from pyproject.toml, setup.cfg and setup.py when nothing better is there', () => {
    const { metadata } = collectSdist({
      'pyproject.toml': '[project]\nname = "sample"\n',
      'setup.cfg': '[metadata]\nname = other\nversion = 2.0\n',
      'setup.py': 'from setuptools import setup\nsetup(name="third", description="From setup.py")\n',
    });
    assert.equal(metadata?.path, 'sample-1.0/pyproject.toml');
    assert.equal(metadata?.name, 'sample');
    assert.equal(metadata?.version, '2.0');
    assert.equal(metadata?.summary, 'From setup.py');
  });

  test('of nested archives is not the distribution’s own', () => {
    const nested = file('sample-1.0/x.zip!/PKG-INFO', PKG_INFO, { depth: 1 });
    assert.equal(collectArtifacts('s.tar.gz', unpacked('sdist', [nested])).metadata, null);
  });

  test('says so when pyproject.toml is broken', () => {
    const { limitations } = collectSdist({ 'pyproject.toml': 'name = = 1' });
    assert.deepEqual(
      limitations.map(({ code, where, blocking }) => ({ code, where, blocking })),
      [{ code: 'metadata-unreadable', where: 'sample-1.0/pyproject.toml', blocking: false }],
    );
  });

  test('says so when a file is too large', () => {
    const { metadata, limitations } = collectSdist({ 'PKG-INFO': `Name: a\n${'x'.repeat(4 << 20)}` });
    assert.equal(metadata, null);
    assert.equal(limitations[0]?.code, 'metadata-unreadable');
  });
});

describe('requirements', () => {
  const cases: [string, Record<string, string>, [string, string, number, boolean][]][] = [
    [
      'of PKG-INFO, with lines',
      { 'PKG-INFO': PKG_INFO },
      [
        ['requests (>=2.0)', 'PKG-INFO', 10, false],
        ['other @ https://files.example/other-1.0.tar.gz', 'PKG-INFO', 11, false],
      ],
    ],
    [
      'of pyproject.toml',
      {
        'pyproject.toml':
          '[project]\nname = "a"\ndependencies = [\n  "b>=1",\n  "c @ git+https://git.example/c",\n]\n',
      },
      [
        ['b>=1', 'pyproject.toml', 4, false],
        ['c @ git+https://git.example/c', 'pyproject.toml', 5, false],
      ],
    ],
    [
      'of poetry',
      {
        'pyproject.toml':
          '[tool.poetry.dependencies]\npython = "^3.8"\nb = "^1"\nc = { git = "https://git.example/c" }\n',
      },
      [
        ['b ^1', 'pyproject.toml', 0, false],
        ['c @ git+https://git.example/c', 'pyproject.toml', 0, false],
      ],
    ],
    [
      'of setup.cfg',
      {
        'setup.cfg':
          '[options]\ninstall_requires =\n    b>=1\n    # not this\n    c\ndependency_links =\n    https://links.example/\n',
      },
      [
        ['b>=1', 'setup.cfg', 3, false],
        ['c', 'setup.cfg', 5, false],
        ['https://links.example/', 'setup.cfg', 7, true],
      ],
    ],
    [
      'of setup.py, through a name',
      {
        'setup.py':
          'from setuptools import setup\nneeds = ["b"] + ["c"]\nsetup(name="a",\n  install_requires=needs,\n  dependency_links=["https://links.example/"])\n',
      },
      [
        ['b', 'setup.py', 4, false],
        ['c', 'setup.py', 4, false],
        ['https://links.example/', 'setup.py', 5, true],
      ],
    ],
    [
      'of egg-info',
      {
        'a.egg-info/requires.txt': 'b\n\n[extra]\nc\n',
        'a.egg-info/dependency_links.txt': '\nhttps://links.example/\n',
      },
      [
        ['b', 'a.egg-info/requires.txt', 1, false],
        ['c', 'a.egg-info/requires.txt', 4, false],
        ['https://links.example/', 'a.egg-info/dependency_links.txt', 2, true],
      ],
    ],
  ];
  for (const [what, files, expected] of cases) {
    test(what, () => {
      const found = collectSdist(files).requirements.map(({ text, path, line, isLink }) => [
        text,
        path.replace('sample-1.0/', ''),
        line,
        isLink,
      ]);
      assert.deepEqual(found, expected);
    });
  }
});

describe('entry points', () => {
  const expected: EntryPoint[] = [
    { group: 'console_scripts', name: 'run', module: 'sample.cli', attribute: 'main' },
  ];
  const cases: [string, Record<string, string>][] = [
    ['of egg-info', { 'a.egg-info/entry_points.txt': '[console_scripts]\nrun = sample.cli:main [extra]\n' }],
    ['of pyproject.toml', { 'pyproject.toml': '[project.scripts]\nrun = "sample.cli:main"\n' }],
    [
      'of poetry',
      {
        'pyproject.toml':
          '[tool.poetry.scripts]\nrun = { reference = "sample.cli:main", type = "console" }\n',
      },
    ],
    [
      'of setup.cfg',
      { 'setup.cfg': '[options.entry_points]\nconsole_scripts =\n    run = sample.cli:main\n' },
    ],
    [
      'of setup.py as a mapping',
      { 'setup.py': 'setup(entry_points={"console_scripts": ["run = sample.cli:main"]})\n' },
    ],
    [
      'of setup.py as text',
      { 'setup.py': 'setup(entry_points="""\n[console_scripts]\nrun = sample.cli:main\n""")\n' },
    ],
    [
      'of setup.py through **',
      {
        'setup.py':
          'config = dict(entry_points={"console_scripts": "run=sample.cli:main"})\nsetup(**config)\n',
      },
    ],
  ];
  for (const [what, files] of cases) {
    test(what, () => assert.deepEqual(collectSdist(files).entryPoints, expected));
  }
});

describe('build', () => {
  test('names the commands of setup.py', () => {
    const text =
      'from setuptools import setup\nclass X: pass\nsetup(cmdclass={"install": X, "develop": X})\n';
    assert.deepEqual(collectSdist({ 'setup.py': text }).customCommands, ['install', 'develop']);
  });

  test('names the in-tree backend', () => {
    const text =
      '[build-system]\nrequires = []\nbuild-backend = "backend.hooks"\nbackend-path = ["_build"]\n';
    const { inTreeBackend, sources } = collectSdist({
      'pyproject.toml': text,
      '_build/backend/hooks.py': 'print(1)\n',
      '_build/other.py': 'print(1)\n',
    });
    assert.deepEqual(inTreeBackend, { module: 'backend.hooks', paths: ['_build'] });
    assert.deepEqual(
      sources.map(({ path, role, module }) => [path, role, module]),
      [
        ['sample-1.0/_build/backend/hooks.py', 'backend', 'backend.hooks'],
        ['sample-1.0/_build/other.py', 'module', '_build.other'],
      ],
    );
  });

  test('survives names that refer to themselves', { timeout: 10_000 }, () => {
    const many = `a = [${'a, '.repeat(2000)}]\nsetup(install_requires=a, cmdclass=b)\nb = {**b, **b}\n`;
    assert.deepEqual(collectSdist({ 'setup.py': many }).requirements, []);
  });
});
