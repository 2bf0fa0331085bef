import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectArtifacts } from '../../../src/artifacts/collect.ts';
import type { SourceRole } from '../../../src/contracts/artifact.ts';
import type { DistributionKind } from '../../../src/contracts/member.ts';
import { file, unpacked } from '../../builders/members.ts';

type Placed = [path: string, role: SourceRole, module: string | null];

/** Kind, more files that are no Python, and where each Python file belongs. */
const cases: [string, DistributionKind, Record<string, string>, Placed[]][] = [
  [
    'a flat sdist',
    'sdist',
    {},
    [
      ['p-1/setup.py', 'setup', null],
      ['p-1/pkg/__init__.py', 'module', 'pkg'],
      ['p-1/pkg/sub/deep.py', 'module', 'pkg.sub.deep'],
      ['p-1/pkg/setup.py', 'module', 'pkg.setup'],
      ['p-1/pkg/__main__.py', 'module', 'pkg.__main__'],
      ['p-1/pkg/tests/test_a.py', 'module', 'pkg.tests.test_a'],
      ['p-1/pkg/0001_initial.py', 'module', 'pkg.0001_initial'],
      ['p-1/single.py', 'module', 'single'],
      ['p-1/conftest.py', 'loose', null],
      ['p-1/tests/test_a.py', 'loose', null],
      ['p-1/docs/conf.py', 'loose', null],
      ['p-1/examples/demo.py', 'loose', null],
      ['p-1/.github/x.py', 'loose', null],
      ['p-1/sitecustomize.py', 'startup', 'sitecustomize'],
    ],
  ],
  [
    'a src layout',
    'sdist',
    { 'p-1/pyproject.toml': '[project]\nname = "p"\n' },
    [
      ['p-1/src/pkg/__init__.py', 'module', 'pkg'],
      ['p-1/src/usercustomize.py', 'startup', 'usercustomize'],
      ['p-1/tests/test_a.py', 'loose', null],
    ],
  ],
  [
    'src as a package of that name',
    'sdist',
    {},
    [
      ['p-1/src/__init__.py', 'module', 'src'],
      ['p-1/src/a.py', 'module', 'src.a'],
    ],
  ],
  [
    'package_dir of setup.cfg',
    'sdist',
    { 'p-1/setup.cfg': '[options]\npackage_dir =\n    = lib\n    named = other/place\n' },
    [
      ['p-1/lib/pkg/a.py', 'module', 'pkg.a'],
      ['p-1/other/place/b.py', 'module', 'named.b'],
    ],
  ],
  [
    'a root named by hatch',
    'sdist',
    { 'p-1/pyproject.toml': '[tool.hatch.build.targets.wheel]\npackages = ["python/pkg"]\n' },
    [['p-1/python/pkg/a.py', 'module', 'pkg.a']],
  ],
  [
    'tests that top_level.txt installs',
    'sdist',
    { 'p-1/p.egg-info/top_level.txt': 'pkg\ntests\n' },
    [
      ['p-1/tests/a.py', 'module', 'tests.a'],
      ['p-1/docs/a.py', 'loose', null],
    ],
  ],
  [
    'a wheel',
    'wheel',
    { 'p-1.dist-info/METADATA': 'Name: p\n' },
    [
      ['pkg/__init__.py', 'module', 'pkg'],
      ['tests/test_a.py', 'module', 'tests.test_a'],
      ['setup.py', 'module', 'setup'],
      ['sitecustomize.py', 'startup', 'sitecustomize'],
      ['pkg/sitecustomize.py', 'module', 'pkg.sitecustomize'],
      ['p-1.data/purelib/pure.py', 'module', 'pure'],
      ['p-1.data/platlib/usercustomize.py', 'startup', 'usercustomize'],
      ['p-1.data/scripts/run.py', 'script', null],
      ['p-1.data/data/share/x.py', 'loose', null],
      ['p-1.data/data/lib/python3.11/site-packages/hidden.py', 'module', 'hidden'],
      ['p-1.dist-info/x.py', 'loose', null],
    ],
  ],
  [
    'an egg',
    'egg',
    { 'EGG-INFO/PKG-INFO': 'Name: p\n' },
    [
      ['pkg/a.py', 'module', 'pkg.a'],
      ['EGG-INFO/scripts/run.py', 'script', null],
    ],
  ],
  [
    'an installed folder',
    'directory',
    { 'p-1.dist-info/METADATA': 'Name: p\n', 'top.txt': '' },
    [['tests/test_a.py', 'module', 'tests.test_a']],
  ],
  [
    'a source folder',
    'directory',
    { 'readme.txt': '' },
    [
      ['setup.py', 'setup', null],
      ['tests/a.py', 'loose', null],
    ],
  ],
];

describe('placement', () => {
  for (const [what, kind, files, expected] of cases) {
    test(what, () => {
      const members = [
        ...Object.entries(files).map(([path, text]) => file(path, text)),
        ...expected.map(([path]) => file(path, 'print(1)\n')),
      ];
      const { sources } = collectArtifacts('p-1', unpacked(kind, members));
      assert.deepEqual(
        sources.map(({ path, role, module }) => [path, role, module]),
        expected,
      );
    });
  }

  test('find_packages() installs tests that are a package', () => {
    const members = [
      file('p-1/setup.py', 'from setuptools import *\nsetup(packages=find_packages())\n'),
      file('p-1/tests/__init__.py', ''),
      file('p-1/examples/a.py', 'print(1)\n'),
    ];
    const { sources } = collectArtifacts('p-1', unpacked('sdist', members));
    assert.deepEqual(
      sources.map(({ path, role, module, isPackage }) => [path, role, module, isPackage]),
      [
        ['p-1/setup.py', 'setup', null, false],
        ['p-1/tests/__init__.py', 'module', 'tests', true],
        ['p-1/examples/a.py', 'loose', null, false],
      ],
    );
  });

  test('programs without suffix are scripts', () => {
    const shebang = '#!/usr/bin/env python3\nprint(1)\n';
    const members = [
      file('p-1/setup.py', 'setup(scripts=["./tools/run"])\n'),
      file('p-1/tools/run', shebang),
      file('p-1/bin/go', shebang),
      file('p-1/other', shebang),
    ];
    const { sources } = collectArtifacts('p-1', unpacked('sdist', members));
    assert.deepEqual(
      sources.map(({ role }) => role),
      ['setup', 'script', 'script', 'loose'],
    );
  });

  test('files of nested archives are loose', () => {
    const nested = file('p-1/x.whl!/pkg/a.py', 'print(1)\n', { depth: 1 });
    const { sources } = collectArtifacts('p-1', unpacked('sdist', [file('p-1/setup.py', ''), nested]));
    assert.deepEqual(
      sources.map(({ role }) => role),
      ['setup', 'loose'],
    );
  });

  test('files side by side at the top have no common root', () => {
    const members = [file('setup.py', 'print(1)\n'), file('pkg/a.py', 'print(1)\n')];
    const { root, sources } = collectArtifacts('p-1', unpacked('sdist', members));
    assert.equal(root, '');
    assert.deepEqual(
      sources.map(({ role, module }) => [role, module]),
      [
        ['setup', null],
        ['module', 'pkg.a'],
      ],
    );
  });
});
