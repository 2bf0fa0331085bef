import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  belongsToRelease,
  distributionFileKind,
  normaliseProject,
  normaliseVersion,
} from '../../../src/intake/names.ts';

test('project names compare as PEP 503 says', () => {
  for (const spelling of [
    'Friendly-Bard',
    'FRIENDLY.BARD',
    'friendly_bard',
    'friendly--bard',
    'FrIeNdLy-._.-bArD',
  ]) {
    assert.equal(normaliseProject(spelling), 'friendly-bard');
  }
});

const EQUAL_VERSIONS: [string, string][] = [
  ['1.0', '1'],
  ['1.0.0', '1'],
  ['v1.2', '1.2'],
  ['0!1.2', '1.2'],
  ['1.2alpha1', '1.2a1'],
  ['1.2-beta.3', '1.2b3'],
  ['1.2c1', '1.2rc1'],
  ['1.2.preview', '1.2rc0'],
  ['1.2-1', '1.2.post1'],
  ['1.2.rev4', '1.2.post4'],
  ['1.2.DEV', '1.2.dev0'],
  ['1.2rc1.post2.dev3', '1.2-rc-1-post-2-dev-3'],
  ['01.002', '1.2'],
  ['1.2+Ubuntu_1', '1.2+ubuntu.1'],
];

test('equal PEP 440 versions get one spelling', () => {
  for (const [left, right] of EQUAL_VERSIONS)
    assert.equal(normaliseVersion(left), normaliseVersion(right), left);
});

const DIFFERENT_VERSIONS: [string, string][] = [
  ['1.0', '1.0.1'],
  ['1.10', '1.1'],
  ['1!1.2', '1.2'],
  ['1.2a1', '1.2b1'],
  ['1.2.post1', '1.2'],
  ['1.2.dev1', '1.2'],
  ['1.2+a', '1.2'],
  ['2004d', '2004'],
  ['1.2.', '1.2'],
];

test('different versions keep different spellings', () => {
  for (const [left, right] of DIFFERENT_VERSIONS) {
    assert.notEqual(normaliseVersion(left), normaliseVersion(right), left);
  }
});

const OF_RELEASE: [string, string, string][] = [
  ['pkg-1.0.tar.gz', 'pkg', '1.0'],
  ['Pkg.Name-1.0.zip', 'pkg-name', '1'],
  ['my-long-name-1.0.tar.bz2', 'my-long-name', '1.0'],
  ['name-2-1.0.tar.gz', 'name-2', '1.0'],
  ['pkg-1.0-1.tar.gz', 'pkg', '1.0.post1'],
  ['my_pkg-1.0-py3-none-any.whl', 'my-pkg', '1.0'],
  ['my_pkg-1.0-2-py3-none-any.whl', 'my-pkg', '1.0'],
  ['pkg-1.0_1-py3-none-any.whl', 'pkg', '1.0.post1'],
  ['pkg-1.0-py3.8.egg', 'pkg', '1.0'],
  ['pkg-1.0.win32-py2.7.exe', 'pkg', '1.0'],
  ['pkg-1.0.msi', 'pkg', '1.0'],
];

test('file names of a release are recognised', () => {
  for (const [filename, project, version] of OF_RELEASE) {
    assert.equal(belongsToRelease(filename, project, version), true, filename);
  }
});

const OF_OTHERS: [string, string, string][] = [
  ['pkg-1.0.1.tar.gz', 'pkg', '1.0'],
  ['pkg-extra-1.0.tar.gz', 'pkg', '1.0'],
  ['pkg-1.0.1-py3.8.egg', 'pkg', '1.0'],
  ['pkg-1.0.1-py3-none-any.whl', 'pkg', '1.0'],
  ['pkg-1.0.post1.tar.gz', 'pkg', '1.0'],
  ['pkg-1.0.tar.gz.asc', 'pkg', '1.0'],
  ['README.txt', 'pkg', '1.0'],
];

test('file names of other releases and projects are not', () => {
  for (const [filename, project, version] of OF_OTHERS) {
    assert.equal(belongsToRelease(filename, project, version), false, filename);
  }
});

test('kinds follow the suffix', () => {
  assert.deepEqual(
    ['a-1.whl', 'a-1.tar.gz', 'a-1.ZIP', 'a-1.tar.Z', 'a-1.egg', 'a-1.exe'].map(distributionFileKind),
    ['wheel', 'sdist', 'sdist', 'sdist', 'other', 'other'],
  );
});
