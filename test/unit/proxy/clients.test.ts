import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { recordIndexStatus } from '../../../src/store/index-statuses.ts';
import {
  openProxyBench,
  type ProxyBench,
  type RunningProxy,
  startProxy,
  wheel,
} from '../../support/proxy.ts';
import { runTool, startPypiserver, type ToolServer, unlessMissing } from '../../support/python-tools.ts';
import { type IndexedFile, sha256Of } from '../../support/simple-index-server.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const BAD = packExample(path.join(EXAMPLES, 'env-sender-1.0'));
const GOOD = wheel({ name: 'good-one', version: '1.0', code: 'VALUE = "new"\n' });
const OLDER = wheel({ name: 'good-one', version: '0.9', code: 'VALUE = "old"\n' });
const NEEDS = wheel({ name: 'needs-one', version: '1.0', headers: ['Requires-Dist: good-one>=0.9'] });
const REFUSED = `Forbidden: ${BAD.filename} is refused: the verdict is malicious.`;

/** Installs are of the distributions above only, into folders, and nothing of them is run. */
describe('installers through the proxy', unlessMissing('pip', 'uv', 'poetry', 'pypi-server'), () => {
  let bench: ProxyBench;
  let [packages, work] = ['', ''];
  let pypiserver: ToolServer;
  let htmlProxy: RunningProxy;
  before(async () => {
    packages = await mkdtemp(path.join(tmpdir(), 'lazaret-index-'));
    work = await mkdtemp(path.join(tmpdir(), 'lazaret-work-'));
    for (const { filename, bytes } of [GOOD, OLDER, NEEDS, BAD])
      await writeFile(path.join(packages, filename), bytes);
    pypiserver = await startPypiserver(packages);
    bench = await openProxyBench([GOOD, OLDER]);
    htmlProxy = await startProxy(bench.service, { upstream: `${pypiserver.url}simple/`, budgetMs: 60_000 });
  });
  after(async () => {
    await htmlProxy?.close();
    await bench?.close();
    await pypiserver?.close();
    for (const used of [packages, work]) await rm(used, { recursive: true });
  });
  beforeEach(async () => {
    await quarantine(null, 'active');
    await quarantine('1.0', 'active');
    bench.reset();
    bench.index.projects.set('needs-one', { files: [NEEDS] });
    bench.index.projects.set('env-sender', { files: [BAD] });
  });

  async function install(tool: 'pip' | 'uv', what: string[], simple = bench.proxy.simple) {
    const target = await mkdtemp(path.join(work, 'target-'));
    const args = ['install', '--no-cache', '--index-url', simple, '--target', target, ...what];
    const own =
      tool === 'pip' ? args.map((arg) => (arg === '--no-cache' ? '--no-cache-dir' : arg)) : ['pip', ...args];
    const { code, output } = await runTool(tool, own, { timeout: 120_000 });
    const value = await readFile(path.join(target, 'good_one.py'), 'utf8').catch(() => null);
    // uv leaves its lock behind.
    const names = (await readdir(target)).filter((name) => name !== '.lock');
    return { code, output: output.replace(/\s+/g, ' '), names, value };
  }

  const decide = (file: IndexedFile, disposition: 'held' | 'released') =>
    recordDisposition(bench.service.database.db, sha256Of(file.bytes), disposition, 'user:1', 'test');
  const quarantine = (version: string | null, status: 'quarantined' | 'active') =>
    recordIndexStatus(bench.service.database.db, {
      project: 'good-one',
      version,
      status,
      reason: 'stolen account',
      actor: 'user:1',
    });

  for (const tool of ['pip', 'uv'] as const) {
    it(`${tool} installs what has been released, with what it needs`, async () => {
      const { code, output, names, value } = await install(tool, ['needs-one']);
      assert.equal(code, 0, output);
      assert.equal(value, 'VALUE = "new"\n');
      assert.ok(names.includes('needs_one.py'), names.join());
    });

    it(`${tool} installs from an index that speaks HTML only (pypiserver)`, async () => {
      const { code, output, value } = await install(tool, ['needs-one'], htmlProxy.simple);
      assert.equal(code, 0, output);
      assert.equal(value, 'VALUE = "new"\n');
    });

    it(`${tool} is told why something is refused, and then does not find it`, async () => {
      const url = `${bench.proxy.url}files/env-sender/${BAD.filename}`;
      const byAddress = await install(tool, [`env-sender @ ${url}#sha256=${sha256Of(BAD.bytes)}`]);
      assert.notEqual(byAddress.code, 0);
      assert.ok(byAddress.output.includes(REFUSED), byAddress.output);
      const byName = await install(tool, ['env-sender']);
      assert.notEqual(byName.code, 0);
      assert.match(
        byName.output,
        /No matching distribution found for env-sender|there are no versions of env-sender/,
      );
      assert.deepEqual([byAddress.names, byName.names], [[], []]);
    });

    it(`${tool} installs versions with an epoch and a local part`, async () => {
      bench.index.projects.set('odd-one', { files: [wheel({ name: 'odd-one', version: '1!2.0+local.1' })] });
      const { code, output, names } = await install(tool, ['odd-one']);
      assert.equal(code, 0, output);
      assert.ok(names.includes('odd_one.py'), names.join());
    });

    it(`${tool} cannot install a quarantined project, and takes an older release for a quarantined one`, async () => {
      await quarantine(null, 'quarantined');
      const none = await install(tool, ['good-one']);
      assert.notEqual(none.code, 0);
      assert.deepEqual(none.names, []);
      await quarantine(null, 'active');
      await quarantine('1.0', 'quarantined');
      const older = await install(tool, ['good-one']);
      assert.equal(older.code, 0, older.output);
      assert.equal(older.value, 'VALUE = "old"\n');
      const pinned = await install(tool, ['good-one==1.0']);
      assert.notEqual(pinned.code, 0);
    });
  }

  it('pip asks for metadata first, and takes the file only when it has chosen it', async () => {
    const { code, output } = await install('pip', ['needs-one']);
    assert.equal(code, 0, output);
    assert.match(
      output,
      /Downloading needs_one-1.0-py3-none-any.whl.metadata .*Downloading needs_one-1.0-py3-none-any.whl /,
    );
    assert.equal(bench.asked('.metadata'), 0, 'the index behind is never asked for metadata');
  });

  it('a lock file of uv does not bring back what is held', async () => {
    const folder = path.join(work, 'locked');
    await mkdir(folder);
    const project =
      '[project]\nname = "locked"\nversion = "0"\nrequires-python = ">=3.8"\ndependencies = ["good-one"]\n';
    await writeFile(path.join(folder, 'pyproject.toml'), project);
    const uv = (...args: string[]) =>
      runTool('uv', [...args, '--no-cache', '--index-url', bench.proxy.simple], {
        cwd: folder,
        timeout: 120_000,
      });
    const locked = await uv('lock');
    assert.equal(locked.code, 0, locked.output);
    const lock = await readFile(path.join(folder, 'uv.lock'), 'utf8');
    assert.ok(lock.includes(`${bench.proxy.url}files/good-one/${GOOD.filename}`), lock);
    await decide(GOOD, 'held');
    try {
      const held = await uv('sync', '--frozen', '--no-install-project');
      assert.notEqual(held.code, 0);
      assert.ok(held.output.includes(`Forbidden: ${GOOD.filename} is held: test.`), held.output);
    } finally {
      await decide(GOOD, 'released');
    }
    const released = await uv('sync', '--frozen', '--no-install-project');
    assert.equal(released.code, 0, released.output);
  });

  it('a list of addresses and hashes for pip does not bring back what is held', async () => {
    const line = `good-one @ ${bench.proxy.url}files/good-one/${GOOD.filename} --hash=sha256:${sha256Of(GOOD.bytes)}\n`;
    const list = path.join(work, 'requirements.txt');
    await writeFile(list, line);
    await decide(GOOD, 'held');
    const held = await install('pip', ['--require-hashes', '-r', list]);
    await decide(GOOD, 'released');
    assert.notEqual(held.code, 0);
    assert.ok(held.output.includes(`Forbidden: ${GOOD.filename} is held: test.`), held.output);
    const released = await install('pip', ['--require-hashes', '-r', list]);
    assert.equal(released.code, 0, released.output);
  });

  it('poetry locks and installs', async () => {
    const folder = path.join(work, 'poetry');
    await mkdir(folder);
    const source = `[[tool.poetry.source]]\nname = "proxy"\nurl = "${bench.proxy.simple}"\npriority = "primary"\n`;
    const project =
      '[project]\nname = "locked"\nversion = "0"\nrequires-python = ">=3.9"\ndependencies = ["needs-one"]\n';
    await writeFile(
      path.join(folder, 'pyproject.toml'),
      `${project}[tool.poetry]\npackage-mode = false\n${source}`,
    );
    const env = { POETRY_VIRTUALENVS_IN_PROJECT: 'true', POETRY_CACHE_DIR: path.join(work, 'poetry-cache') };
    for (const command of [['lock'], ['install']]) {
      const { code, output } = await runTool('poetry', [...command, '--no-interaction'], {
        cwd: folder,
        env,
        timeout: 180_000,
      });
      assert.equal(code, 0, output);
    }
    const lock = await readFile(path.join(folder, 'poetry.lock'), 'utf8');
    assert.ok(lock.includes(`hash = "sha256:${sha256Of(GOOD.bytes)}"`), lock);
  });
});
