import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ROLES, type Role } from '../../../src/contracts/service.ts';
import { openTestServer, type TestServer } from '../../support/http.ts';

/** Who may use each route. A route that is missing here, or declared otherwise, fails the test. */
const EXPECTED: Record<string, readonly Role[] | 'public'> = {
  'POST /api/v1/submissions': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/submissions/:id': ROLES,
  'GET /api/v1/distributions': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/distributions/:sha256': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/distributions/:sha256/result': ['ingest', 'reviewer', 'administrator'],
  'POST /api/v1/distributions/:sha256/decisions': ['reviewer', 'administrator'],
  'GET /api/v1/distributions/:sha256/members': ['reviewer', 'administrator'],
  'GET /api/v1/distributions/:sha256/layers': ['reviewer', 'administrator'],
  'GET /api/v1/distributions/:sha256/member': ['reviewer', 'administrator'],
  'GET /api/v1/cases/:reference': 'public',
  'POST /api/v1/cases/:reference/appeals': 'public',
  'POST /api/v1/cases/:reference/file': 'public',
  'GET /api/v1/review/appeals': ['reviewer', 'administrator'],
  'POST /api/v1/review/appeals/:id/answer': ['reviewer', 'administrator'],
  'GET /api/v1/review/statistics': ['reviewer', 'administrator'],
  'GET /api/v1/review/queue': ['reviewer', 'administrator'],
  'GET /api/v1/review/events': ['reviewer', 'administrator'],
  'GET /api/v1/review/campaigns/:campaignId': ['reviewer', 'administrator'],
  'POST /api/v1/review/campaigns/:campaignId/claim': ['reviewer', 'administrator'],
  'DELETE /api/v1/review/campaigns/:campaignId/claim': ['reviewer', 'administrator'],
  'POST /api/v1/review/campaigns/:campaignId/decisions': ['reviewer', 'administrator'],
  'GET /api/v1/review/suppressions': ['reviewer', 'administrator'],
  'POST /api/v1/review/suppressions': ['reviewer', 'administrator'],
  'DELETE /api/v1/review/suppressions/:id': ['reviewer', 'administrator'],
  'POST /api/v1/review/undo': ['reviewer', 'administrator'],
  'GET /api/v1/projects/:project/statuses': ['ingest', 'reviewer', 'administrator'],
  'POST /api/v1/projects/:project/statuses': ['reviewer', 'administrator'],
  'GET /api/v1/observations': ['reviewer', 'administrator'],
  'POST /api/v1/observations': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/tokens': ['administrator'],
  'POST /api/v1/tokens': ['administrator'],
  'DELETE /api/v1/tokens/:id': ['administrator'],
  'GET /api/v1/users': ['administrator'],
  'POST /api/v1/users': ['administrator'],
  'PATCH /api/v1/users/:id': ['administrator'],
  'POST /api/v1/users/:id/password-link': ['administrator'],
  'POST /api/v1/password': 'public',
  'POST /api/v1/setup': 'public',
  'POST /api/v1/session': 'public',
  'GET /api/v1/sign-in': 'public',
  'GET /api/v1/session': ROLES,
  'DELETE /api/v1/session': ROLES,
  'GET /api/v1/sessions': ROLES,
  'DELETE /api/v1/sessions/:id': ROLES,
  'PUT /api/v1/account/password': ROLES,
  'POST /api/v1/session/enrolment': 'public',
  'POST /api/v1/session/code': 'public',
  'GET /api/v1/account': ROLES,
  'POST /api/v1/account/second-factor': ROLES,
  'PUT /api/v1/account/second-factor': ROLES,
  'POST /api/v1/account/second-factor/removal': ROLES,
  'DELETE /api/v1/users/:id/second-factor': ['administrator'],
  'GET /api/v1/audit': ['administrator'],
  'GET /api/v1/overview': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/version': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/queue': ['ingest', 'reviewer', 'administrator'],
  'GET /api/v1/queue/dead': ['reviewer', 'administrator'],
  'GET /api/v1/feeds': ['reviewer', 'administrator'],
  'GET /api/v1/deliveries': ['administrator'],
  'GET /api/v1/docs': 'public',
  'GET /api/v1/docs/json': 'public',
  'GET /api/v1/docs/yaml': 'public',
  'GET /api/v1/docs/static/*': 'public',
  'GET /api/v1/docs/static/index.html': 'public',
  'GET /api/v1/docs/static/swagger-initializer.js': 'public',
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': ['ingest', 'reviewer', 'administrator'],
  'GET /setup': 'public',
  'POST /setup': 'public',
  'GET /password': 'public',
  'POST /password': 'public',
  'GET /style.css': 'public',
};

