import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lockFolder } from '../../../src/store/lock.ts';
import { ownIdentity, type ProcessIdentity } from '../../../src/store/process-identity.ts';

const HOLDER = fileURLToPath(new URL('../../support/lock-holder.ts', import.meta.url));

describe('the lock of a folder', () => {
  let root: string;
  const children: ChildProcess[] = [];
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'lazaret-lock-'));
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(root, { recursive: true });
  });

  const place = (): Promise<string> => mkdtemp(path.join(root, 'of-'));

  /** Starts a process that wants the lock; resolves with what it says. */
  async function contend(folder: string): Promise<{ child: ChildProcess; said: string }> {
    const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = await once(child.stdout!, 'data');
    return { child, said: String(said).trim() };
  }

  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function claimed(folder: string, part: Partial<ProcessIdentity> & { socket?: string | null }) {
    const claim = { id: 'before', socket: null, ...(await ownIdentity()), ...part };
    await writeFile(path.join(folder, 'lock'), JSON.stringify(claim));
  }

  it('is held once, and again after its release, which leaves nothing', async () => {
    const folder = await place();
    const lock = await lockFolder(folder);
    await assert.rejects(lockFolder(folder), {
      code: 'database-held',
      message: new RegExp(`process ${process.pid}`),
    });
    await lock.release();
    assert.deepEqual(await readdir(folder), []);
    await (await lockFolder(folder)).release();
  });

  it('is not taken from a process that lives, and is from one that was killed', async () => {
    const folder = await place();
    const { child, said } = await contend(folder);
    assert.equal(said, 'held');
    await assert.rejects(lockFolder(folder), {
      code: 'database-held',
      message: new RegExp(`process ${child.pid}`),
    });
    await kill(child);
    const lock = await lockFolder(folder);
    assert.equal(JSON.parse(await readFile(path.join(folder, 'lock'), 'utf8')).pid, process.pid);
    await lock.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('goes to one of several that want it from a killed process at once', async () => {
    const folder = await place();
    for (let round = 0; round < 3; round += 1) {
      const found = await Promise.all([1, 2, 3, 4].map(() => contend(folder)));
      assert.deepEqual(found.map(({ said }) => said).sort(), [
        'database-held',
        'database-held',
        'database-held',
        'held',
      ]);
      await kill(found.find(({ said }) => said === 'held')!.child);
    }
  });

  it('goes to one of many tries at once within a process', async () => {
    for (let round = 0; round < 6; round += 1) {
      const folder = await place();
      await claimed(folder, { started: '1' });
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)));
      const won = tries.filter(({ status }) => status === 'fulfilled');
      assert.equal(won.length, 1);
    }
  });

  it('is found to be stale when the process id belongs to another process by now', async () => {
    const folder = await place();
    await claimed(folder, { started: '1' });
    await (await lockFolder(folder)).release();
  });

  it('is found to be stale after a restart of the machine, but not when it is of another machine', async () => {
    const folder = await place();
    await claimed(folder, { boot: 'another' });
    await (await lockFolder(folder)).release();
    await claimed(folder, { boot: 'another', host: `not-${hostname()}` });
    await assert.rejects(lockFolder(folder), {
      code: 'database-held',
      message: /if that is gone for good, delete/,
    });
  });

  it('asks the socket of a process in another container', async () => {
    const folder = await place();
    const elsewhere = { namespace: 'pid:[1]', pid: 1 };
    await claimed(folder, elsewhere);
    await assert.rejects(lockFolder(folder), { code: 'database-held' });
    const server = createServer().listen(path.join(folder, 'lock.socket-before'));
    await once(server, 'listening');
    await claimed(folder, { ...elsewhere, socket: 'lock.socket-before' });
    await assert.rejects(lockFolder(folder), { code: 'database-held' });
    server.close();
    await once(server, 'close');
    await (await lockFolder(folder)).release();
  });

  it('is not taken when nobody knows whose it is', async () => {
    const folder = await place();
    for (const text of ['', '{}', 'null', '{"id":"../../x","socket":null,"pid":1}', 'x'.repeat(10_000)]) {
      await writeFile(path.join(folder, 'lock'), text);
      await assert.rejects(lockFolder(folder), { code: 'database-held', message: /is damaged; delete it/ });
    }
  });

  it('clears away what those who were killed left', async () => {
    const folder = await place();
    await claimed(folder, { started: '1' });
    const { pid: _, ...rest } = await ownIdentity();
    const ended = JSON.stringify({ id: 'x', socket: null, pid: 999_999_999, ...rest });
    for (const name of ['lock.claim-x', 'lock.after-x', 'lock.socket-x'])
      await writeFile(path.join(folder, name), ended);
    const lock = await lockFolder(folder);
    assert.deepEqual(
      (await readdir(folder)).map((name) => name.replace(/-.+/, '')),
      ['lock', 'lock.socket'],
    );
    await lock.release();
  });
});
