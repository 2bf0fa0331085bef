import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asc, eq, sql } from 'drizzle-orm';
import { packExample } from '../../../scripts/pack-example.ts';
import type { ScanOutcome } from '../../../src/contracts/service.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { startWorker } from '../../../src/jobs/worker.ts';
import { listDeadScans } from '../../../src/store/scans.ts';
import { facts, scans, verdicts } from '../../../src/store/schema.ts';
import { documentOf } from '../../../src/store/verdicts.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const POISON = new URL('../../support/crash/poison-process.ts', import.meta.url);
const HANGING = new URL('../../support/misbehaving-process.ts', import.meta.url);

describe('a scan, from the queue to the verdict', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ worker: false });
  });
  after(() => service.close());

  const send = async (filename: string, bytes: Uint8Array): Promise<string> => {
    const staged = await stageBytes(service.vault, bytes);
    const rest = { source: 'api', uploader: null, url: null, project: null, version: null } as const;
    await submit(service, staged, { filename, ...rest });
    return staged.sha256;
  };
  const sendExample = (name: string): Promise<string> => {
    const { filename, bytes } = packExample(path.join(EXAMPLES, name));
    return send(filename, bytes);
  };
  const attempts = async (sha256: string): Promise<[number, ScanOutcome, string | null][]> => {
    const rows = await service.database.db
      .select()
      .from(scans)
      .where(eq(scans.sha256, sha256))
      .orderBy(asc(scans.id));
    return rows.map(({ attempt, outcome, detail }) => [attempt, outcome, detail]);
  };
  const working = async <T>(script: URL | undefined, work: () => Promise<T>): Promise<T> => {
    const options = script === undefined ? {} : { script };
    const worker = await startWorker(service, { jobs: 1, ...options });
    return work().finally(() => worker.stop(0));
  };

  it('leaves verdict, evidence, release and one completed attempt', async () => {
    const sha256 = await sendExample('hello-1.0');
    await working(undefined, async () => {
      const verdict = await service.verdicts.wait(sha256, 60_000);
      assert.equal(verdict?.verdict, 'no-findings');
    });
    assert.deepEqual(await attempts(sha256), [[1, 'completed', null]]);
    const kept = await service.database.db.select().from(facts).where(eq(facts.sha256, sha256));
    assert.equal(kept[0]?.engine, service.versions.engine);
  });

  it('gives up on what its process dies of each time, and lists it', async () => {
    const sha256 = await send('poison-1.0.tar.gz', Buffer.from('poison'));
    await working(POISON, async () => {
      const verdict = await service.verdicts.wait(sha256, 60_000);
      assert.equal(verdict?.verdict, 'incomplete');
      const document = await documentOf(service.database.db, verdict!.id);
      assert.deepEqual(
        document?.limitations.map(({ code, blocking }) => [code, blocking]),
        [['worker-crash', true]],
      );
    });
    const died = 'the scan failed: its process ended with code 9';
    assert.deepEqual(await attempts(sha256), [
      [1, 'failed', died],
      [2, 'failed', died],
      [3, 'given-up', died],
    ]);
    const [dead] = await listDeadScans(service.database.db, { limit: 1 });
    assert.deepEqual(
      [dead?.sha256, dead?.filename, dead?.attempts, dead?.detail],
      [sha256, 'poison-1.0.tar.gz', 3, died],
    );
  });

  it('counts attempts whose worker died without a word', async () => {
    const sha256 = await send('unlucky-1.0.tar.gz', Buffer.from(randomUUID()));
    const died = { sha256, ...service.versions, worker: 'gone', outcome: 'running' } as const;
    for (const attempt of [1, 2, 3]) await service.database.db.insert(scans).values({ ...died, attempt });
    await working(undefined, async () => {
      assert.equal((await service.verdicts.wait(sha256, 60_000))?.verdict, 'incomplete');
    });
    const silent = 'its worker ended before it did';
    assert.deepEqual((await attempts(sha256)).slice(0, 3), [
      [1, 'failed', silent],
      [2, 'failed', silent],
      [3, 'failed', silent],
    ]);
    assert.deepEqual((await attempts(sha256))[3]?.slice(0, 2), [4, 'given-up']);
  });

  it('judges a damaged sample incomplete', async () => {
    const sha256 = await send('damaged-1.0.tar.gz', Buffer.from(randomUUID()));
    const place = path.join(service.folder, 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await truncate(place, 60);
    await working(undefined, async () => {
      const verdict = await service.verdicts.wait(sha256, 60_000);
      const document = await documentOf(service.database.db, verdict!.id);
      assert.equal(document?.verdict, 'incomplete');
      assert.equal(document?.limitations[0]?.code, 'hash-mismatch');
    });
  });

  it('judges kept evidence under another model, without the bytes', async () => {
    const sha256 = await sendExample('decode-exec-1.0');
    const { db } = service.database;
    await working(undefined, async () => {
      const first = await service.verdicts.wait(sha256, 60_000);
      await db.update(verdicts).set({ model: 'older' }).where(eq(verdicts.id, first!.id));
      const place = path.join(service.folder, 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
      await truncate(place, 60);
      await db.transaction((tx) => service.queue.ask(tx, { sha256 }, 0));
      const second = await service.verdicts.wait(sha256, 60_000);
      assert.notEqual(second?.id, first?.id);
      const [before, now] = await Promise.all([documentOf(db, first!.id), documentOf(db, second!.id)]);
      assert.deepEqual(now, before);
    });
    assert.deepEqual((await attempts(sha256)).at(-1), [2 - 1, 'completed', null]);
  });

  it('hands back what has not ended when its worker is stopped, and that does not count', async () => {
    const sha256 = await send('hang', Buffer.from(randomUUID()));
    const worker = await startWorker({ ...service }, { jobs: 1, script: HANGING });
    while (worker.inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    while ((await attempts(sha256)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    await worker.stop(200);
    assert.ok(performance.now() - started < 5000);
    assert.equal((await attempts(sha256))[0]?.[1], 'returned');
    const { rows } = await service.database.db.execute(
      sql`select state from pgboss.job where singleton_key = ${sha256}`,
    );
    assert.deepEqual(rows, [{ state: 'retry' }]);
    await working(undefined, () => service.verdicts.wait(sha256, 60_000));
    assert.deepEqual(
      (await attempts(sha256)).map(([attempt, outcome]) => [attempt, outcome]),
      [
        [1, 'returned'],
        [1, 'completed'],
      ],
    );
  });
});

describe('waiting for a verdict', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ worker: false });
  });
  after(() => service.close());
  const unknown = 'ab'.repeat(32);

  it('ends after its time', async () => {
    const started = performance.now();
    assert.equal(await service.verdicts.wait(unknown, 200), null);
    assert.ok(performance.now() - started >= 195);
    assert.equal(service.verdicts.waiting, 0);
  });

  it('ends when nobody waits any more, and listens no longer', async () => {
    const stop = new AbortController();
    const waits = [1, 2, 3].map(() => service.verdicts.wait(unknown, 60_000, stop.signal));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(service.verdicts.waiting, 3);
    stop.abort();
    assert.deepEqual(await Promise.all(waits), [null, null, null]);
    assert.equal(service.verdicts.waiting, 0);
    assert.equal(await service.verdicts.wait(unknown, 60_000, stop.signal), null);
  });

  it('ends when the watch is closed', async () => {
    const wait = service.verdicts.wait(unknown, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await service.verdicts.close();
    assert.equal(await wait, null);
  });
});
