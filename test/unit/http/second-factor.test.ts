import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TOTP, URI } from 'otpauth';
import { seal, unseal } from '../../../src/http/seal.ts';
import { listAudit } from '../../../src/store/audit.ts';
import { findFactor } from '../../../src/store/second-factors.ts';
import { findUser } from '../../../src/store/users.ts';
import { type Answer, type Browser, openTestServer, PASSWORD, type TestServer } from '../../support/http.ts';

const SESSION = '/api/v1/session';
const FACTOR = '/api/v1/account/second-factor';
const KEY = 'a key for tests, of 32 characters';
const STEP_MS = 30_000;

describe('second factors', () => {
  let server: TestServer;
  before(async () => {
    process.env.LAZARET_SECRET_KEY = KEY;
    server = await openTestServer({ 'accounts.second-factor': ['administrator'] });
  });
  after(async () => {
    delete process.env.LAZARET_SECRET_KEY;
    await server.close();
  });

  /** A code of an authenticator whose clock is some steps ahead. */
  const codeOf = (uri: string, steps = 0): string => {
    const totp = URI.parse(uri);
    assert.ok(totp instanceof TOTP);
    return totp.generate({ timestamp: Date.now() + steps * STEP_MS });
  };
  const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const password = (name: string): Promise<Answer> =>
    server.send('POST', SESSION, { json: { name, password: PASSWORD } });
  const finish = (pending: string, code: string): Promise<Answer> =>
    server.send('POST', `${SESSION}/code`, { json: { pending, code } });

  /** Somebody with a second factor whose first code, of the previous step, has been used. */
  async function enrolled(): Promise<{ browser: Browser; uri: string; recoveryCodes: string[] }> {
    const browser = await server.browser('reviewer');
    const { json } = await browser.send('POST', FACTOR, { json: { password: PASSWORD } });
    const on = await browser.send('PUT', FACTOR, { json: { code: codeOf(json.uri, -1) } });
    assert.equal(on.status, 200, on.text);
    return { browser, uri: json.uri, recoveryCodes: on.json.recoveryCodes };
  }

  it('is turned on with the password and a first code, and asked for from then on', async () => {
    const browser = await server.browser('reviewer');
    const before = await browser.send('GET', '/api/v1/account');
    assert.deepEqual(before.json, {
      user: browser.name,
      role: 'reviewer',
      secondFactor: { since: null, recoveryCodes: 0, required: false },
    });
    assert.equal((await browser.send('POST', FACTOR, { json: { password: 'wrong' } })).status, 403);
    const { status, json } = await browser.send('POST', FACTOR, { json: { password: PASSWORD } });
    assert.equal(status, 201);
    assert.match(json.secret, /^[A-Z2-7]{32}$/);
    assert.match(json.uri, new RegExp(`^otpauth://totp/Lazaret:${browser.name}\\?.*secret=${json.secret}`));

    assert.equal((await password(browser.name)).status, 201, 'what is only proposed is not asked for');
    const wrong = await browser.send('PUT', FACTOR, { json: { code: other(codeOf(json.uri)) } });
    assert.equal(wrong.status, 403);
    const on = await browser.send('PUT', FACTOR, { json: { code: codeOf(json.uri, -1) } });
    assert.equal(new Set(on.json.recoveryCodes).size, 10);
    for (const code of on.json.recoveryCodes) assert.match(code, /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    assert.equal((await browser.send('POST', FACTOR, { json: { password: PASSWORD } })).status, 409);

    const first = await password(browser.name);
    assert.deepEqual([first.status, first.json.asks, first.headers.getSetCookie()], [202, 'code', []]);
    assert.equal((await finish('x'.repeat(43), codeOf(json.uri))).status, 401);
    const done = await finish(first.json.pending, codeOf(json.uri));
    assert.deepEqual(
      [done.status, done.json.user, done.json.recoveryCodes],
      [201, browser.name, null],
      done.text,
    );
    const cookie = done.headers.getSetCookie()[0]!.split(';', 1)[0]!;
    assert.equal((await server.send('GET', SESSION, { headers: { cookie } })).json.user, browser.name);
    assert.equal((await finish(first.json.pending, codeOf(json.uri, 1))).status, 401, 'works once');
  });

  it('takes no code twice, and none that is older than the last', async () => {
    const { browser, uri } = await enrolled();
    const { json } = await password(browser.name);
    const used = codeOf(uri);
    assert.equal((await finish(json.pending, used)).status, 201);
    const again = await password(browser.name);
    assert.equal((await finish(again.json.pending, used)).status, 403);
    assert.equal((await finish(again.json.pending, codeOf(uri, -1))).status, 403);
    assert.equal((await finish(again.json.pending, codeOf(uri, 1))).status, 201);
  });

  it('takes a recovery code once, however it is typed', async () => {
    const { browser, recoveryCodes } = await enrolled();
    const typed = recoveryCodes[3]!.replaceAll('-', ' ').toUpperCase();
    const { json } = await password(browser.name);
    assert.equal((await finish(json.pending, typed)).status, 201);
    const again = await password(browser.name);
    assert.equal((await finish(again.json.pending, recoveryCodes[3]!)).status, 403);
    const own = await browser.send('GET', '/api/v1/account');
    assert.equal(own.json.secondFactor.recoveryCodes, 9);
    const stranger = await enrolled();
    const theirs = await password(stranger.browser.name);
    assert.equal((await finish(theirs.json.pending, recoveryCodes[0]!)).status, 403);
  });

  it('takes no more codes after ten wrong ones in a row, whatever they are', async () => {
    const { browser, uri, recoveryCodes } = await enrolled();
    const { json } = await password(browser.name);
    for (let count = 0; count < 10; count += 1) {
      assert.equal((await finish(json.pending, other(codeOf(uri, 1)))).status, 403);
    }
    const late = await finish(json.pending, codeOf(uri));
    assert.equal(late.status, 429, late.text);
    assert.ok(Number(late.headers.get('retry-after')) > 1700);
    assert.equal((await finish(json.pending, recoveryCodes[0]!)).status, 429);
  });

  it('is set up in the middle of signing in where it is required, and cannot be turned off', async () => {
    const { addUser, setPassword } = await import('../../../src/http/accounts.ts');
    const { database } = server.service;
    const { id } = await addUser(database, { name: 'root', role: 'administrator', actor: 'test' });
    await setPassword(database, id, PASSWORD, 'test');
    const first = await password('root');
    assert.deepEqual([first.status, first.json.asks], [202, 'enrolment']);
    const { pending } = first.json;
    assert.equal((await finish(pending, '000000')).status, 409, 'nothing is proposed yet');
    const proposed = await server.send('POST', `${SESSION}/enrolment`, { json: { pending } });
    assert.equal(proposed.status, 201, proposed.text);
    const done = await finish(pending, codeOf(proposed.json.uri));
    assert.deepEqual([done.status, done.json.recoveryCodes.length], [201, 10], done.text);
    const headers = {
      cookie: done.headers.getSetCookie()[0]!.split(';', 1)[0]!,
      'x-csrf-token': done.json.csrf,
    };
    const off = await server.send('POST', `${FACTOR}/removal`, { json: { password: PASSWORD }, headers });
    assert.match(off.json.detail, /The role administrator needs a second factor/);
    const again = await password('root');
    assert.equal(again.json.asks, 'code');
    const forced = await server.send('POST', `${SESSION}/enrolment`, {
      json: { pending: again.json.pending },
    });
    assert.equal(forced.status, 409, 'the password alone replaces no factor');
  });

  it('is turned off with the password, or by an administrator; the audit log has it', async () => {
    const { browser } = await enrolled();
    const removal = `${FACTOR}/removal`;
    assert.equal((await browser.send('POST', removal, { json: { password: 'wrong' } })).status, 403);
    assert.equal((await browser.send('POST', removal, { json: { password: PASSWORD } })).status, 204);
    assert.equal((await password(browser.name)).status, 201);

    const lost = await enrolled();
    const { json } = await server.send('GET', '/api/v1/users', { as: 'administrator' });
    const row = json.users.find(({ name }: { name: string }) => name === lost.browser.name);
    assert.equal(row.hasSecondFactor, true);
    const reset = `/api/v1/users/${row.id}/second-factor`;
    assert.equal((await server.send('DELETE', reset, { as: 'administrator' })).status, 204);
    assert.equal((await server.send('DELETE', reset, { as: 'administrator' })).status, 404);
    assert.equal((await password(lost.browser.name)).status, 201);
    const audit = await listAudit(server.service.database.db, { subject: `user:${row.id}` }, 10);
    assert.deepEqual(
      audit
        .filter(({ action }) => action === 'user.second-factor')
        .map(({ actor, detail }) => [actor.split(':')[0], detail]),
      [
        ['token', { on: false }],
        ['user', { on: true }],
      ],
    );
  });

  it('does not survive a new password in the middle of signing in', async () => {
    const { browser, uri } = await enrolled();
    const { json } = await password(browser.name);
    const { setPassword } = await import('../../../src/http/accounts.ts');
    const user = await findUser(server.service.database.db, browser.name);
    await setPassword(server.service.database, user!.id, 'another horse battery', 'test');
    assert.equal((await finish(json.pending, codeOf(uri))).status, 401);
  });

  it('keeps its secret sealed, for one account and one key', async () => {
    const { browser, uri } = await enrolled();
    const user = await findUser(server.service.database.db, browser.name);
    const { secret } = (await findFactor(server.service.database.db, user!.id))!;
    const plain = new URL(uri).searchParams.get('secret')!;
    assert.doesNotMatch(secret, new RegExp(plain));
    assert.equal(unseal(secret, KEY, `user:${user!.id}`), plain);
    for (const [key, owner] of [
      [KEY, 'user:0'],
      [`${KEY}!`, `user:${user!.id}`],
      [null, `user:${user!.id}`],
    ] as const) {
      assert.throws(() => unseal(secret, key, owner), { status: 503 });
    }
    assert.equal(unseal(seal(plain, null, 'user:1'), KEY, 'user:1'), plain, 'from before there was a key');
    assert.doesNotMatch(server.logs.join('\n'), new RegExp(plain));
  });
});
