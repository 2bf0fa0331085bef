import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { openTestServer, type TestServer } from '../../support/http.ts';

const API = '/api/v1';

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the API', () => {
  let server: TestServer;
  let files: Server;
  let asked: string[] = [];

  before(async () => {
    files = createServer((request, response) => {
      asked.push(request.url!);
      if (request.url === '/packages/from-url-1.tar.gz') response.end('from-url');
      else if (request.url === '/large.whl') response.end('x'.repeat(300_000));
      else if (request.url === '/inside') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    server = await openTestServer({
      'fetch.allow': [`127.0.0.1:${(files.address() as AddressInfo).port}`],
      'limits.upload-bytes': 200_000,
    });
  });
  after(async () => {
    await server.close();
    await new Promise((resolve) => files.close(resolve));
  });

  const fileUrl = (path: string) => `http://127.0.0.1:${(files.address() as AddressInfo).port}${path}`;

  async function submitted(text: string, filename: string): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob([text]), filename);
    const { status, json } = await server.send('POST', `${API}/submissions`, { as: 'ingest', body });
    assert.equal(status, 202);
    return json.sha256;
  }

  describe('fetching what is named', () => {
    const fetchIt = (path: string, sha256: string) =>
      server.send('POST', `${API}/submissions`, { as: 'ingest', json: { url: fileUrl(path), sha256 } });

    it('submits a file by address and hash, and asks for it once', async () => {
      asked = [];
      const first = await fetchIt('/packages/from-url-1.tar.gz', sha256Of('from-url'));
      assert.equal(first.status, 202, first.text);
      assert.equal(first.json.filename, 'from-url-1.tar.gz');
      assert.equal(first.json.sha256, sha256Of('from-url'));
      const again = await fetchIt('/packages/from-url-1.tar.gz', sha256Of('from-url').toUpperCase());
      assert.equal(again.json.id, first.json.id);
      assert.deepEqual(asked, ['/packages/from-url-1.tar.gz']);
      const view = await server.send('GET', first.json.links.distribution, { as: 'ingest' });
      assert.equal(view.json.submissions[0].url, fileUrl('/packages/from-url-1.tar.gz'));
    });

    const REFUSED: [string, string, string, number, RegExp][] = [
      ['another hash', '/packages/from-url-1.tar.gz', sha256Of('other'), 422, /SHA-256 is [0-9a-f]{64}, not/],
      ['a file that is not there', '/absent.whl', sha256Of('x'), 422, /answered 404/],
      ['too large a file', '/large.whl', sha256Of('y'), 413, /too large/],
      ['a way inside', '/inside', sha256Of('z'), 422, /not a public address/],
    ];
    for (const [name, path, sha256, status, detail] of REFUSED) {
      it(`refuses ${name} with ${status}`, async () => {
        const answer = await fetchIt(path, sha256);
        assert.equal(answer.status, status, answer.text);
        assert.match(answer.json.detail, detail);
      });
    }
  });

  it('records decisions, one after another, each knowing the one before', async () => {
    const sha256 = await submitted('decided', 'decided-1.whl');
    const decide = (json: object) =>
      server.send('POST', `${API}/distributions/${sha256}/decisions`, { as: 'reviewer', json });
    const first = await decide({
      kind: 'confirm',
      reasons: ['steals-credentials'],
      note: 'see line 3\0',
      after: null,
    });
    assert.equal(first.status, 201, first.text);
    assert.deepEqual(
      [first.json.kind, first.json.reasons, first.json.note, first.json.supersedes],
      ['confirm', ['steals-credentials'], 'see line 3\uFFFD', null],
    );
    assert.match(first.json.actor, /^token:\d+$/);
    const late = await decide({ kind: 'dismiss', after: null });
    assert.deepEqual([late.status, late.json.title], [409, 'Conflict']);
    const second = await decide({ kind: 'dismiss', after: first.json.id });
    assert.equal(second.json.supersedes, first.json.id);
    assert.equal((await decide({ kind: 'dismiss', verdictId: 999 })).status, 422);
    assert.equal((await decide({ kind: 'like' })).status, 400);
    const unknown = `${API}/distributions/${'0'.repeat(64)}/decisions`;
    assert.equal(
      (await server.send('POST', unknown, { as: 'reviewer', json: { kind: 'confirm' } })).status,
      404,
    );

    const view = await server.send('GET', `${API}/distributions/${sha256.toUpperCase()}`, { as: 'ingest' });
    assert.deepEqual(
      view.json.decisions.map(({ id }: { id: number }) => id),
      [second.json.id, first.json.id],
    );
    assert.equal(view.json.distribution.disposition, 'released');
    const audit = await server.send('GET', `${API}/audit?subject=${sha256}`, { as: 'administrator' });
    assert.deepEqual(
      audit.json.entries.map(({ action }: { action: string }) => action),
      ['decision.dismiss', 'decision.confirm'],
    );
  });

  it('lets one of two reviewers win who decide at once', async () => {
    const sha256 = await submitted('contested', 'contested-1.whl');
    const target = `${API}/distributions/${sha256}/decisions`;
    const answers = await Promise.all(
      ['confirm', 'dismiss', 'escalate'].map((kind) =>
        server.send('POST', target, { as: 'reviewer', json: { kind, after: null } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  });

  it('quarantines a project and takes that back', async () => {
    const target = `${API}/projects/Some_Project/statuses`;
    const set = (json: object) => server.send('POST', target, { as: 'reviewer', json });
    const quarantined = await set({ status: 'quarantined', reason: 'reported' });
    assert.equal(quarantined.status, 201);
    assert.deepEqual(
      quarantined.json.statuses.map(({ project, version, status }: Record<string, unknown>) => [
        project,
        version,
        status,
      ]),
      [['some-project', null, 'quarantined']],
    );
    await set({ status: 'archived', reason: 'old', version: '1.0' });
    await set({ status: 'active', reason: 'a mistake' });
    const now = await server.send('GET', target, { as: 'ingest' });
    assert.deepEqual(
      now.json.statuses.map(({ version, status }: Record<string, unknown>) => [version, status]),
      [
        [null, 'active'],
        ['1.0', 'archived'],
      ],
    );
    assert.equal((await set({ status: 'gone', reason: 'x' })).status, 400);
    const odd = await server.send('POST', `${API}/projects/-odd-/statuses`, {
      as: 'reviewer',
      json: { status: 'active', reason: 'x' },
    });
    assert.equal(odd.status, 400);
    assert.match(odd.json.detail, /no name of a project/);
  });

  it('takes observations of what is known', async () => {
    const sha256 = await submitted('observed', 'observed-1.whl');
    const observe = (json: object) => server.send('POST', `${API}/observations`, { as: 'ingest', json });
    const made = await observe({
      sha256,
      kind: 'malware',
      summary: 'it phones home',
      detail: { seen: ['a', 1] },
    });
    assert.equal(made.status, 201, made.text);
    assert.equal((await observe({ kind: 'malware', summary: 'what?' })).status, 422);
    assert.equal((await observe({ sha256: '0'.repeat(64), kind: 'malware', summary: 'x' })).status, 404);
    await observe({ project: 'Observed', kind: 'typosquat', summary: 'like another' });
    const list = await server.send('GET', `${API}/observations?project=observed`, { as: 'reviewer' });
    assert.deepEqual(
      list.json.observations.map(({ kind }: { kind: string }) => kind),
      ['typosquat'],
    );
  });

  it('makes tokens, lists them without their secrets, and revokes them', async () => {
    const made = await server.send('POST', `${API}/tokens`, {
      as: 'administrator',
      json: { name: 'ci', role: 'uploader', uploader: 'team', days: 1 },
    });
    assert.match(made.json.secret, /^lzr_[\w-]{43}$/);
    const list = await server.send('GET', `${API}/tokens`, { as: 'administrator' });
    const row = list.json.tokens.find(({ id }: { id: number }) => id === made.json.id);
    assert.deepEqual([row.name, row.role, row.uploader, row.revokedAt], ['ci', 'uploader', 'team', null]);
    assert.equal(made.json.secret.startsWith(row.prefix), true);
    assert.doesNotMatch(list.text, new RegExp(made.json.secret));
    assert.equal(
      (await server.send('GET', `${API}/session`, { token: made.json.secret })).json.role,
      'uploader',
    );
    const revoke = () => server.send('DELETE', `${API}/tokens/${made.json.id}`, { as: 'administrator' });
    assert.equal((await revoke()).status, 204);
    assert.equal((await revoke()).status, 404);
    const gone = await server.send('GET', `${API}/session`, { token: made.json.secret });
    assert.equal(gone.status, 401);
    assert.match(gone.headers.get('www-authenticate')!, /^Bearer/);
  });

  it('pages through a search without repeating or missing anything', async () => {
    const all: string[] = [];
    for (const name of ['p', 'q', 'r']) all.push(await submitted(`page-${name}`, `page-${name}.whl`));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await server.send('GET', `${API}/distributions?filename=page-&limit=2${query}`, {
        as: 'ingest',
      });
      seen.push(...page.json.hits.map((hit: { sha256: string }) => hit.sha256));
      cursor = page.json.next;
    }
    assert.deepEqual(seen.sort(), all.sort());
    const wrong = await server.send('GET', `${API}/distributions?cursor=wrong`, { as: 'ingest' });
    assert.deepEqual([wrong.status, wrong.json.title], [400, 'Bad Request']);
  });

  it('tells how the queue stands', async () => {
    const queue = await server.send('GET', `${API}/queue`, { as: 'ingest' });
    assert.equal(queue.status, 200, queue.text);
    assert.ok(queue.json.waiting[0].scans > 0);
    assert.match(queue.json.waiting[0].oldest, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual((await server.send('GET', `${API}/queue/dead`, { as: 'reviewer' })).json, { scans: [] });
    const metrics = await server.send('GET', '/metrics', { as: 'ingest' });
    assert.match(metrics.headers.get('content-type')!, /^text\/plain; version=0\.0\.4/);
    assert.match(metrics.text, /^lazaret_queue_waiting [1-9]\d*$/m);
    assert.match(metrics.text, /^lazaret_queue_oldest_seconds \d/m);
    assert.match(
      metrics.text,
      /^lazaret_http_requests_total\{method="GET",route="\/api\/v1\/queue",status="200"\} 1$/m,
    );
    assert.match(metrics.text, /^lazaret_http_request_seconds_bucket\{le="\+Inf"\} \d+$/m);
    assert.equal((await server.send('GET', '/readyz')).json.status, 'ready');
  });

  it('describes itself: every route, what it takes and who may use it', async () => {
    const { json } = await server.send('GET', `${API}/docs/json`);
    assert.equal(json.openapi, '3.1.0');
    const described = Object.entries<object>(json.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const declared = server.routes
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith(API) && !url.startsWith(`${API}/docs`))
      .map(({ method, url }) => `${method} ${url}`);
    assert.deepEqual(described.sort(), declared.sort());
    const submit = json.paths[`${API}/submissions`].post;
    assert.deepEqual(Object.keys(submit.requestBody.content), [
      'multipart/form-data',
      'application/octet-stream',
      'application/json',
    ]);
    assert.equal(submit['x-access'], 'ingest');
    assert.deepEqual(json.paths[`${API}/setup`].post.security, []);
    assert.ok('application/problem+json' in submit.responses.default.content);
    const page = await server.send('GET', `${API}/docs`);
    assert.match(page.headers.get('content-security-policy')!, /script-src 'self';/);
  });

  it('sends headers that keep browsers from guessing and framing', async () => {
    const { headers } = await server.send('GET', '/healthz');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy')!, /frame-ancestors 'none'/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('strict-transport-security'), null);
    assert.equal(headers.get('x-powered-by'), null);
  });

  it('answers what is not there with a problem document', async () => {
    for (const target of [
      '/nothing',
      `${API}/nothing`,
      `${API}/submissions/00000000-0000-4000-8000-000000000000`,
    ]) {
      const answer = await server.send('GET', target, { as: 'ingest' });
      assert.equal(answer.status, 404);
      assert.match(answer.headers.get('content-type')!, /problem\+json/);
      assert.equal(answer.json.type, 'about:blank');
    }
  });
});

describe('limits of requests', () => {
  it('are counted by token, and by address for nobody, and say when to come back', async () => {
    const server = await openTestServer({ 'limits.requests-per-minute': 5, 'limits.sign-ins-per-minute': 3 });
    try {
      const ask = (as: 'ingest' | 'reviewer' | null) => server.send('GET', `${API}/version`, { as });
      for (let index = 0; index < 5; index += 1) assert.equal((await ask('ingest')).status, 200);
      const over = await ask('ingest');
      assert.equal(over.status, 429);
      assert.ok(Number(over.headers.get('retry-after')) > 0);
      assert.equal((await ask('reviewer')).status, 200);
      const wrong = [];
      for (let index = 0; index < 4; index += 1) {
        // Nobody believes an address that a stranger claims.
        const headers = { 'x-forwarded-for': `192.0.2.${index}` };
        wrong.push((await server.send('GET', `${API}/version`, { token: 'lzr_wrong', headers })).status);
      }
      assert.deepEqual(wrong, [401, 401, 401, 429]);
      // Somebody else's failures at the same address do not lock out who has a token.
      assert.equal((await ask('reviewer')).status, 200);
    } finally {
      await server.close();
    }
  });
});
