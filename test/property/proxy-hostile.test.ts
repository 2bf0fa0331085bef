/** Whatever the index behind says, a page of the proxy holds nothing but what it means to, and nothing throws. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InfrastructureError } from '../../src/contracts/errors.ts';
import { readProjectList, readProjectPage } from '../../src/intake/simple-index.ts';
import { HTML_TYPE, JSON_TYPE, negotiate } from '../../src/proxy/accept.ts';
import { listProject } from '../../src/proxy/listing.ts';
import { type Project, readProject } from '../../src/proxy/project.ts';
import { statusLine } from '../../src/proxy/refusal.ts';
import { type Links, renderProject, renderProjects } from '../../src/proxy/render.ts';

const SEED = { seed: 20261123, numRuns: 400 };
const BASE = 'https://here.example/simple/pkg/';
const LINKS: Links = {
  file: (project, filename) => `../../files/${project}/${encodeURIComponent(filename)}`,
  provenance: (...parts) =>
    `https://here.example/integrity/${parts.map(encodeURIComponent).join('/')}/provenance`,
};

const nasty = fc.oneof(
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "'-->",
    '../../etc/passwd',
    '..\\..\\x',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://user:secret@files.example/x',
    '//evil.example/pkg-1.0.tar.gz',
    'pkg-1.0.tar.gz#sha256=zz',
    'pkg-1.0\u202egz.rat',
    '\ud800',
    '%',
    '%2e%2e%2f',
    'a\0b',
    'a\r\nSet-Cookie: x',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('pkg-1.0.tar.gz', 'pkg-1.0-py3-none-any.whl', 'Pkg-2.0.zip', 'pkg-9.tar.gz.metadata'),
);
const anything = fc.oneof(
  nasty,
  fc.anything({ maxDepth: 1 }),
  fc.boolean(),
  fc.double(),
  fc.constant('a'.repeat(64)),
);
const KEYS = [
  'filename',
  'url',
  'hashes',
  'size',
  'yanked',
  'requires-python',
  'core-metadata',
  'dist-info-metadata',
  'upload-time',
  'provenance',
];
const entry = fc.dictionary(
  fc.constantFrom(...KEYS, '__proto__'),
  fc.oneof(anything, fc.dictionary(nasty, anything)),
);
const likely = fc
  .record({
    filename: fc.constantFrom('pkg-1.0.tar.gz', 'pkg-1.0-py3-none-any.whl', 'pkg-2-py3-none-any.whl'),
    rest: entry,
  })
  .map(({ filename, rest }) => ({ url: `/f/${filename}`, hashes: {}, ...rest, filename }));
const jsonPage = fc.record(
  {
    files: fc.array(fc.oneof(entry, likely, anything), { maxLength: 6 }),
    'project-status': fc.oneof(anything, fc.record({ status: anything, reason: nasty })),
    meta: fc.oneof(anything, fc.constant({ 'api-version': '1.4' })),
  },
  { requiredKeys: [] },
);

/** The project, or null when the page is refused; nothing else may happen. */
function read(
  bytes: Uint8Array,
  contentType: string,
  url = 'https://index.example/simple/pkg/',
): Project | null {
  try {
    return readProject('pkg', { bytes, contentType, url, etag: null, lastModified: null });
  } catch (error) {
    assert.ok(error instanceof InfrastructureError && error.code === 'protocol', String(error));
    return null;
  }
}

function check(project: Project): void {
  const listing = listProject(project, new Map(), new Map(), 'wait');
  const json = JSON.parse(renderProject(listing, LINKS, JSON_TYPE));
  const html = renderProject(listing, LINKS, HTML_TYPE);
  const tags = [...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name);
  for (const name of tags) assert.match(name!, /^(?:html|head|meta|title|body|h1|a|br)$/);
  const links = readProjectPage(Buffer.from(html), HTML_TYPE, BASE).files;
  assert.equal(links.length, listing.files.length);
  const inside = new URL('../../files/pkg/', BASE).href;
  for (const { url, filename } of [...links, ...json.files]) {
    assert.ok(new URL(url, BASE).href.startsWith(inside), url);
    assert.match(filename, /^pkg-[\x21-\x7e]+$/i);
  }
  for (const { url } of project.files.values()) {
    assert.match(url, /^https:\/\/[^@/]+\//);
  }
}

describe('hostile pages of an index', () => {
  it('in JSON give pages with our links alone', () => {
    let listed = 0;
    fc.assert(
      fc.property(jsonPage, (page) => {
        const project = read(Buffer.from(JSON.stringify(page)), JSON_TYPE);
        if (project === null) return;
        listed += project.files.size;
        check(project);
      }),
      SEED,
    );
    assert.ok(listed > 50, `${listed} files were seen`);
  });

  it('in HTML give pages with our links alone', () => {
    let listed = 0;
    const attribute = fc.constantFrom(
      'href',
      'data-yanked',
      'data-requires-python',
      'data-core-metadata',
      'data-provenance',
      'onclick',
    );
    const value = fc.oneof(nasty, fc.constant('f/pkg-1.0.tar.gz'), fc.constant('f/pkg-2-py3-none-any.whl'));
    const tag = fc
      .record({
        name: fc.constantFrom('a', 'a', 'a', 'base', 'meta', 'script'),
        parts: fc.array(fc.tuple(attribute, value)),
      })
      .map(({ name, parts }) => `<${name}${parts.map(([key, text]) => ` ${key}="${text}"`).join('')}>`);
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, nasty), { maxLength: 8 }), (pieces) => {
        const project = read(Buffer.from(pieces.join('')), 'text/html');
        if (project === null) return;
        listed += project.files.size;
        check(project);
      }),
      SEED,
    );
    assert.ok(listed > 50, `${listed} files were seen`);
  });

  it('of any bytes and any type are read or refused', () => {
    const type = fc.constantFrom(JSON_TYPE, HTML_TYPE, 'text/html', 'application/json', '', 'image/png');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), type, (bytes, contentType) => {
        read(bytes, contentType);
        try {
          for (const form of [JSON_TYPE, HTML_TYPE] as const)
            renderProjects(readProjectList(bytes, contentType), form);
        } catch (error) {
          assert.ok(error instanceof InfrastructureError && error.code === 'protocol', String(error));
        }
      }),
      SEED,
    );
  });
});

describe('hostile requests', () => {
  it('get a type or none for any Accept', () => {
    const piece = fc.constantFrom(
      JSON_TYPE,
      HTML_TYPE,
      'text/html',
      '*/*',
      'text/*',
      ';q=',
      '0.5',
      ',',
      ';',
      '=',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }), (pieces) => {
        assert.ok([JSON_TYPE, HTML_TYPE, 'text/html', null].includes(negotiate(pieces.join(''))));
      }),
      SEED,
    );
  });

  it('get status lines that are one line of ASCII', () => {
    fc.assert(
      fc.property(nasty, (text) => assert.match(statusLine(text), /^[ -~]{0,300}$/)),
      SEED,
    );
  });
});
