import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { runTool, startPypiserver, unlessMissing } from '../../support/python-tools.ts';

const HELLO = fileURLToPath(new URL('../../../examples/hello-1.0', import.meta.url));

const temporary = () => mkdtemp(path.join(tmpdir(), 'lazaret-tools-'));

describe('python tools', unlessMissing('twine', 'pypi-server'), () => {
  it('upload from one to the other: the examples are distributions to them', async () => {
    const [folder, source] = await Promise.all([temporary(), temporary()]);
    const server = await startPypiserver(folder);
    try {
      const { filename, bytes } = packExample(HELLO);
      await writeFile(path.join(source, filename), bytes);
      const args = ['upload', '--repository-url', server.url, '-u', 'a', '-p', 'b', filename];
      const { code, output } = await runTool('twine', args, { cwd: source });
      assert.equal(code, 0, output);
      assert.deepEqual(await readdir(folder), [filename]);
    } finally {
      await server.close();
      await Promise.all([folder, source].map((used) => rm(used, { recursive: true })));
    }
  });
});
