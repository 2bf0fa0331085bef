/** Long queues and large files in a browser. Times are told, not asserted: they are the machine's. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { packWheel } from '../../scripts/pack-example.ts';
import { submit } from '../../src/jobs/submit.ts';
import { queueVerdict } from '../../src/review/queue.ts';
import { recordVerdict } from '../../src/store/verdicts.ts';
import { NO_BROWSER, openBrowser, visit } from '../support/browser.ts';
import { openTestServer, type TestServer } from '../support/http.ts';
import { fillQueue } from '../support/open-reviews.ts';
import { finding, sampleResult } from '../support/sample-result.ts';
import { stageBytes } from '../support/service.ts';

const CAMPAIGNS = 10_000;
/** Rows that a page of 900 pixels shows, with those kept beside them. */
const ROWS_IN_DOCUMENT = 60;
const LARGE_BYTES = 5_000_000;
const STEP_PIXELS = 20_000;

/** Runs in the page: the list, how many rows of it are in the document, and where it is. */
const LIST = `(() => {
  const list = document.querySelector('.queue-rows');
  const { scrollTop, scrollHeight, clientHeight } = list;
  return { rows: list.querySelectorAll('.queue-row').length, scrollTop, scrollHeight, clientHeight };
})()`;

interface List {
  rows: number;
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

/** Scrolls by some pixels and waits for two frames; milliseconds until they are drawn. */
const scrollBy = (pixels: number): string => `new Promise((resolve) => {
  const started = performance.now();
  document.querySelector('.queue-rows').scrollTop += ${pixels};
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
})`;

describe('the review page, with much in it', { skip: NO_BROWSER }, () => {
  let server: TestServer;
  let browser: Browser;
  before(async () => {
    server = await openTestServer();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const reviewer = async () => (await server.browser('reviewer')).name;
  const selected = (page: Page) => page.locator('.queue-row[aria-selected="true"]');

  it('opens a source of 5 MB at the line of its finding', async (test) => {
    const lines = Array.from({ length: LARGE_BYTES / 50 }, (_, index) =>
      `NAME_${String(index).padStart(6, '0')} = 'inert text of a generated file'`.padEnd(49),
    );
    const project = 'large';
    const info = `${project}-1.0.dist-info`;
    const files = {
      [`${project}/__init__.py`]: `${lines.join('\n')}\n`,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    };
    const bytes = packWheel(
      Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    );
    const staged = await stageBytes(server.service.vault, bytes);
    const filename = 'large-1.0-py3-none-any.whl';
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(server.service, staged, { filename, source: 'api', ...claims });
    const { sha256 } = staged;
    const result = sampleResult({
      distribution: {
        project,
        version: '1.0',
        filename,
        kind: 'wheel',
        sha256,
        bytes: bytes.byteLength,
      },
      findings: [finding({ path: 'large/__init__.py', line: 70_000 })],
    });
    await server.service.database.db.transaction(async (tx) => {
      const verdict = await recordVerdict(tx, sha256, result, null);
      await queueVerdict(tx, verdict!, result);
    });
    const { page, problems } = await visit(browser, server, await reviewer());
    const started = performance.now();
    await page.goto(`${server.url}distributions/${sha256}?tab=files&path=large%2F__init__.py&line=70000`);
    await page.getByText("NAME_069999 = 'inert text", { exact: false }).waitFor();
    test.diagnostic(`5 MB of source: ${Math.round(performance.now() - started)} ms to its line`);
    assert.ok((await page.locator('.cm-line').count()) < 500, 'only lines in sight are in the document');
    const scrolled = performance.now();
    await page.evaluate(`(() => {
      const root = [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('.cm-scroller'));
      const scroller = root.shadowRoot.querySelector('.cm-scroller');
      scroller.scrollTop = scroller.scrollHeight;
    })()`);
    await page.getByText(`NAME_0${lines.length - 1} =`, { exact: false }).waitFor();
    test.diagnostic(`its end: ${Math.round(performance.now() - scrolled)} ms`);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('scrolls through 10,000 campaigns with few rows in the document, and answers keys', async (test) => {
    await fillQueue(server.service.database.db, { campaigns: CAMPAIGNS });
    const { send } = await server.browser('reviewer');
    const asked = performance.now();
    const { json } = await send('GET', '/api/v1/review/queue?limit=200');
    assert.deepEqual(
      [json.rows.length, json.next],
      [200, `${json.rows[199].harm}:${json.rows[199].campaignId}`],
    );
    test.diagnostic(`a page of the queue: ${Math.round(performance.now() - asked)} ms`);

    const { page } = await visit(browser, server, await reviewer());
    const started = performance.now();
    await page.goto(server.url);
    await page.locator('.queue-row').first().waitFor();
    test.diagnostic(`first view: ${Math.round(performance.now() - started)} ms`);

    const times: number[] = [];
    let most = 0;
    const end = Date.now() + 120_000;
    for (;;) {
      times.push(await page.evaluate<number>(scrollBy(STEP_PIXELS)));
      const { rows, scrollTop, scrollHeight, clientHeight } = await page.evaluate<List>(LIST);
      most = Math.max(most, rows);
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - 1;
      if (isAtEnd && scrollHeight >= CAMPAIGNS * 64) break;
      assert.ok(Date.now() < end, `came to ${scrollTop} of ${scrollHeight} pixels`);
      if (isAtEnd) await page.waitForTimeout(20);
    }
    times.sort((left, right) => left - right);
    const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))]!);
    test.diagnostic(`${times.length} scrolls: median ${at(0.5)} ms, 99% ${at(0.99)} ms, most ${at(1)} ms`);
    assert.ok(most > 5 && most <= ROWS_IN_DOCUMENT, `${most} rows in the document`);
    await page.getByText(/^1000[01] campaigns$/).waitFor();

    const first = await selected(page).count();
    assert.equal(first, 0, 'whoever has scrolled away is left there');
    const pressed = performance.now();
    await page.keyboard.press('j');
    await selected(page).waitFor();
    await page.keyboard.press('j');
    await page.locator(`#campaign-${json.rows[2].campaignId}[aria-selected="true"]`).waitFor();
    test.diagnostic(`two keys: ${Math.round(performance.now() - pressed)} ms`);
    await page.context().close();
  });
});
