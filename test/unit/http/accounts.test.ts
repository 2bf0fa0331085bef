import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listAudit } from '../../../src/store/audit.ts';
import { openTestServer, PASSWORD, type TestServer } from '../../support/http.ts';

const SESSION = '/api/v1/session';

describe('setting up', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('prints one link, whose form makes the administrator once', async () => {
    const link = new URL(server.setupUrl!);
    assert.equal(link.origin, new URL(server.url).origin);
    const page = await server.send('GET', link.pathname + link.search);
    assert.equal(page.status, 200);
    assert.match(page.text, /<form method="post" action="\/setup">/);
    assert.doesNotMatch(page.text, /<script/);
    assert.match(page.headers.get('content-security-policy')!, /default-src 'none';script-src 'self'/);

    const token = link.searchParams.get('token')!;
    const fill = (fields: Record<string, string>) =>
      server.send('POST', '/setup', {
        body: new URLSearchParams({ token, name: 'root', password: PASSWORD, again: PASSWORD, ...fields }),
      });
    assert.match((await fill({ again: 'something else' })).text, /The passwords differ/);
    assert.match((await fill({ password: 'short', again: 'short' })).text, /12 to 256 characters/);
    assert.match((await fill({ name: '<b>' })).text, /A name is up to 64/);
    assert.equal((await fill({ token: 'wrong"><script>' })).status, 403);
    const done = await fill({});
    assert.equal(done.status, 200, done.text);
    assert.match(done.text, /The password is set/);
    assert.equal((await fill({ name: 'other' })).status, 403);

    const session = await server.send('POST', SESSION, { json: { name: 'root', password: PASSWORD } });
    assert.equal(session.status, 201);
    assert.equal(session.json.role, 'administrator');
  });

  it('leaves hostile texts of the form harmless', async () => {
    const page = await server.send(
      'GET',
      `/setup?token=${encodeURIComponent('"><script>alert(1)</script>')}`,
    );
    assert.match(page.text, /value="&quot;&gt;&lt;script&gt;/);
  });
});

