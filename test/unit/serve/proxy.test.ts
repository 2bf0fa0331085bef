import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { JSON_TYPE } from '../../../src/proxy/accept.ts';
import { openTestServer, type TestServer } from '../../support/http.ts';
import { wheel } from '../../support/proxy.ts';
import { type SimpleIndexServer, startSimpleIndex } from '../../support/simple-index-server.ts';

const FILE = wheel({ name: 'good-one', version: '1.0' });
const PLACE = `files/good-one/${FILE.filename}`;

describe('the service with an index proxy', () => {
  let index: SimpleIndexServer;
  let server: TestServer;
  before(async () => {
    index = await startSimpleIndex();
    index.projects.set('good-one', { files: [FILE] });
    server = await openTestServer({
      'scan.processes': 1,
      'proxy.upstream': index.url,
      'proxy.wait-seconds': 60,
      'proxy.readers': 'identified',
    });
  });
  after(async () => {
    await server?.close();
    await index.close();
  });

  it('screens on demand, for whoever has a token', async () => {
    assert.equal((await server.send('GET', PLACE)).status, 401);
    const answer = await server.send('GET', PLACE, { as: 'ingest' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-length'), String(FILE.bytes.byteLength));
  });

  it('takes away what a reviewer quarantines', async () => {
    const set = (status: string) => {
      const json = { status, version: null, reason: 'stolen account' };
      return server.send('POST', 'api/v1/projects/Good_One/statuses', { as: 'reviewer', json });
    };
    assert.equal((await set('quarantined')).status, 201);
    const page = await server.send('GET', 'simple/good-one/', {
      as: 'ingest',
      headers: { accept: JSON_TYPE },
    });
    assert.deepEqual(page.json['project-status'], { status: 'quarantined', reason: 'stolen account' });
    assert.deepEqual(page.json.files, []);
    assert.equal((await server.send('GET', PLACE, { as: 'ingest' })).status, 403);
    assert.equal((await set('active')).status, 201);
    assert.equal((await server.send('GET', PLACE, { as: 'ingest' })).status, 200);
  });
});
