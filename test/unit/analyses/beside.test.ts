import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isStartFile, liesBeside } from '../../../src/analyses/beside.ts';

describe('files that only developers run', () => {
  const CASES: [path: string, expected: boolean][] = [
    ['tests/data/run.sh', true],
    ['pkg/tests/helper.py', true],
    ['.github/workflows/build.sh', true],
    ['Documentation/conf.py', true],
    ['noxfile.py', true],
    ['test_pkg.py', true],
    ['pkg/test_helper.py', false],
    ['pkg/latest/run.sh', false],
    ['pkg/testdata.sh', false],
    ['setup.py', false],
  ];
  for (const [path, expected] of CASES) it(path, () => assert.equal(liesBeside(path), expected));
});

describe('.pth files that Python reads when it starts', () => {
  const CASES: [name: string, path: string, installers: string[], expected: boolean][] = [
    ['at the root', 'pkg-1.0/pkg.pth', ['setup()'], true],
    ['among tests, and nobody installs it', 'pkg-1.0/tests/x/ns.pth', ['setup()'], false],
    ['among tests, and setup.py speaks of it', 'pkg-1.0/tests/x.pth', ["data_files=['x.pth']"], true],
    ['in an archive inside', 'pkg-1.0/data/wheel.whl!/hook.pth', ["'.pth'"], false],
  ];
  for (const [name, path, installers, expected] of CASES)
    it(name, () => assert.equal(isStartFile(path, 'pkg-1.0/', installers), expected));
});
