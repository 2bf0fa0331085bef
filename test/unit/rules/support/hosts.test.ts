import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeadDrop, isFreeHosting } from '../../../../src/rules/support/hosts.ts';

const HOSTING: [string, boolean][] = [
  ['https://example-of-nothing.pages.dev/a', true],
  ['"https://own.onrender.com"', true],
  ['https://abc.lambda-url.eu-west-1.on.aws/', true],
  ['https://pages.developer.invalid/', false],
  ['https://own.invalid/?next=https', false],
  ['example-of-nothing.pages.dev', false],
];
const DROPS: [string, boolean][] = [
  ['https://pastebin.com/raw/a', true],
  ['https://www.youtube.com/watch?v=a', true],
  ['https://api.mainnet-beta.solana.com', true],
  ['https://api.github.com/repos/own/own/issues/1', true],
  ['https://api.github.com/repos/own/own/releases/latest', false],
  ['https://notpastebin.com/raw/a', false],
  ['https://x.com.invalid/a', false],
];

describe('kinds of hosts', () => {
  for (const [text, expected] of HOSTING)
    it(`hosting: ${text}`, () => assert.equal(isFreeHosting(text), expected));
  for (const [text, expected] of DROPS) it(`drop: ${text}`, () => assert.equal(isDeadDrop(text), expected));
});
