/** `npm run screenshots`: pictures of every page for the documentation, made in Debian's Chromium. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { setUp } from '../src/http/accounts.ts';
import { startDemo } from './demo-server.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const ACCOUNT = { name: 'ada', password: 'correct horse battery' };
const SETTLE_MS = 1500;

const data = mkdtempSync(path.join(tmpdir(), 'lazaret-screenshots-'));
mkdirSync(FOLDER, { recursive: true });
const demo = await startDemo(data, { 'listen.port': 0, database: 'memory:' });
const browser = await chromium.launch({
  executablePath: process.env.LAZARET_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
try {
  await setUp(demo.service.database, {
    secret: new URL(demo.setupUrl ?? '').searchParams.get('token') ?? '',
    ...ACCOUNT,
  });
  const of = (name: string) => demo.screened.find(({ filename }) => filename.startsWith(name))!;
  const page = await browser.newPage({ viewport: { width: 1400, height: 860 }, colorScheme: 'light' });
  const shoot = async (name: string): Promise<void> => {
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
    process.stdout.write(`${name}.png\n`);
  };
  await page.goto(demo.url);
  await page.getByLabel('Name').fill(ACCOUNT.name);
  await page.getByLabel('Password').fill(ACCOUNT.password);
  await page.keyboard.press('Enter');
  await page.locator('.queue-row', { hasText: 'settings' }).click();
  await shoot('queue');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${demo.url}distributions/${of('settings_helper_1').verdict.sha256}?tab=findings`);
  await shoot('evidence');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${demo.url}distributions/${of('two_layers').verdict.sha256}?tab=layers`);
  await shoot('layers');
  const [left, right] = [of('settings_helper_1'), of('settings_helper_2')];
  await page.goto(`${demo.url}compare?left=${left.verdict.sha256}&right=${right.verdict.sha256}`);
  await shoot('compare');
  await page.goto(demo.url);
  for (const [name, key] of [
    ['settings', 'c'],
    ['nested', 'd'],
    ['pth', 'c'],
  ] as const) {
    await page.locator('.queue-row', { hasText: name }).click();
    await page.waitForTimeout(SETTLE_MS);
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.locator('.toast').last().waitFor();
  }
  await page.goto(`${demo.url}dashboard`);
  await shoot('dashboard');
  await page.goto(`${demo.url}case/${of('settings_helper_1').submission}`);
  await shoot('author');
} finally {
  await browser.close();
  await demo.close();
  rmSync(data, { recursive: true });
}
