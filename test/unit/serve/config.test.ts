import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isLoopback } from '../../../src/serve/bind.ts';
import { readConfig } from '../../../src/serve/config.ts';
import { leaves } from '../../../src/serve/settings.ts';

describe('configuration', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-config-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(text: string): Promise<string> {
    const place = path.join(folder, 'lazaret.toml');
    await writeFile(place, text);
    return place;
  }

  it('is that of one machine without any', async () => {
    const config = await readConfig({});
    assert.deepEqual(config.listen, { host: '127.0.0.1', port: 8321, 'trusted-proxies': [] });
    assert.equal(config.database, `pglite:${path.join('lazaret-data', 'database')}`);
    assert.equal(config.vault, path.join('lazaret-data', 'vault'));
    assert.equal(config.scan.processes, 1);
  });

  it('takes flags over environment over file', async () => {
    const config = await readConfig({
      file: await file('[listen]\nport = 1\nhost = "127.0.0.2"\n[scan]\nprocesses = 3\n'),
      env: {
        LAZARET_LISTEN_PORT: '2',
        LAZARET_SCAN_PROCESSES: '4',
        LAZARET_LISTEN_TRUSTED_PROXIES: '192.0.2.1, 192.0.2.2',
      },
      flags: { 'listen.port': 5, 'listen.host': undefined },
    });
    assert.deepEqual(config.listen, {
      host: '127.0.0.2',
      port: 5,
      'trusted-proxies': ['192.0.2.1', '192.0.2.2'],
    });
    assert.equal(config.scan.processes, 4);
  });

  it('reads the paths of a file relative to it, and those of flags relative to here', async () => {
    const place = await file(
      'data = "d"\npolicy = "p.toml"\ndatabase = "pglite:db"\n[watch]\nfolder = "in"\n',
    );
    const config = await readConfig({ file: place, flags: { vault: 'v' } });
    assert.equal(config.data, path.join(folder, 'd'));
    assert.equal(config.policy, path.join(folder, 'p.toml'));
    assert.equal(config.database, `pglite:${path.join(folder, 'db')}`);
    assert.equal(config.vault, 'v');
    assert.equal(config.watch.folder, path.join(folder, 'in'));
  });

  const WRONG: [string, string, RegExp][] = [
    ['an unknown key', 'lisen = 1', /lisen/],
    ['an unknown key inside', '[listen]\nprot = 1', /prot/],
    ['a port that is none', '[listen]\nport = 70000', /listen\.port/],
    ['text for a number', '[scan]\nprocesses = "two"', /scan\.processes/],
    ['an address that is no http', 'public-url = "ftp://index.example/"', /public-url/],
    ['no TOML', 'data = ', /lazaret\.toml/],
  ];
  for (const [name, text, message] of WRONG) {
    it(`refuses ${name} and says where`, async () => {
      await assert.rejects(readConfig({ file: await file(text) }), { code: 'config-invalid', message });
    });
  }

  it('refuses what the environment says when it cannot be read', async () => {
    await assert.rejects(readConfig({ env: { LAZARET_LISTEN_PORT: 'http' } }), /listen\.port/);
    await assert.rejects(readConfig({ env: { LAZARET_METRICS_PUBLIC: 'yes' } }), /LAZARET_METRICS_PUBLIC/);
    await assert.rejects(
      readConfig({ file: path.join(folder, 'absent.toml') }),
      /absent\.toml cannot be read/,
    );
  });

  it('is documented, every setting with its variable', async () => {
    const text = await readFile(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
    const missing = leaves().filter(
      ({ path: place, variable }) =>
        !text.includes(`\`${place.join('.')}\``) || !text.includes(`\`${variable}\``),
    );
    assert.deepEqual(missing, []);
  });
});

describe('loopback', () => {
  const CASES: [string, boolean][] = [
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.0.2.1', false],
    ['index.example', false],
    ['', false],
  ];
  for (const [host, expected] of CASES) {
    it(`${host || 'nothing'}: ${expected}`, () => assert.equal(isLoopback(host), expected));
  }
});
