import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '../../../src/store/open.ts';
import { forwards } from '../../../src/store/schema-gate.ts';
import {
  basic,
  formOf,
  partsOf,
  post,
  type RecordingIndex,
  recordingIndex,
  until,
  wheel,
} from '../../support/gate.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

describe('lazaret serve with a gate', () => {
  let data: string;
  let index: RecordingIndex;
  let child: ChildProcess | null = null;

  before(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'lazaret-crash-'));
    index = await recordingIndex();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await index?.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Starts the service and waits until it says where it listens. */
  async function serve(): Promise<string> {
    const env = { ...process.env, LAZARET_GATE_UPSTREAM: index.url, LAZARET_GATE_PASSWORD: 'of the index' };
    const args = [MAIN, 'serve', '--data', data, '--port', '0'];
    const started = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    let text = '';
    started.stdout!.on('data', (chunk) => {
      text += String(chunk);
    });
    await until(() => /listens on \S+/.test(text) || started.exitCode !== null, 200_000);
    return `${/listens on (\S+)/.exec(text)![1]}legacy/`;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ended = once(child!, 'exit');
    child!.kill(signal);
    await ended;
    child = null;
  }

  it('is killed while the index has the file and before it has said so: nothing is lost, nothing is there twice', async () => {
    const create = [MAIN, 'token', 'create', 'test', '--role', 'uploader', '--data', data];
    const { stdout } = await promisify(execFile)(process.execPath, create);
    const file = wheel('survivor', '1.0');
    const parts = partsOf(file, 'survivor', '1.0');
    index.behave = () => {};
    const url = await serve();
    const answer = post(url, formOf(parts), basic(stdout.trim())).catch(() => null);
    await until(() => index.seen.length === 1, 200_000);
    await end('SIGKILL');
    assert.equal(await answer, null);

    index.behave = (_request, response) => void response.writeHead(409, 'File already exists').end();
    await serve();
    await until(() => index.seen.length === 2, 200_000);
    // Room for what the answer leads to; a third attempt would be one too many.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await end('SIGTERM');
    const [first, second] = index.seen.map(({ body, contentType }) =>
      body.toString('latin1').replaceAll(contentType.split('boundary=')[1]!, ''),
    );
    assert.equal(second, first);
    assert.equal(index.seen.length, 2);

    const database = await openDatabase(`pglite:${path.join(data, 'database')}`);
    const rows = await database.db.select().from(forwards);
    await database.close();
    assert.deepEqual(
      rows.map(({ state, attempts, status }) => [state, attempts, status]),
      [['forwarded', 2, 409]],
    );
  });
});
