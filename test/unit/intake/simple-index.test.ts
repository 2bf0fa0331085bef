import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProjectList, readProjectPage } from '../../../src/intake/simple-index.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const SHA256 = 'a'.repeat(64);
const MD5 = 'b'.repeat(32);
const URL_BASE = 'https://index.example/simple/pkg/';

const json = (page: unknown) => readProjectPage(Buffer.from(JSON.stringify(page)), JSON_TYPE, URL_BASE);
const html = (page: string) => readProjectPage(Buffer.from(page), 'text/html', URL_BASE);

describe('a project page', () => {
  it('in JSON says everything of a file', () => {
    const page = json({
      meta: { 'api-version': '1.4' },
      'project-status': { status: 'archived', reason: 'no longer kept' },
      files: [
        {
          filename: 'pkg-1.0-py3-none-any.whl',
          url: '/f/pkg-1.0-py3-none-any.whl',
          hashes: { sha256: SHA256.toUpperCase(), md5: MD5, sha1: 'short', unknown: 'ff' },
          'requires-python': '>=3.8',
          'core-metadata': { sha256: SHA256 },
          'dist-info-metadata': true,
          yanked: 'broken',
          size: 12,
          'upload-time': '2026-01-02T03:04:05Z',
          provenance: 'https://index.example/integrity/x',
        },
      ],
    });
    assert.deepEqual(page, {
      status: 'archived',
      statusReason: 'no longer kept',
      files: [
        {
          filename: 'pkg-1.0-py3-none-any.whl',
          url: 'https://index.example/f/pkg-1.0-py3-none-any.whl',
          sha256: SHA256,
          hashes: { sha256: SHA256, md5: MD5 },
          size: 12,
          yanked: true,
          yankedReason: 'broken',
          requiresPython: '>=3.8',
          metadata: { sha256: SHA256 },
          uploadTime: '2026-01-02T03:04:05Z',
          provenance: 'https://index.example/integrity/x',
        },
      ],
    });
  });

  it('in HTML says what HTML can say', () => {
    const page = html(`<meta name="pypi:project-status" content="quarantined">
      <meta name="pypi:project-status-reason" content="a &amp; b">
      <a href="pkg-1.0-py3-none-any.whl#md5=${MD5}" data-requires-python="&gt;=3.8" data-core-metadata="sha256=${SHA256}"
        data-yanked="why" data-provenance="/p">x</a>`);
    assert.deepEqual(page, {
      status: 'quarantined',
      statusReason: 'a & b',
      files: [
        {
          filename: 'pkg-1.0-py3-none-any.whl',
          url: 'https://index.example/simple/pkg/pkg-1.0-py3-none-any.whl',
          sha256: null,
          hashes: { md5: MD5 },
          size: null,
          yanked: true,
          yankedReason: 'why',
          requiresPython: '>=3.8',
          metadata: { sha256: SHA256 },
          uploadTime: null,
          provenance: 'https://index.example/p',
        },
      ],
    });
  });

  for (const [title, file, metadata] of [
    ['true', { 'core-metadata': true }, {}],
    ['false, whatever the old key says', { 'core-metadata': false, 'dist-info-metadata': true }, null],
    ['the old key alone', { 'dist-info-metadata': { sha256: SHA256 } }, { sha256: SHA256 }],
    ['nothing', {}, null],
  ] as const) {
    it(`promises metadata: ${title}`, () => {
      const page = json({ files: [{ filename: 'pkg-1.0.tar.gz', url: 'f', hashes: {}, ...file }] });
      assert.deepEqual(page.files[0]?.metadata, metadata);
    });
  }

  for (const [title, file] of [
    ['numbers for texts', { filename: 3, url: 'pkg-1.0.tar.gz', 'requires-python': 3, yanked: null }],
    ['lists for records', { url: 'pkg-1.0.tar.gz', hashes: [], 'core-metadata': 0 }],
    ['a size with a fraction', { url: 'pkg-1.0.tar.gz', hashes: null, size: 1.5 }],
    ['names of Object', { url: 'pkg-1.0.tar.gz', hashes: { __proto__: { sha256: 'x' }, constructor: 1 } }],
  ] as const) {
    it(`survives ${title}`, () => {
      const [found] = json({ files: [file] }).files;
      assert.partialDeepStrictEqual(found, {
        filename: 'pkg-1.0.tar.gz',
        sha256: null,
        size: null,
        yanked: false,
        requiresPython: null,
        metadata: null,
      });
    });
  }
});

describe('the list of projects', () => {
  it('is read from JSON', () => {
    const list = { meta: {}, projects: [{ name: 'One' }, { name: 2 }, null, { name: 'two' }] };
    assert.deepEqual(readProjectList(Buffer.from(JSON.stringify(list)), JSON_TYPE), ['One', 'two']);
  });

  it('is read from HTML, by the address', () => {
    const list =
      '<a href="/simple/one/">One</a><a href="two/?x=/#y">2</a><a href="three">3</a><a>4</a><a href="/">5</a>';
    assert.deepEqual(readProjectList(Buffer.from(list), 'text/html'), ['one', 'two', 'three']);
  });

  it('is refused when it is neither', () => {
    assert.throws(() => readProjectList(Buffer.from('{}'), JSON_TYPE), { code: 'protocol' });
    assert.throws(() => readProjectList(Buffer.from(''), 'image/png'), { code: 'protocol' });
  });
});