describe('accounts and sessions', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('signs in with a cookie that scripts cannot read, and out again', async () => {
    const browser = await server.browser('reviewer');
    const answer = await server.send('POST', SESSION, { json: { name: browser.name, password: PASSWORD } });
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie!, /^lazaret=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);

    const who = await browser.send('GET', SESSION);
    assert.deepEqual([who.json.user, who.json.role, who.json.csrf], [browser.name, 'reviewer', browser.csrf]);
    assert.equal(who.headers.get('cache-control'), 'no-store');
    const out = await browser.send('DELETE', SESSION);
    assert.equal(out.status, 204);
    assert.match(out.headers.getSetCookie()[0]!, /^lazaret=; Max-Age=0/);
    assert.equal((await browser.send('GET', SESSION)).status, 401);
  });

  const FORGED: [string, Record<string, string>, number][] = [
    ['without the token', { 'x-csrf-token': '' }, 403],
    ['with another token', { 'x-csrf-token': 'x'.repeat(43) }, 403],
    ['from another site', { origin: 'https://evil.example' }, 403],
    ['from no site in particular', { origin: 'null' }, 403],
    ['from another site, in other words', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from another host of the site', { 'sec-fetch-site': 'same-site' }, 403],
    ['from our own page', { 'sec-fetch-site': 'same-origin' }, 201],
    ['by hand', {}, 201],
  ];
  for (const [name, headers, status] of FORGED) {
    it(`answers a change ${name} with ${status}`, async () => {
      const browser = await server.browser('reviewer');
      const json = { status: 'archived', reason: 'test' };
      const sent = { cookie: browser.cookie, 'x-csrf-token': browser.csrf, ...headers };
      const answer = await server.send('POST', '/api/v1/projects/forged/statuses', { json, headers: sent });
      assert.equal(answer.status, status, answer.text);
      const read = await server.send('GET', '/api/v1/overview', {
        headers: { cookie: browser.cookie, ...headers },
      });
      assert.equal(read.status, 200);
    });
  }

  it('takes our own origin, and the sign-in of no other', async () => {
    const browser = await server.browser('reviewer');
    const json = { status: 'active', reason: 'test' };
    const { origin } = new URL(server.url);
    const headers = { cookie: browser.cookie, 'x-csrf-token': browser.csrf, origin };
    assert.equal((await server.send('POST', '/api/v1/projects/x/statuses', { json, headers })).status, 201);
    const signIn = {
      json: { name: browser.name, password: PASSWORD },
      headers: { origin: 'https://evil.example' },
    };
    assert.equal((await server.send('POST', SESSION, signIn)).status, 403);
  });

  it('refuses a wrong password, an unknown name and a disabled account alike', async () => {
    const browser = await server.browser('ingest');
    const wrong = await server.send('POST', SESSION, { json: { name: browser.name, password: 'wrong' } });
    const unknown = await server.send('POST', SESSION, { json: { name: 'nobody-here', password: PASSWORD } });
    const { rows } = {
      rows: (await server.send('GET', '/api/v1/users', { as: 'administrator' })).json.users,
    };
    const { id } = rows.find(({ name }: { name: string }) => name === browser.name);
    const change = await server.send('PATCH', `/api/v1/users/${id}`, {
      as: 'administrator',
      json: { disabled: true },
    });
    assert.equal(change.status, 204);
    assert.equal((await browser.send('GET', SESSION)).status, 401);
    const disabled = await server.send('POST', SESSION, { json: { name: browser.name, password: PASSWORD } });
    assert.deepEqual(
      [wrong, unknown, disabled].map(({ status, text }) => [status, text]),
      Array(3).fill([401, wrong.text]),
    );
    assert.match(wrong.json.detail, /Name or password is wrong/);
  });

  it('stops guessing at one account', async () => {
    const statuses: number[] = [];
    let last: Awaited<ReturnType<TestServer['send']>> | undefined;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      last = await server.send('POST', SESSION, { json: { name: 'guessed', password: 'wrong' } });
      statuses.push(last.status);
    }
    assert.equal(statuses.at(-1), 429);
    assert.ok(Number(last!.headers.get('retry-after')) >= 1);
    assert.match(last!.json.detail, /too many/);
  });

  it('adds an account whose owner chooses the password by a link, once', async () => {
    const made = await server.send('POST', '/api/v1/users', {
      as: 'administrator',
      json: { name: 'carol', role: 'reviewer' },
    });
    assert.equal(made.status, 201, made.text);
    const token = new URL(made.json.link).searchParams.get('token')!;
    const { choosePassword } = await import('../../../src/http/accounts.ts');
    await choosePassword(server.service.database, { secret: token, password: PASSWORD });
    await assert.rejects(choosePassword(server.service.database, { secret: token, password: PASSWORD }), {
      status: 403,
    });
    const taken = await server.send('POST', '/api/v1/users', {
      as: 'administrator',
      json: { name: 'carol', role: 'ingest' },
    });
    assert.equal(taken.status, 409);
    const audit = await listAudit(server.service.database.db, { subject: `user:${made.json.id}` }, 10);
    assert.deepEqual(
      audit.map(({ action, actor }) => [action, actor.split(':')[0]]),
      [
        ['user.password', 'user'],
        ['user.password-link', 'token'],
        ['user.create', 'token'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(audit), new RegExp(token));
  });

  it('leaves somebody to administrate', async () => {
    const { addUser, changeUser, setPassword } = await import('../../../src/http/accounts.ts');
    const { database } = server.service;
    const { id } = await addUser(database, { name: 'lonely', role: 'administrator', actor: 'test' });
    await setPassword(database, id, PASSWORD, 'test');
    await assert.rejects(changeUser(database, id, { disabled: true }, 'test'), { status: 409 });
    await assert.rejects(changeUser(database, id, { role: 'reviewer' }, 'test'), { status: 409 });
    await addUser(database, { name: 'second', role: 'administrator', actor: 'test' });
    // Nobody can sign in as the second one yet.
    await assert.rejects(changeUser(database, id, { disabled: true }, 'test'), { status: 409 });
  });
});
