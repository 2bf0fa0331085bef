import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type Distribution,
  example,
  type ListeningGate,
  listenGate,
  STRICT,
  uploaderToken,
  wheel,
} from '../../support/gate.ts';
import { runTool, startPypiserver, type ToolServer, unlessMissing } from '../../support/python-tools.ts';
import { openTestService, type TestService } from '../../support/service.ts';

describe('the gate, to real clients', unlessMissing('twine', 'uv', 'pypi-server'), () => {
  let service: TestService;
  let index: ToolServer;
  let gate: ListeningGate;
  let token: string;
  let [folder, work] = ['', ''];

  before(async () => {
    [folder, work] = await Promise.all([
      mkdtemp(path.join(tmpdir(), 'lazaret-index-')),
      mkdtemp(path.join(tmpdir(), 'lazaret-work-')),
    ]);
    index = await startPypiserver(folder);
    service = await openTestService({ policy: STRICT });
    gate = await listenGate(service, { upstream: index.url });
    token = await uploaderToken(service);
  });
  after(async () => {
    await gate?.close();
    await service?.close();
    await index?.close();
    await Promise.all([folder, work].map((used) => rm(used, { recursive: true })));
  });

  async function twine({ filename, bytes }: Distribution, ...more: string[]) {
    await writeFile(path.join(work, filename), bytes);
    const args = ['upload', '--repository-url', gate.url, '-u', '__token__', '-p', token, ...more, filename];
    return runTool('twine', args, { cwd: work });
  }

  async function uv({ filename, bytes }: Distribution) {
    await writeFile(path.join(work, filename), bytes);
    return runTool('uv', ['publish', '--publish-url', gate.url, '--token', token, filename], { cwd: work });
  }

  it('twine', async () => {
    const a = example('hello-1.0');
    const done = await twine(a);
    console.log(done);
    assert.deepEqual(await readFile(path.join(folder, a.filename)), Buffer.from(a.bytes));
    console.log(await twine(a), await twine(a, '--skip-existing'));
    console.log(await twine(example('decode-exec-1.0')));
    console.log(await twine(example('nested-archive-1.0')));
    console.log(await twine(wheel('plain-one', '1.0', { metadata: '2.4' })));
    console.log(await uv(wheel('plain-two', '1.0', { metadata: '2.4' })));
    console.log(await uv(wheel('plain-two', '1.0', { metadata: '2.4' })));
    console.log(await uv(example('env-sender-1.0')));
    console.log(await readdir(folder));
  });
});
