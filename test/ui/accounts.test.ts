import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TOTP, URI } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { findUser } from '../../src/store/users.ts';
import { NO_BROWSER, openBrowser, seriousViolations, visit } from '../support/browser.ts';
import { openTestServer, PASSWORD, type TestServer } from '../support/http.ts';
import { CLIENT, openProvider, type TestProvider } from '../support/openid.ts';

const CHOSEN = 'another horse battery';

describe('the pages of accounts', { skip: NO_BROWSER }, () => {
  let server: TestServer;
  let provider: TestProvider;
  let browser: Browser;
  before(async () => {
    provider = await openProvider(() => `${server.url}sign-in/oidc/callback`);
    server = await openTestServer({
      'oidc.issuer': provider.issuer,
      'oidc.client-id': CLIENT.id,
      'oidc.client-secret': CLIENT.secret,
      'oidc.label': 'Our provider',
    });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await provider?.close();
  });

  async function secretShown(page: Page): Promise<string> {
    const secret = (await page.locator('dialog [data-secret]').textContent())!;
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    return secret;
  }

  async function signIn(page: Page, name: string, password: string): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  }

  it('adds a person who chooses a password, and gives out and revokes a token', async () => {
    const { page, problems } = await visit(browser, server, (await server.browser('administrator')).name);
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByLabel('New person’s name').fill('carol');
    await page.keyboard.press('Enter');
    const link = await secretShown(page);
    await page.getByText('no password', { exact: true }).waitFor();

    const carol = await (await browser.newContext()).newPage();
    await carol.goto(link);
    await carol.getByLabel('Password, at least').fill(CHOSEN);
    await carol.getByLabel('The same again').fill(CHOSEN);
    await carol.keyboard.press('Enter');
    await carol.getByText('The password is set.').waitFor();
    await carol.goto(server.url);
    await signIn(carol, 'carol', CHOSEN);
    await carol.getByRole('heading', { name: /Queue/ }).waitFor();
    assert.equal(await carol.getByRole('link', { name: 'Accounts' }).count(), 0);
    await carol.goto(`${server.url}accounts`);
    await carol.getByText('This page is for administrators.').waitFor();

    await page.getByLabel('What it is for').fill('nightly <b>build</b>');
    await page.keyboard.press('Enter');
    const token = await secretShown(page);
    assert.equal((await server.send('GET', '/api/v1/version', { token })).status, 200);
    const revoke = page.getByRole('button', { name: `Revoke nightly <b>build</b> (${token.slice(0, 8)})` });
    await revoke.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('revoked', { exact: true }).waitFor();
    assert.equal((await server.send('GET', '/api/v1/version', { token })).status, 401);

    await page.getByLabel('Role of carol').selectOption('ingest');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('carol: changed').waitFor();
    await page.getByRole('button', { name: 'Disable carol' }).click();
    await page.getByRole('button', { name: 'Really disable carol?' }).click();
    await page.getByRole('button', { name: 'Enable carol' }).waitFor();
    const user = await findUser(server.service.database.db, 'carol');
    assert.deepEqual([user!.role, user!.disabledAt === null], ['ingest', false]);
    assert.deepEqual(problems, []);
    await carol.context().close();
    await page.context().close();
  });

  it('ends another session of one’s own, and changes the password', async () => {
    const other = await server.browser('reviewer');
    const { page, problems } = await visit(browser, server, other.name);
    await page.getByRole('link', { name: other.name }).click();
    await page.getByText('this one', { exact: true }).waitFor();
    await page
      .locator('tr', { hasText: 'node' })
      .getByRole('button', { name: /^End session/ })
      .click();
    await page.getByRole('button', { name: /^Really end/ }).click();
    await page.getByText('Session ended').waitFor();
    assert.equal((await other.send('GET', '/api/v1/session')).status, 401);

    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password, at least').fill(CHOSEN);
    await page.getByLabel('New password again').fill(CHOSEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Lazaret' }).waitFor();
    await signIn(page, other.name, CHOSEN);
    await page.getByRole('heading', { name: other.name }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Sign in to review what waits.').waitFor();
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('turns a second factor on, and asks for its code', async () => {
    const { name } = await server.browser('reviewer');
    const { page, problems } = await visit(browser, server, name);
    await page.getByRole('link', { name }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const totp = URI.parse((await page.locator('[data-uri]').textContent())!);
    assert.ok(totp instanceof TOTP);
    assert.deepEqual(await seriousViolations(page), []);
    // Of the previous half minute, so that the current one is left for signing in.
    await page.getByLabel('Code that it shows').fill(totp.generate({ timestamp: Date.now() - 30_000 }));
    await page.keyboard.press('Enter');
    await page.getByText('Recovery codes: each lets you in once').waitFor();
    assert.equal(await page.locator('.codes li').count(), 10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, name, PASSWORD);
    await page.getByLabel('Code of your authenticator').fill(totp.generate());
    assert.deepEqual(await seriousViolations(page), []);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('lets people sign in at a provider', async () => {
    const add = { json: { name: 'gina', role: 'reviewer' }, as: 'administrator' as const };
    assert.equal((await server.send('POST', '/api/v1/users', add)).status, 201);
    provider.people.set('g-1', { preferred_username: 'gina' });
    const page = await (await browser.newContext()).newPage();
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Our provider' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await seriousViolations(page), [], colorScheme);
    }
    await page.getByRole('link', { name: 'Our provider' }).click();
    await page.locator('input[name=login]').fill('g-1');
    await page.locator('input[name=password]').fill('any');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Queue/ }).waitFor();
    await page.getByRole('link', { name: 'gina' }).waitFor();
    await page.context().close();
  });

  it('has no serious fault of accessibility, in light and in dark', async () => {
    const { page } = await visit(browser, server, (await server.browser('administrator')).name);
    for (const address of ['account', 'accounts']) {
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.goto(server.url + address);
        await page.getByText('this one', { exact: true }).waitFor();
        assert.deepEqual(await seriousViolations(page), [], `${address}, ${scheme}`);
      }
    }
    await page.context().close();
  });
});
