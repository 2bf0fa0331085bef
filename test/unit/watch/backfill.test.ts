import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createFetcher } from '../../../src/fetch/fetcher.ts';
import { askRescore } from '../../../src/jobs/rescore.ts';
import { queueStatus } from '../../../src/jobs/status.ts';
import { listRuns } from '../../../src/store/runs.ts';
import { submissions } from '../../../src/store/schema.ts';
import { politely } from '../../../src/watch/ask.ts';
import { backfill } from '../../../src/watch/backfill.ts';
import { folderSource, indexSource, listSource } from '../../../src/watch/backfill-sources.ts';
import { indexReader } from '../../../src/watch/index-reader.ts';
import { openTestService, type TestService } from '../../support/service.ts';

const FILES: Record<string, string> = {
  'alpha-1.0.tar.gz': 'alpha one',
  'alpha-2.0.tar.gz': 'alpha two',
  'beta-1.0-py3-none-any.whl': 'beta',
};
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('backfill', () => {
  let service: TestService;
  let folder: string;
  let server: Server;
  let root: string;
  const fetcher = createFetcher({ allow: ['127.0.0.1'], limits: { maxBytes: 1000 } });
  const ask = politely((url, init) => fetcher(url, init), 'test');

  before(async () => {
    service = await openTestService({ worker: false });
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-backfill-'));
    server = createServer((request, response) => {
      const { url = '' } = request;
      const project = /^\/simple\/([a-z]+)\/$/.exec(url)?.[1];
      const text = FILES[path.basename(url)];
      if (url === '/simple/') response.setHeader('content-type', 'text/html');
      if (url === '/simple/')
        return response.end('<a href="/simple/Beta/">Beta</a> <a href="alpha/">alpha</a>');
      if (text !== undefined) return response.end(text);
      if (project === undefined) return response.writeHead(404).end();
      const files = Object.entries(FILES)
        .filter(([filename]) => filename.startsWith(project))
        .map(([filename, bytes]) => {
          return { filename, url: `/files/${filename}`, hashes: { sha256: hashOf(bytes) } };
        });
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      return response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name: project, files }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`;
  });
  after(async () => {
    await fetcher.close();
    server.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  const arrived = async (): Promise<string[]> => {
    const rows = await service.database.db.select().from(submissions).orderBy(submissions.receivedAt);
    return rows.map(({ filename, source, project }) => `${source} ${filename} ${project ?? ''}`.trim());
  };

  it('takes a folder in order, stops when told, and goes on from there', async () => {
    await mkdir(path.join(folder, 'deep'));
    const names = Array.from({ length: 9 }, (_, index) => `deep/p${index}-1.0.tar.gz`);
    for (const name of names) await writeFile(path.join(folder, name), name);
    await writeFile(path.join(folder, 'notes.txt'), 'none');
    const source = folderSource(service, folder);
    const stop = new AbortController();
    const first = await backfill(service, source, { signal: stop.signal, progress: () => stop.abort() });
    assert.deepEqual(first, { done: 4, submitted: 4, failed: 0 });
    const second = await backfill(service, source);
    assert.deepEqual(second, { done: 9, submitted: 5, failed: 0 });
    assert.deepEqual((await arrived()).sort(), names.map((name) => `backfill ${path.basename(name)}`).sort());
    const [run] = await listRuns(service.database.db, 1);
    assert.deepEqual([run?.kind, run?.done, run?.cursor], ['backfill', 9, { after: names[8] }]);
    assert.notEqual(run?.finishedAt, null);
  });

  it('takes a list of paths, names and releases, and says what it could not have', async () => {
    const list = path.join(folder, 'list.txt');
    await writeFile(list, 'deep/p0-1.0.tar.gz\nalpha==2.0\nmissing\n./gone-1.0.tar.gz\n');
    const failures: string[] = [];
    const source = listSource(service, list, indexReader(ask, root));
    const outcome = await backfill(service, source, { failed: (label) => failures.push(label) });
    assert.deepEqual(outcome, { done: 4, submitted: 2, failed: 2 });
    assert.deepEqual(failures.sort(), ['./gone-1.0.tar.gz', 'missing']);
    assert.ok((await arrived()).includes('backfill alpha-2.0.tar.gz alpha'));
  });

  it('takes all of an index, but not what is there already', async () => {
    const outcome = await backfill(service, indexSource(service, ask, indexReader(ask, root), root));
    assert.deepEqual(outcome, { done: 2, submitted: 2, failed: 0 });
    const all = await arrived();
    assert.ok(all.includes('backfill alpha-1.0.tar.gz alpha'));
    assert.ok(all.includes('backfill beta-1.0-py3-none-any.whl beta'));
    assert.equal(all.filter((line) => line.includes('alpha-2.0')).length, 1);
  });

  it('lets everything that waits be counted, by urgency', async () => {
    const { waiting, active, dead } = await queueStatus(service.database.db);
    assert.deepEqual(
      waiting.map(({ urgency, scans }) => [urgency, scans]),
      [['backfill', 12]],
    );
    assert.deepEqual([active, dead], [0, 0]);
  });

  it('asks anew only for what the version set has not judged', async () => {
    const totals: (number | null)[] = [];
    assert.equal(await askRescore(service, { progress: (_, total) => totals.push(total) }), 12);
    assert.deepEqual(totals, [12]);
    const { waiting } = await queueStatus(service.database.db);
    assert.equal(waiting[0]?.scans, 12, 'what waits already is not asked for twice');
  });
});
