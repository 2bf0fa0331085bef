/** Debian's Chromium, driven by a test; tests that need it skip where it is not installed. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PASSWORD, type TestServer } from './http.ts';

const EXECUTABLE = process.env.LAZARET_CHROMIUM ?? '/usr/bin/chromium';

/** Why there is no browser, or false. */
export const NO_BROWSER: string | false = existsSync(EXECUTABLE) ? false : `there is no ${EXECUTABLE}`;

/** Nothing of it speaks to anybody but the test's server. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

export interface Visit {
  page: Page;
  /** What went wrong on the page: errors, and whatever the page's own policy refused. */
  problems: string[];
}

/** Opens the review page and signs in. */
export async function visit(browser: Browser, server: TestServer, name: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // Asking who is signed in, when nobody is, is no fault of the page.
    const expected = /status of 401/.test(message.text());
    if (message.type() === 'error' && !expected) problems.push(message.text());
  });
  await page.goto(server.url);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Queue/ }).waitFor();
  return { page, problems };
}
