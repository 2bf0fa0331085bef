import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { InfrastructureError } from '../../../src/contracts/errors.ts';
import { targetLines, targetsFromFile } from '../../../src/intake/target-list.ts';
import { resolveTargets, type Target } from '../../../src/intake/targets.ts';
import { jsonPage, reply, startIndexServer } from './index-server.ts';

async function folder(context: TestContext): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'lazaret-targets-'));
  context.after(() => rm(made, { recursive: true }));
  return made;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function outcome(target: Target): Promise<string> {
  try {
    return Buffer.from(await target.load()).toString();
  } catch (error) {
    assert.ok(error instanceof InfrastructureError, String(error));
    return `! ${error.code}`;
  }
}

async function outcomes(targets: AsyncIterable<Target>): Promise<[string, string, string, string][]> {
  const rows: [string, string, string, string][] = [];
  for (const target of await all(targets)) {
    rows.push([target.target, target.filename, target.kind, await outcome(target)]);
  }
  return rows;
}

test('paths: files, directories, devices, and what does not exist', async (context) => {
  const root = await folder(context);
  const file = path.join(root, 'a-1.0.tar.gz');
  const tree = path.join(root, 'tree');
  await writeFile(file, 'bytes');
  await mkdir(tree);
  assert.deepEqual(
    await outcomes(resolveTargets([file, `${tree}/`, '/dev/zero', `${root}/none.whl`, 'word'])),
    [
      [file, 'a-1.0.tar.gz', 'file', 'bytes'],
      [`${tree}/`, 'tree', 'directory', '! not-a-distribution'],
      ['/dev/zero', 'zero', 'file', '! not-a-distribution'],
      [`${root}/none.whl`, 'none.whl', 'file', '! target-invalid'],
      ['word', 'word', 'file', '! target-invalid'],
    ],
  );
});

test('name==version: every file of the release, or one kind', async (context) => {
  const server = await startIndexServer(context, {
    '/simple/a-b/': jsonPage([
      { filename: 'a_b-1.0.tar.gz', url: '/sdist', hashes: {} },
      { filename: 'a_b-1.0-py3-none-any.whl', url: '/wheel', hashes: {} },
      { filename: 'a_b-0.9.tar.gz', url: '/old', hashes: {} },
    ]),
    '/sdist': reply('application/octet-stream', 's'),
    '/wheel': reply('application/octet-stream', 'w'),
  });
  const options = { indexUrl: server.url };
  const sdist = ['A.b==1.0', 'a_b-1.0.tar.gz', 'index', 's'];
  const wheel = ['A.b==1.0', 'a_b-1.0-py3-none-any.whl', 'index', 'w'];
  assert.deepEqual(await outcomes(resolveTargets(['A.b==1.0'], options)), [sdist, wheel]);
  assert.deepEqual(await outcomes(resolveTargets(['A.b==1.0'], { ...options, files: 'wheel' })), [wheel]);
  assert.deepEqual(await outcomes(resolveTargets(['A.b==1.0'], { ...options, files: 'sdist' })), [sdist]);
  assert.deepEqual(await outcomes(resolveTargets(['a-b==0.9'], { ...options, files: 'wheel' })), [
    ['a-b==0.9', 'a_b-0.9.tar.gz', 'index', '! not-found'],
  ]);
});

test('a target that fails stops no later one, and nothing is asked before its turn', async (context) => {
  const server = await startIndexServer(context, {
    '/simple/b/': jsonPage([{ filename: 'b-1.zip', url: '/b', hashes: {} }]),
    '/b': reply('application/octet-stream', 'bytes'),
  });
  const targets = resolveTargets(['a==1', 'b==1'], { indexUrl: server.url })[Symbol.asyncIterator]();
  const first: Target = (await targets.next()).value;
  assert.deepEqual([first.kind, await outcome(first)], ['index', '! not-found']);
  assert.deepEqual(
    server.requests.map((request) => request.path),
    ['/simple/a/'],
  );
  const second: Target = (await targets.next()).value;
  assert.equal(await outcome(second), 'bytes');
});

test('a list adds targets after the arguments', async (context) => {
  const root = await folder(context);
  await writeFile(path.join(root, 'one'), '1');
  await writeFile(path.join(root, '#two'), '2');
  const list = path.join(root, 'list');
  await writeFile(list, `${root}/#two\r\n\n   \n${root}/one`);
  const rows = await outcomes(resolveTargets([`${root}/one`], { targetsFrom: targetsFromFile(list) }));
  assert.deepEqual(
    rows.map(([, filename, , bytes]) => [filename, bytes]),
    [
      ['one', '1'],
      ['#two', '2'],
      ['one', '1'],
    ],
  );
});

test('lines are put together across chunks and split characters', async () => {
  const bytes = Buffer.from('añb\nsecond');
  const input = (async function* () {
    for (const byte of bytes) yield Uint8Array.of(byte);
  })();
  assert.deepEqual(await all(targetLines(input)), ['añb', 'second']);
});

test('a missing list and an endless line are errors', async (context) => {
  const root = await folder(context);
  await assert.rejects(all(targetsFromFile(path.join(root, 'none'))), { code: 'file-unreadable' });
  const endless = (async function* () {
    for (;;) yield 'x'.repeat(1000);
  })();
  await assert.rejects(all(targetLines(endless)), { code: 'target-invalid' });
});
