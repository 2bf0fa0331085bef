import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lazaret } from './lazaret.ts';

const PASSWORD = 'correct horse battery';

describe('lazaret token, user and serve', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lazaret-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (args: string[], options: Parameters<typeof lazaret>[1] = {}) =>
    lazaret([...args, '--data', folder], options);

  it('refuse to listen beyond this machine before anybody can sign in', async () => {
    const { code, stderr } = await run(['serve', '--host', '0.0.0.0', '--port', '0', '--processes', '0']);
    assert.equal(code, 64);
    assert.match(stderr, /0\.0\.0\.0 is not a loopback address and no administrator exists yet/);
    assert.match(stderr, /lazaret user add NAME --role administrator --password-stdin/);
  });

  it('add an administrator, a token, and list both', async () => {
    const added = await run(['user', 'add', 'root', '--role', 'administrator', '--password-stdin'], {
      stdin: `${PASSWORD}\n`,
    });
    assert.deepEqual([added.code, added.stdout, added.stderr], [0, '', '']);
    const made = await run(['token', 'create', 'for tests', '--role', 'ingest', '--days', '3']);
    assert.match(made.stdout, /^lzr_[\w-]{43}\n$/);
    const listed = await run(['token', 'list']);
    assert.match(listed.stdout, /^1\tlzr_[\w-]{4}…\tingest\tuntil \d{4}-\d\d-\d\d\tfor tests\n$/);
    assert.equal(listed.stdout.includes(made.stdout.trim()), false);
    assert.equal((await run(['user', 'list'])).stdout, 'root\tadministrator\tactive\n');
  });

  const MISTAKES: [string[], string, RegExp][] = [
    [['user', 'add', 'bob', '--role', 'king'], '', /Allowed choices are/],
    [['user', 'disable', 'root'], '', /Nobody would be left to administrate/],
    [['user', 'password', 'root', '--password-stdin'], 'short\n', /12 to 256 characters/],
    [['token', 'revoke', '99'], '', /no valid token has the id 99/],
  ];
  for (const [args, stdin, message] of MISTAKES) {
    it(`say what is wrong with: ${args.join(' ')}`, async () => {
      const { code, stderr } = await run(args, { stdin });
      assert.match(stderr, message);
      assert.equal(code, 64);
    });
  }

  it('serve on every address now, and end on SIGTERM after closing everything', async () => {
    const served = await run(['serve', '--host', '0.0.0.0', '--port', '0', '--processes', '0'], {
      onOutput: (stdout, child) => {
        if (stdout.includes('listens on')) child.kill('SIGTERM');
      },
    });
    assert.equal(served.code, 0, served.stderr);
    assert.match(served.stdout, /^lazaret listens on http:\/\/0\.0\.0\.0:\d+\/\n$/);
    assert.equal((await run(['token', 'revoke', '1'])).code, 0);
  });
});
