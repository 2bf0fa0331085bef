import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addUser, setPassword } from '../../../src/http/accounts.ts';
import { listAudit } from '../../../src/store/audit.ts';
import { findUser } from '../../../src/store/users.ts';
import { openTestServer, PASSWORD, type TestServer } from '../../support/http.ts';
import { CLIENT, openProvider, type Stop, type TestProvider, Walker } from '../../support/openid.ts';

const START = 'sign-in/oidc';

interface Site {
  server: TestServer;
  provider: TestProvider;
}

async function openSite(settings: Record<string, unknown>): Promise<Site> {
  let url = '';
  const provider = await openProvider(() => `${url}${START}/callback`);
  const server = await openTestServer({
    'oidc.issuer': provider.issuer,
    'oidc.client-id': CLIENT.id,
    'oidc.client-secret': CLIENT.secret,
    ...settings,
  });
  url = server.url;
  return { server, provider };
}

async function whoIs({ server }: Site, walker: Walker): Promise<[number, string?, string?]> {
  const cookie = [...walker.cookies(server.url)].map(([name, value]) => `${name}=${value}`).join('; ');
  const { status, json } = await server.send('GET', '/api/v1/session', { headers: { cookie } });
  return status === 200 ? [status, json.user, json.role] : [status];
}

describe('signing in at a provider, with accounts made and roles mapped', () => {
  let site: Site;
  before(async () => {
    site = await openSite({
      'oidc.accounts': 'create',
      'oidc.label': 'Our provider',
      'oidc.roles': ['a=b security=reviewer', 'uploads=uploader'],
    });
  });
  after(async () => {
    await site?.server.close();
    await site?.provider.close();
  });
  const enter = (walker: Walker, name: string): Promise<Stop> =>
    walker.signIn(`${site.server.url}${START}`, name);

  it('is offered on the sign-in page', async () => {
    const { json } = await site.server.send('GET', '/api/v1/sign-in');
    assert.deepEqual(json, { oidc: { label: 'Our provider', path: '/sign-in/oidc' } });
  });

  it('makes the account at the first sign-in, and follows the role and the name at the next', async () => {
    const { server, provider } = site;
    provider.people.set('s-1', { preferred_username: 'dora', groups: ['x', 'uploads', 'a=b security'] });
    const walker = new Walker();
    await enter(walker, 's-1');
    assert.deepEqual(await whoIs(site, walker), [200, 'dora', 'reviewer']);
    assert.equal(walker.cookies(server.url).has('lazaret-oidc'), false, 'the departure is over');

    provider.people.set('s-1', { preferred_username: 'renamed', groups: 'uploads' });
    const again = new Walker();
    await enter(again, 's-1');
    assert.deepEqual(await whoIs(site, again), [200, 'dora', 'uploader']);
    assert.deepEqual(await whoIs(site, walker), [401], 'sessions of the former role have ended');
    const user = await findUser(server.service.database.db, 'dora');
    const audit = await listAudit(server.service.database.db, { subject: `user:${user!.id}` }, 10);
    assert.deepEqual(
      audit.map(({ action }) => action),
      ['session.open', 'user.change', 'session.open', 'user.link', 'user.create'],
    );
  });

  const REFUSED: [what: string, claims: Record<string, unknown>, text: RegExp][] = [
    ['nobody without a role', { preferred_username: 'eve', groups: ['x'] }, /Nothing in groups gives a role/],
    ['no name that is none', { preferred_username: '<b>', groups: 'uploads' }, /A name is up to 64/],
    ['nobody without a name', { groups: 'uploads' }, /does not say preferred_username/],
    ['an account with a password', { preferred_username: 'local', groups: 'uploads' }, /no account local/],
    ['somebody else’s account', { preferred_username: 'taken', groups: 'uploads' }, /no account taken/],
  ];
  for (const [index, [what, claims, text]] of REFUSED.entries()) {
    it(`lets in ${what.startsWith('no') ? what : `no claim to ${what}`}`, async () => {
      const { server, provider } = site;
      if (claims.preferred_username === 'local') {
        const { database } = server.service;
        const { id } = await addUser(database, { name: 'local', role: 'administrator', actor: 'test' });
        await setPassword(database, id, PASSWORD, 'test');
      }
      if (claims.preferred_username === 'taken') {
        provider.people.set('first', claims);
        await enter(new Walker(), 'first');
      }
      provider.people.set(`r-${index}`, claims);
      const walker = new Walker();
      const stop = await enter(walker, `r-${index}`);
      assert.match(stop.text, text);
      assert.match(stop.text, /<h1>Not signed in<\/h1>/);
      assert.deepEqual(await whoIs(site, walker), [401]);
    });
  }

  it('takes no answer that belongs to another browser, another departure, or nobody', async () => {
    const { server, provider } = site;
    provider.people.set('s-9', { preferred_username: 'fred', groups: 'uploads' });
    const callback = `${server.url}${START}/callback`;
    const attacker = new Walker();
    const { url } = await attacker.signIn(`${server.url}${START}`, 's-9', callback);
    assert.match(url, /code=/);

    const victim = new Walker();
    assert.match((await victim.go(url)).text, /That took too long/);
    await victim.go(`${server.url}${START}`, provider.issuer);
    assert.equal((await victim.go(url)).status, 403, 'the state is another one');
    assert.deepEqual(await whoIs(site, victim), [401]);

    const cookie = attacker.cookies(server.url).get('lazaret-oidc')!;
    const [state, , verifier] = cookie.split('.');
    attacker.cookies(server.url).set('lazaret-oidc', `${state}.${'n'.repeat(43)}.${verifier}`);
    assert.equal((await attacker.go(url)).status, 403, 'the nonce is another one');
    attacker.cookies(server.url).set('lazaret-oidc', cookie);
    assert.equal((await attacker.go(url)).status, 403, 'the code works once');
    assert.equal((await attacker.go(`${callback}?error=access_denied&state=${state}`)).status, 400);
    assert.deepEqual(await whoIs(site, attacker), [401]);
  });
});

describe('signing in at a provider, for names that are known', () => {
  let site: Site;
  before(async () => {
    site = await openSite({});
  });
  after(async () => {
    await site?.server.close();
    await site?.provider.close();
  });

  it('lets in whom an administrator has added, with the role given here, until disabled', async () => {
    const { server, provider } = site;
    const start = `${server.url}${START}`;
    provider.people.set('g-1', { preferred_username: 'gina', groups: ['administrators'] });
    const early = new Walker();
    assert.match((await early.signIn(start, 'g-1')).text, /There is no account gina/);
    const add = { json: { name: 'gina', role: 'reviewer' }, as: 'administrator' as const };
    const { json } = await server.send('POST', '/api/v1/users', add);
    const walker = new Walker();
    await walker.signIn(start, 'g-1');
    assert.deepEqual(await whoIs(site, walker), [200, 'gina', 'reviewer']);
    const disable = { json: { disabled: true }, as: 'administrator' as const };
    await server.send('PATCH', `/api/v1/users/${json.id}`, disable);
    const late = new Walker();
    assert.match((await late.signIn(start, 'g-1')).text, /The account is disabled/);
    assert.deepEqual(await whoIs(site, late), [401]);
  });

  it('says so when the provider does not answer', async () => {
    const { server, provider } = await openSite({});
    await provider.close();
    try {
      const stop = await new Walker().go(`${server.url}${START}`);
      assert.equal(stop.status, 503);
      assert.match(stop.text, /The provider does not answer/);
    } finally {
      await server.close();
    }
  });
});
