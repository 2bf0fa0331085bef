import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Disposition, IndexStatus } from '../../../src/contracts/service.ts';
import { listProject, projectStatus } from '../../../src/proxy/listing.ts';
import { type Project, readProject } from '../../../src/proxy/project.ts';
import type { KnownFile } from '../../../src/store/index-files.ts';
import type { IndexStatusRow } from '../../../src/store/index-statuses.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

interface Entry {
  filename: string;
  [key: string]: unknown;
}

function project(
  files: Entry[],
  more: Record<string, unknown> = {},
  url = 'https://index.example/simple/pkg/',
): Project {
  const page = { files: files.map((file) => ({ url: `/f/${file.filename}`, hashes: {}, ...file })), ...more };
  const answer = { bytes: Buffer.from(JSON.stringify(page)), contentType: JSON_TYPE, url };
  return readProject('pkg', { ...answer, etag: null, lastModified: null });
}

let rows = 0;
function status(version: string | null, value: IndexStatus, reason = ''): [string | null, IndexStatusRow] {
  rows += 1;
  const row = {
    id: rows,
    project: 'pkg',
    version,
    status: value,
    reason,
    actor: 'user:1',
    createdAt: new Date(),
  };
  return [version, row];
}

function known(
  filename: string,
  sha256: string | null,
  disposition: Disposition | null,
): [string, KnownFile] {
  return [filename, { filename, url: 'https://index.example/f', sha256, bytes: 7, disposition }];
}

describe('a project of the index behind', () => {
  for (const [title, file, kept] of [
    ['a wheel', { filename: 'pkg-1.0-py3-none-any.whl' }, true],
    ['an sdist', { filename: 'pkg-1.0.tar.gz' }, true],
    ['an egg', { filename: 'pkg-1.0-py3.8.egg' }, false],
    ["another project's wheel", { filename: 'other-1.0-py3-none-any.whl' }, false],
    ['a name without a version', { filename: 'pkg.tar.gz' }, false],
    ['a path', { filename: '../pkg-1.0.tar.gz' }, false],
    ['a backslash', { filename: '..\\pkg-1.0.tar.gz' }, false],
    ['a quote', { filename: 'pkg-1.0".tar.gz' }, false],
    ['a line break', { filename: 'pkg-1.0\r\n.tar.gz' }, false],
    ['half a character', { filename: 'pkg-1.0\ud800.tar.gz' }, false],
    ['a blank', { filename: 'pkg-1.0 .tar.gz' }, false],
    ['metadata for a file', { filename: 'pkg-1.0.tar.gz.metadata' }, false],
    ['another host', { filename: 'pkg-1.0.tar.gz', url: 'https://files.example/pkg-1.0.tar.gz' }, true],
    ['http behind https', { filename: 'pkg-1.0.tar.gz', url: 'http://files.example/pkg-1.0.tar.gz' }, false],
    ['a file of this machine', { filename: 'pkg-1.0.tar.gz', url: 'file:///etc/passwd' }, false],
    ['a script', { filename: 'pkg-1.0.tar.gz', url: 'javascript:alert(1)' }, false],
  ] as const) {
    it(`${kept ? 'keeps' : 'drops'} ${title}`, () => {
      assert.deepEqual([...project([file]).files.keys()], kept ? [file.filename] : []);
    });
  }

  it('loses credentials in links, and keeps the first of two files with one name', () => {
    const { files } = project([
      { filename: 'pkg-1.0.tar.gz', url: 'https://user:secret@files.example/one?token=1' },
      { filename: 'pkg-1.0.tar.gz', url: 'https://files.example/two' },
    ]);
    assert.equal(files.get('pkg-1.0.tar.gz')?.url, 'https://files.example/one?token=1');
  });

  for (const [stated, kept] of [
    ['2026-01-02T03:04:05Z', true],
    ['2026-01-02T03:04:05.123456Z', true],
    ['2026-01-02', false],
    ['2026-01-02T03:04:05+01:00', false],
    ['<b>', false],
  ] as const) {
    it(`${kept ? 'believes' : 'drops'} the time ${stated}`, () => {
      const { files } = project([{ filename: 'pkg-1.0.tar.gz', 'upload-time': stated }]);
      assert.equal(files.get('pkg-1.0.tar.gz')?.uploadTime, kept ? stated : null);
    });
  }

  it('takes only statuses that exist', () => {
    const page = { 'project-status': { status: 'exploded', reason: 'x' } };
    assert.equal(project([], page).status, 'active');
  });
});