/** Parts that look after access themselves, with tests of their own; and the built page, which is the same for all. */
const OWN = /^\/(?:legacy|simple|files|integrity)(?:\/|$)/;
const PAGE =
  /^\/(?:$|assets\/|[\w.-]+\.(?:html|svg|png|ico|js|css)$|(?:distributions|case)\/\*$|(?:compare|appeals|suppressions|dashboard|accounts?)$)/;

const SHA256 = 'a'.repeat(64);

function isPage(url: string): boolean {
  return PAGE.test(url) && url !== '/style.css';
}

function example(url: string): string {
  return url
    .replace(':sha256', SHA256)
    .replace(/(?<=sessions\/|submissions\/):id|:reference/, '00000000-0000-4000-8000-000000000000')
    .replace(/:id|:campaignId/, '999999')
    .replace(':project', 'somebody')
    .replace('*', 'index.css');
}

describe('every route, for every role and for nobody', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer({
      'gate.upstream': 'http://127.0.0.1:9/legacy/',
      'gate.password': 'secret',
      'proxy.upstream': 'http://127.0.0.1:9/simple/',
      'log.level': 'silent',
    });
  });
  after(() => server.close());

  function declared(): Map<string, string | undefined> {
    const routes = server.routes.filter(
      ({ method, url }) => method !== 'HEAD' && !OWN.test(url) && !isPage(url),
    );
    return new Map(routes.map(({ method, url, access }) => [`${method} ${url}`, access]));
  }

  it('is in the table, and every row of the table is a route', () => {
    assert.deepEqual([...declared().keys()].sort(), Object.keys(EXPECTED).sort());
    assert.deepEqual(
      [...declared()].filter(([, access]) => access === undefined),
      [],
    );
  });

  it('answers HEAD for whom it answers GET', () => {
    const access = declared();
    for (const { method, url, access: own } of server.routes) {
      if (method !== 'HEAD' || OWN.test(url) || isPage(url)) continue;
      const bare = url.length > 1 ? url.replace(/\/$/, '') : url;
      assert.equal(own, access.get(`GET ${bare}`), url);
    }
  });

  for (const who of [...ROLES, null]) {
    it(`lets ${who ?? 'nobody'} in where the table says so`, async () => {
      const wrong: string[] = [];
      for (const [route, allowed] of Object.entries(EXPECTED)) {
        const [method, url] = route.split(' ') as [string, string];
        // Signing out would end what the other rows need, and failures are counted.
        const { status } = await server.send(method, example(url), {
          as: who,
          ...(method === 'GET' || method === 'DELETE' ? {} : { json: {} }),
        });
        const refused = status === 401 || status === 403;
        if (status >= 500) wrong.push(`${route}: ${status}`);
        const mayUse = allowed === 'public' || (who !== null && allowed.includes(who));
        const expected = mayUse ? !refused || ownAccount(route) : status === (who === null ? 401 : 403);
        if (!expected) wrong.push(`${route}: ${status}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  /** Tokens are let in and then told that they have no password and no second factor. */
  function ownAccount(route: string): boolean {
    return /^\w+ \/api\/v1\/account\b/.test(route);
  }

  it('gives uploaders their own submissions only', async () => {
    const body = new FormData();
    body.append('file', new Blob(['bytes']), 'a-1.tar.gz');
    const { json } = await server.send('POST', '/api/v1/submissions', { as: 'ingest', body });
    const asked = await server.send('GET', `/api/v1/submissions/${json.id}`, { as: 'uploader' });
    assert.equal(asked.status, 404);
    const { recordSubmission } = await import('../../../src/store/submissions.ts');
    const own = await recordSubmission(server.service.database.db, {
      sha256: json.sha256,
      bytes: 5,
      filename: 'a-1.tar.gz',
      source: 'gate',
      uploader: 'someone',
      url: null,
      project: null,
      version: null,
    });
    const seen = await server.send('GET', `/api/v1/submissions/${own.id}`, { as: 'uploader' });
    assert.deepEqual([seen.status, seen.json.id], [200, own.id]);
  });
});
