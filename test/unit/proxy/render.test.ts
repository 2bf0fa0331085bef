import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProjectPage } from '../../../src/intake/simple-index.ts';
import { HTML_TYPE, JSON_TYPE } from '../../../src/proxy/accept.ts';
import type { Listing } from '../../../src/proxy/listing.ts';
import type { ProjectFile } from '../../../src/proxy/project.ts';
import { contentType, type Links, renderProject, renderProjects } from '../../../src/proxy/render.ts';

const A = 'a'.repeat(64);
const LINKS: Links = {
  file: (project, filename) => `../../files/${project}/${filename}`,
  provenance: (...parts) => `https://here.example/integrity/${parts.join('/')}/provenance`,
};

function file(more: Partial<ProjectFile> = {}): ProjectFile {
  return {
    filename: 'pkg-1.0-py3-none-any.whl',
    url: 'https://index.example/secret/place',
    version: '1.0',
    sha256: A,
    hashes: { sha256: A, md5: 'b'.repeat(32) },
    size: 7,
    yanked: false,
    yankedReason: '',
    requiresPython: null,
    metadata: {},
    uploadTime: null,
    provenance: null,
    ...more,
  };
}

function listing(files: ProjectFile[], more: Partial<Listing> = {}): Listing {
  return { name: 'pkg', status: 'active', statusReason: '', files, versions: ['1.0'], ...more };
}

const FULL = file({
  requiresPython: '>=3.8,<4',
  metadata: { sha256: A },
  yanked: true,
  yankedReason: 'broken & "old"',
  uploadTime: '2026-01-02T03:04:05Z',
  provenance: 'https://index.example/p',
});

describe('a page in JSON', () => {
  const json = (one: Listing) => JSON.parse(renderProject(one, LINKS, JSON_TYPE));

  it('says everything, and where its own files are', () => {
    assert.deepEqual(json(listing([FULL], { status: 'deprecated', statusReason: 'use another' })), {
      meta: { 'api-version': '1.4' },
      name: 'pkg',
      'project-status': { status: 'deprecated', reason: 'use another' },
      versions: ['1.0'],
      files: [
        {
          filename: 'pkg-1.0-py3-none-any.whl',
          url: '../../files/pkg/pkg-1.0-py3-none-any.whl',
          hashes: { sha256: A, md5: 'b'.repeat(32) },
          'requires-python': '>=3.8,<4',
          size: 7,
          'upload-time': '2026-01-02T03:04:05Z',
          yanked: 'broken & "old"',
          'core-metadata': { sha256: A },
          'dist-info-metadata': { sha256: A },
          provenance: 'https://here.example/integrity/pkg/1.0/pkg-1.0-py3-none-any.whl/provenance',
        },
      ],
    });
  });

  it('promises no more than the sizes it knows allow', () => {
    assert.equal(json(listing([])).meta['api-version'], '1.4');
    assert.equal(json(listing([file(), file({ size: null })])).meta['api-version'], '1.0');
  });

  it('leaves out what is not known', () => {
    assert.deepEqual(json(listing([file({ metadata: null, yanked: true })])).files, [
      {
        filename: 'pkg-1.0-py3-none-any.whl',
        url: '../../files/pkg/pkg-1.0-py3-none-any.whl',
        hashes: { sha256: A, md5: 'b'.repeat(32) },
        size: 7,
        yanked: true,
        'core-metadata': false,
        'dist-info-metadata': false,
        provenance: null,
      },
    ]);
  });
});

describe('a page in HTML', () => {
  it('reads back as what was written', () => {
    const html = renderProject(listing([FULL, file()]), LINKS, HTML_TYPE);
    const page = readProjectPage(Buffer.from(html), HTML_TYPE, 'https://here.example/simple/pkg/');
    assert.equal(page.status, 'active');
    assert.partialDeepStrictEqual(page.files, [
      {
        url: 'https://here.example/files/pkg/pkg-1.0-py3-none-any.whl',
        sha256: A,
        requiresPython: '>=3.8,<4',
        metadata: { sha256: A },
        yanked: true,
        yankedReason: 'broken & "old"',
        provenance: 'https://here.example/integrity/pkg/1.0/pkg-1.0-py3-none-any.whl/provenance',
      },
      { yanked: false, requiresPython: null, metadata: {}, provenance: null },
    ]);
  });

  it('has no markup but its own', () => {
    const hostile = `"><script>alert('1')</script>&`;
    const html = renderProject(
      listing([file({ yanked: true, yankedReason: hostile, requiresPython: hostile })], {
        status: 'quarantined',
        statusReason: hostile,
      }),
      LINKS,
      'text/html',
    );
    assert.doesNotMatch(html, /<script|alert\('/);
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;';
    for (const place of ['data-yanked', 'data-requires-python', 'pypi:project-status-reason" content']) {
      assert.ok(html.includes(`${place}="${escaped}"`), place);
    }
    const page = readProjectPage(Buffer.from(html), HTML_TYPE, 'https://here.example/');
    assert.deepEqual(
      [page.statusReason, page.files[0]?.yankedReason, page.files[0]?.requiresPython],
      [hostile, hostile, hostile],
    );
  });
});

describe('the list of projects', () => {
  it('is rendered in both forms', () => {
    assert.deepEqual(JSON.parse(renderProjects(['A_b', 'c'], JSON_TYPE)), {
      meta: { 'api-version': '1.4' },
      projects: [{ name: 'A_b' }, { name: 'c' }],
    });
    assert.match(
      renderProjects(['A_b', 'c'], 'text/html'),
      /<a href="a-b\/">A_b<\/a><br>\n<a href="c\/">c<\/a>/,
    );
  });

  it('comes with its character set where it is a text', () => {
    assert.deepEqual(
      [JSON_TYPE, HTML_TYPE, 'text/html'].map((type) => contentType(type as typeof JSON_TYPE)),
      [JSON_TYPE, `${HTML_TYPE}; charset=utf-8`, 'text/html; charset=utf-8'],
    );
  });
});