describe('status of a project', () => {
  const theirs = (value: IndexStatus) => ({ status: value, statusReason: 'theirs' });
  for (const [ours, index, expected] of [
    [null, 'active', 'active'],
    [null, 'archived', 'archived'],
    ['quarantined', 'active', 'quarantined'],
    ['active', 'quarantined', 'quarantined'],
    ['archived', 'quarantined', 'quarantined'],
    ['deprecated', 'archived', 'deprecated'],
    ['active', 'deprecated', 'deprecated'],
  ] as const) {
    it(`${ours} here and ${index} there is ${expected}`, () => {
      const statuses = new Map(ours === null ? [] : [status(null, ours, 'ours')]);
      assert.equal(projectStatus(theirs(index), statuses).status, expected);
    });
  }

  it('comes with the reason of whoever declared it', () => {
    const ours = new Map([status(null, 'quarantined', 'ours')]);
    assert.deepEqual(projectStatus(theirs('quarantined'), ours).reason, 'ours');
    assert.deepEqual(projectStatus(theirs('quarantined'), new Map()).reason, 'theirs');
  });
});

describe('what is offered', () => {
  const WHEEL = 'pkg-1.0-py3-none-any.whl';
  const one = project([{ filename: WHEEL, hashes: { sha256: A }, size: 7 }]);

  for (const [title, file, policy, expected] of [
    ['released', known(WHEEL, A, 'released'), 'deny', true],
    ['held', known(WHEEL, A, 'held'), 'allow', false],
    ['refused', known(WHEEL, A, 'refused'), 'wait', false],
    ['never seen, waiting', null, 'wait', true],
    ['never seen, allowing', null, 'allow', true],
    ['never seen, denying', null, 'deny', false],
    ['being screened, denying', known(WHEEL, A, null), 'deny', false],
    ['being screened, waiting', known(WHEEL, A, null), 'wait', true],
    ['released under the same name with other bytes', known(WHEEL, B, 'released'), 'deny', false],
    ['held under the same name with other bytes', known(WHEEL, B, 'held'), 'wait', true],
  ] as const) {
    it(`${title}: ${expected ? 'yes' : 'no'}`, () => {
      const { files } = listProject(one, new Map(file === null ? [] : [file]), new Map(), policy);
      assert.deepEqual(
        files.map(({ filename }) => filename),
        expected ? [WHEEL] : [],
      );
    });
  }

  it('has no file of a quarantined project, and says why', () => {
    const statuses = new Map([status(null, 'quarantined', 'stolen account')]);
    assert.deepEqual(listProject(one, new Map([known(WHEEL, A, 'released')]), statuses, 'wait'), {
      name: 'pkg',
      status: 'quarantined',
      statusReason: 'stolen account',
      files: [],
      versions: [],
    });
  });

  it('lacks the files of a quarantined release, however its version is spelled', () => {
    const files = [
      'pkg-1.0.tar.gz',
      'pkg-1-py3-none-any.whl',
      'pkg-1.1.tar.gz',
      'pkg-2.0_1-py3-none-any.whl',
    ];
    const several = project(files.map((filename) => ({ filename })));
    const listed = (statuses: Map<string | null, IndexStatusRow>) =>
      listProject(several, new Map(), statuses, 'wait');
    const quarantined = listed(new Map([status('1.0.0', 'quarantined'), status('2.0.post1', 'quarantined')]));
    assert.deepEqual(
      quarantined.files.map(({ filename }) => filename),
      ['pkg-1.1.tar.gz'],
    );
    assert.deepEqual(quarantined.versions, ['1.1']);
    // Lifted under another spelling later.
    const lifted = listed(new Map([status('1.0', 'quarantined'), status('1', 'active')]));
    assert.deepEqual(lifted.versions, ['1.0', '1.1', '2.0-1']);
  });

  it('gains the hash and size that a download told, where the index gives none', () => {
    const weak = project([{ filename: WHEEL, hashes: { md5: 'c'.repeat(32) } }]);
    const [file] = listProject(weak, new Map([known(WHEEL, B, 'released')]), new Map(), 'deny').files;
    assert.partialDeepStrictEqual(file, { sha256: B, hashes: { md5: 'c'.repeat(32), sha256: B }, size: 7 });
  });

  it('promises metadata of wheels alone', () => {
    const files = [
      { filename: 'pkg-1.0.tar.gz', 'core-metadata': { sha256: A } },
      { filename: 'pkg-1.0-py3-none-any.whl' },
      { filename: 'pkg-1.1-py3-none-any.whl', 'core-metadata': { sha256: A } },
    ];
    assert.deepEqual(
      listProject(project(files), new Map(), new Map(), 'wait').files.map(({ metadata }) => metadata),
      [null, {}, { sha256: A }],
    );
  });
});
