import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPublicAddress } from '../../../src/fetch/address.ts';
import { allowlist } from '../../../src/fetch/allowlist.ts';
import { admitted, guardedLookup } from '../../../src/fetch/guard.ts';

describe('an address is public', () => {
  const INSIDE = [
    '0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254',
    '168.63.129.16', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1',
    '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1',
    '255.255.255.255', '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::',
    '3fff::1', '4000::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1',
    'localhost', '', '127.1.', 'index.example',
  ]; // biome-ignore format: a table
  for (const address of INSIDE)
    it(`not: ${address || 'nothing'}`, () => assert.equal(isPublicAddress(address), false));

  const OUTSIDE = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '192.167.0.1', '::ffff:8.8.8.8', '2606:4700::1111'];
  for (const address of OUTSIDE) it(address, () => assert.equal(isPublicAddress(address), true));
});

describe('an address as it is written', () => {
  const allowed = allowlist([
    'mirror.example',
    'index.example:8080',
    '[::1]:3141',
    'http://127.0.0.1:3142/simple/',
  ]);

  const REFUSED: [string, RegExp][] = [
    ['file:///etc/passwd', /file: is not http/],
    ['ftp://files.example/a', /ftp: is not http/],
    ['gopher://files.example/a', /not http/],
    ['data:text/plain,a', /not http/],
    ['javascript:1', /not http/],
    ['//files.example/a', /no address/],
    ['', /no address/],
    ['http://', /no address/],
    ['http://files.example:8080/a', /port 8080/],
    ['http://files.example:22/a', /port 22/],
    ['http://index.example:8081/a', /port 8081/],
    ['http://127.0.0.1/', /127\.0\.0\.1 is not a public/],
    ['http://2130706433/', /127\.0\.0\.1 is not a public/],
    ['http://0177.0.0.1/', /127\.0\.0\.1 is not a public/],
    ['http://0x7f.1/', /127\.0\.0\.1 is not a public/],
    ['http://127.1/', /127\.0\.0\.1 is not a public/],
    ['http://\uFF11\uFF12\uFF17.0.0.1/', /127\.0\.0\.1 is not a public/],
    ['http://169.254.169.254/latest/meta-data/', /not a public/],
    ['http://[::1]/', /::1 is not a public/],
    ['http://[::ffff:10.0.0.1]/', /not a public/],
    ['http://[::ffff:a9fe:a9fe]/', /not a public/],
    ['http://[fd00:ec2::254]/', /not a public/],
    ['http://0/', /0\.0\.0\.0 is not a public/],
    ['http://134744072/', /number in disguise/],
    ['http://010.8.8.8/', /number in disguise/],
    ['http://user@127.0.0.1/', /not a public/],
    ['http://8.8.8.8@127.0.0.1/', /not a public/],
  ];
  for (const [address, message] of REFUSED) {
    it(`refused: ${address || 'nothing'}`, () => {
      assert.throws(() => admitted(address, allowed), { code: 'address-refused', message });
    });
  }

  const ADMITTED = [
    'https://files.example/a', 'http://files.example/a', 'http://files.example:443/a', 'https://8.8.8.8/a',
    'http://mirror.example:9000/a', 'http://MIRROR.example./a', 'http://index.example:8080/a',
    'http://[::1]:3141/a', 'http://127.0.0.1:3142/a',
  ]; // biome-ignore format: a table
  for (const address of ADMITTED) {
    it(`admitted: ${address}`, () => assert.equal(admitted(address, allowed).href, new URL(address).href));
  }

  const base = new URL('https://files.example/a/b');
  it('is judged again when redirected to', () => {
    assert.equal(admitted('../c', allowed, base).href, 'https://files.example/c');
    assert.throws(() => admitted('http://files.example/c', allowed, base), /from https to http/);
    assert.throws(() => admitted('//10.0.0.1/c', allowed, base), /not a public address/);
    assert.throws(
      () => admitted('https://0x0a000001/', allowed, base),
      /10\.0\.0\.1 is not a public address/,
    );
  });
});

describe('a name', () => {
  function look(answers: string[][], all: boolean) {
    const calls: string[] = [];
    const lookup = guardedLookup(async (host) => {
      calls.push(host);
      return (answers[calls.length - 1] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
    });
    const found = new Promise<unknown>((resolve, reject) => {
      lookup('files.example', { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });
    return { calls, found };
  }

  it('is resolved once for a connection, which gets exactly what was judged', async () => {
    const { calls, found } = look([['1.1.1.1', '2606:4700::1111'], ['127.0.0.1']], true);
    assert.deepEqual(await found, [
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    assert.deepEqual(calls, ['files.example']);
    assert.equal(await look([['1.1.1.1']], false).found, '1.1.1.1');
  });

  const INSIDE = [
    ['127.0.0.1'],
    ['1.1.1.1', '10.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['fe80::1'],
    ['169.254.169.254'],
  ];
  for (const answer of INSIDE) {
    it(`that leads to ${answer.join(' and ')} is refused`, async () => {
      await assert.rejects(look([answer], true).found, { code: 'address-refused', message: /not public/ });
    });
  }

  it('without any address is an error', async () => {
    await assert.rejects(look([[]], true).found, { code: 'network' });
  });
});
