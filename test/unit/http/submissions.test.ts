import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { openTestServer, type TestServer } from '../../support/http.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const SUBMISSIONS = '/api/v1/submissions';

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function form(bytes: Uint8Array | string, filename: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([Buffer.from(bytes)]), filename);
  return data;
}

describe('submitting', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer({ 'scan.processes': 1, 'limits.upload-bytes': 200_000 });
  });
  after(() => server.close());

  const submit = (body: FormData | string, query = '', headers: Record<string, string> = {}) =>
    server.send('POST', `${SUBMISSIONS}${query}`, { as: 'ingest', body, headers });

  it('screens a file of a form, and tells the verdict to whoever waits', async () => {
    const { filename, bytes } = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));
    const answer = await submit(
      form(bytes, filename, { project: 'Decode_Exec', sha256: sha256Of(bytes) }),
      '?wait=60',
    );
    assert.equal(answer.status, 200);
    assert.equal(answer.json.state, 'screened');
    assert.equal(answer.json.sha256, sha256Of(bytes));
    assert.equal(answer.json.verdict.verdict, 'malicious');
    assert.equal(answer.json.disposition.disposition, 'released');
    assert.match(answer.json.disposition.reason, /dry-run/);
    assert.equal(answer.headers.get('location'), `${SUBMISSIONS}/${answer.json.id}`);

    const result = await server.send('GET', answer.json.links.result, { as: 'ingest' });
    assert.equal(result.json.distribution.sha256, sha256Of(bytes));
    assert.equal(result.json.verdict, 'malicious');
    const view = await server.send('GET', answer.json.links.distribution, { as: 'ingest' });
    assert.equal(view.json.distribution.filename, filename);
    assert.deepEqual(
      view.json.submissions.map((one: { project: string }) => one.project),
      ['decode-exec'],
    );
    const search = await server.send('GET', '/api/v1/distributions?verdict=malicious', { as: 'ingest' });
    assert.deepEqual(
      search.json.hits.map((hit: { sha256: string }) => hit.sha256),
      [sha256Of(bytes)],
    );
    assert.equal(search.json.next, null);
  });

  it('is the same submission again for the same bytes, name and sender, and another for another', async () => {
    const first = await submit(form('bytes', 'a-1.tar.gz'));
    const again = await submit(form('bytes', 'a-1.tar.gz'));
    assert.equal(again.json.id, first.json.id);
    const renamed = await submit(form('bytes', 'a-2.tar.gz'));
    assert.notEqual(renamed.json.id, first.json.id);
    assert.equal(renamed.json.sha256, first.json.sha256);
    const other = await server.send('POST', SUBMISSIONS, {
      as: 'administrator',
      body: form('bytes', 'a-1.tar.gz'),
    });
    assert.notEqual(other.json.id, first.json.id);
  });

  it('takes a bare body with its name in the query', async () => {
    const bare = { 'content-type': 'application/octet-stream' };
    const answer = await submit('bare', '?filename=bare-1.tar.gz&project=bare&version=1', bare);
    assert.equal(answer.status, 202);
    assert.equal(answer.json.state, 'pending');
    assert.equal(answer.json.sha256, sha256Of('bare'));
    assert.equal(answer.json.filename, 'bare-1.tar.gz');
    const shown = await server.send('GET', answer.json.links.self, { as: 'reviewer' });
    assert.equal(shown.json.id, answer.json.id);
  });

  it('takes an empty file for what it is', async () => {
    const answer = await submit(form('', 'empty-1.tar.gz'), '?wait=60');
    assert.deepEqual([answer.status, answer.json.state], [200, 'screened']);
  });

  const REFUSED: [string, () => [FormData | string, string, Record<string, string>], number, RegExp][] = [
    ['a file with another hash', () => [form('x', 'x.whl', { sha256: sha256Of('y') }), '', {}], 422, /SHA-256 is/],
    ['a hash that is none', () => [form('x', 'x.whl'), '?sha256=abc', {}], 400, /sha256/],
    ['too large a file', () => [form('x'.repeat(200_001), 'x.whl'), '', {}], 413, /more than 200000 bytes/],
    ['a declared size that is too large', () => [form('x'.repeat(300_000), 'x.whl'), '', {}], 413, /more than 200000/],
    ['a form without a file', () => [fields({ project: 'x' }), '', {}], 400, /no file/],
    ['two files', () => [twoFiles(), '', {}], 400, /more than one file/],
    ['a bare body without a name', () => ['x', '', octets], 400, /needs a name/],
    ['a name with folders', () => ['x', '?filename=a/b.whl', octets], 400, /without folders/],
    ['a name that is a folder', () => ['x', '?filename=..', octets], 400, /without folders/],
    ['another media type', () => ['x', '', { 'content-type': 'text/plain' }], 415, /Unsupported Media Type/],
    ['broken JSON', () => ['{', '', { 'content-type': 'application/json' }], 400, /./],
    ['JSON without a hash', () => ['{"url":"https://a.example/x.whl"}', '', json], 400, /sha256/],
    ['JSON with something else', () => [`{"url":"https://a.example/","sha256":"${'a'.repeat(64)}","x":1}`, '', json], 400, /x/],
    ['a private address', () => [`{"url":"http://10.0.0.1/x.whl","sha256":"${'a'.repeat(64)}"}`, '', json], 422, /not a public address/],
    ['a file address', () => [`{"url":"file:///etc/passwd","sha256":"${'a'.repeat(64)}"}`, '', json], 422, /not http/],
    ['too long a wait', () => [form('x', 'x.whl'), '?wait=61', {}], 400, /wait/],
    ['a form that is none', () => ['x', '', { 'content-type': 'multipart/form-data' }], 400, /could not be read/],
    ['a form that ends early', () => [CUT_FORM, '', { 'content-type': 'multipart/form-data; boundary=b' }], 400, /ends before/],
  ]; // biome-ignore format: a table
  const octets = { 'content-type': 'application/octet-stream' };
  const json = { 'content-type': 'application/json' };
  const CUT_FORM = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.whl"\r\n\r\nhalf of';
  for (const [name, make, status, detail] of REFUSED) {
    it(`refuses ${name} with ${status}`, async () => {
      const [body, query, headers] = make();
      const answer = await submit(body, query, headers);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.headers.get('content-type')!, /^application\/problem\+json/);
      assert.equal(answer.json.status, status);
      assert.match(answer.json.detail, detail);
      assert.deepEqual(await readdir(path.join(server.folder, 'vault/incoming')), []);
    });
  }

  function fields(values: Record<string, string>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.append(name, value);
    return data;
  }

  function twoFiles(): FormData {
    const data = form('one', 'one.whl');
    data.append('file', new Blob(['two']), 'two.whl');
    return data;
  }
});
