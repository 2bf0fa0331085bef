import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findIndicators } from '../../../src/analyses/indicators.ts';
import { INDICATORS_PER_TEXT } from '../../../src/limits.ts';

const found = (text: string): string[] =>
  findIndicators(text).map(({ type, value, offset }) => `${type} ${value} @${offset}`);

describe('indicators', () => {
  const CASES: [string, string[]][] = [
    ['see http://a.invalid/x?y=1, then', ['url http://a.invalid/x?y=1 @4']],
    ['(https://a.invalid/p_(q))', ['url https://a.invalid/p_(q) @1']],
    ['hxxps://a.invalid', ['url hxxps://a.invalid @0']],
    ['tcp://192.0.2.5:4444', ['url tcp://192.0.2.5:4444 @0', 'ip 192.0.2.5 @0']],
    ['192.0.2.77', ['ip 192.0.2.77 @0']],
    ['connect 192.0.2.7:99 now', ['ip 192.0.2.7 @8']],
    ['https://discord.com/api/webhooks/1/x', ['discord-webhook https://discord.com/api/webhooks/1/x @0']],
    [
      'https://ptb.discordapp.com/api/v9/webhooks/1/x',
      ['discord-webhook https://ptb.discordapp.com/api/v9/webhooks/1/x @0'],
    ],
    ['https://api.telegram.org/bot', ['telegram-bot https://api.telegram.org/bot @0']],
    [`123456789:${'A'.repeat(35)}`, [`telegram-bot 123456789:${'A'.repeat(35)} @0`]],
    ['https://hooks.slack.com/services/T/B/x', ['slack-webhook https://hooks.slack.com/services/T/B/x @0']],
    ['http://abcdefghijklmnop.onion/', ['onion http://abcdefghijklmnop.onion/ @0']],
    ['https://pastebin.com/raw/abc', ['paste https://pastebin.com/raw/abc @0']],
    ['https://transfer.sh/a/b.zip', ['file-host https://transfer.sh/a/b.zip @0']],
    [
      'https://cdn.discordapp.com/attachments/1/2/a.exe',
      ['file-host https://cdn.discordapp.com/attachments/1/2/a.exe @0'],
    ],
    ['https://www.dropbox.com/s/x/a?dl=1', ['file-host https://www.dropbox.com/s/x/a?dl=1 @0']],
    ['0.tcp.ngrok.io', ['tunnel 0.tcp.ngrok.io @0']],
    ['a.b.oastify.com', ['callback-host a.b.oastify.com @0']],
    ['https://api.ipify.org', ['ip-lookup https://api.ipify.org @0']],
    ['shop.example:8443/x', ['domain shop.example @0']],
    ['root@mail.example', ['email root@mail.example @0']],
    ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', ['wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa @0']],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', ['wallet bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 @0']],
    ['0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe', ['wallet 0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe @0']],
  ];
  for (const [text, expected] of CASES) test(text, () => assert.deepEqual(found(text), expected));
});

describe('look-alikes', () => {
  const NONE = [
    '127.0.0.1',
    '0.0.0.0',
    '192.168.1.1',
    '10.1.2.3',
    '1.2.3.4',
    'version 41.42.43.44',
    'Chrome/100.101.102.103',
    'pkg==41.42.43.44',
    '2.5.29.17',
    '1.3.101.112',
    '1.3.6.1.4.1',
    '300.1.2.3',
    '203.0.113.0/24',
    'http://localhost:8000/x',
    'http://127.0.0.1/',
    'os.path.join',
    'setup.py',
    'config.site.name',
    'self.download',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    '0x0000000000000000000000000000000000000000',
    'foo://bar',
    'http://',
    'a://{host}/',
  ];
  for (const text of NONE) test(text, () => assert.deepEqual(found(text), []));
  test('an avatar is no hosted file', () => {
    assert.deepEqual(found('https://cdn.discordapp.com/avatars/1'), [
      'url https://cdn.discordapp.com/avatars/1 @0',
    ]);
  });
  test('code hosting is no file host', () => {
    const url = 'https://raw.githubusercontent.com/o/r/main/f';
    assert.deepEqual(found(url), [`url ${url} @0`]);
  });
});

test('a base58 string is a Solana address only where the text speaks of Solana', () => {
  const address = '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T';
  assert.deepEqual(found(address), []);
  assert.deepEqual(found(`solana: ${address}`), [`wallet ${address} @8`]);
});

test('a value is reported once and the number of values is bounded', () => {
  assert.deepEqual(found('http://a.invalid http://a.invalid'), ['url http://a.invalid @0']);
  const many = Array.from({ length: INDICATORS_PER_TEXT + 50 }, (_, i) => `http://h${i}.invalid`).join(' ');
  const last = findIndicators(many).at(-1);
  assert.equal(last?.value, `http://h${INDICATORS_PER_TEXT - 1}.invalid`);
});
