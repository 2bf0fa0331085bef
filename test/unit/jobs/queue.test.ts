import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Source } from '../../../src/contracts/service.ts';
import { priorityOf, urgencyFor, urgencyOf } from '../../../src/jobs/priority.ts';
import { openQueue, type ScanQueue } from '../../../src/jobs/queue.ts';
import { isBusy, submit } from '../../../src/jobs/submit.ts';
import { sweepOnce } from '../../../src/jobs/sweep.ts';
import { TURN_AHEAD_MS, TURN_MS } from '../../../src/service-limits.ts';
import type { Database, Db } from '../../../src/store/database.ts';
import { projects } from '../../../src/store/schema.ts';
import { nextTurn } from '../../../src/store/turns.ts';
import { openFolderVault } from '../../../src/vault/folder.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { stageBytes } from '../../support/service.ts';
import { onBothKinds } from '../../support/store-kinds.ts';

const VERSIONS = { engine: '1', ruleset: 'r', model: 'm' };
const BOUND = 40;

it('a priority sorts by class, then by time, and tells its class', () => {
  const [now, later] = [new Date('2026-11-23T10:00:00Z'), new Date('2038-01-01T00:00:00Z')];
  const classes = ['demanded', 'first-upload', 'upload', 'feed', 'backfill'] as const;
  const all = classes.flatMap((urgency) => [priorityOf(urgency, now), priorityOf(urgency, later)]);
  assert.deepEqual(
    [...all].sort((a, b) => b - a),
    all,
  );
  assert.ok(all.every((priority) => Number.isInteger(priority) && Math.abs(priority) < 2 ** 31));
  assert.deepEqual(
    all.map(urgencyOf),
    classes.flatMap((urgency) => [urgency, urgency]),
  );
});

it('a new project is urgent unless it is an old one of the index', () => {
  const asked: [Source, boolean, string][] = [
    ['proxy', false, 'demanded'],
    ['proxy', true, 'demanded'],
    ['gate', true, 'first-upload'],
    ['gate', false, 'upload'],
    ['api', false, 'upload'],
    ['feed', true, 'first-upload'],
    ['feed', false, 'feed'],
    ['folder', false, 'feed'],
    ['backfill', true, 'backfill'],
  ];
  for (const [source, isNew, urgency] of asked) assert.equal(urgencyFor(source, isNew), urgency);
});

onBothKinds('the queue of scans', (database, db) => {
  let queue: ScanQueue;
  let vault: Vault;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-queue-'));
    vault = await openFolderVault(folder);
    queue = await openQueue(database(), { bound: BOUND });
  });
  beforeEach(() => db().execute(sql`delete from pgboss.job where name = 'scan'`));
  after(async () => {
    await queue.close();
    await rm(folder, { recursive: true });
  });

  interface Sent {
    text?: string;
    source?: Source;
    uploader?: string | null;
    project?: string | null;
  }
  const send = async ({ text = randomUUID(), source = 'api', uploader = null, project = null }: Sent) => {
    const parts = { database: database() as Database, queue, versions: VERSIONS };
    const staged = await stageBytes(vault, Buffer.from(text));
    await submit(parts, staged, {
      filename: 'a-1.tar.gz',
      source,
      uploader,
      url: null,
      project,
      version: null,
    });
    return staged.sha256;
  };
  /** One at a time: those taken at once are in no order. */
  const taken = async (count: number): Promise<string[]> => {
    const order: string[] = [];
    while (order.length < count) {
      const [job] = await queue.take(1);
      if (job === undefined) break;
      order.push(job.data.sha256);
    }
    return order;
  };

  it('gives what somebody waits for first, then first uploads, uploads, feeds, backfills', async () => {
    await db().insert(projects).values({ name: 'known', displayName: 'Known' }).onConflictDoNothing();
    const backfill = await send({ source: 'backfill', project: 'new' });
    const feed = await send({ source: 'feed', project: 'Known' });
    const upload = await send({ source: 'gate', project: 'known' });
    const first = await send({ source: 'gate', project: 'new' });
    const demanded = await send({ source: 'proxy' });
    assert.deepEqual(await taken(10), [demanded, first, upload, feed, backfill]);
  });

  it('lets nobody with hundreds of uploads hold up those who come after', async () => {
    const started = Date.now();
    const ask = async (tx: Db, uploader: string, sha256: string): Promise<void> =>
      queue.ask(tx, { sha256 }, priorityOf('upload', await nextTurn(tx, uploader)));
    await db().transaction(async (tx) => {
      for (let number = 0; number < 300; number += 1) await ask(tx, 'much', `much-${number}`);
    });
    await db().transaction(async (tx) => {
      for (const sha256 of ['few-0', 'few-1', 'few-2']) await ask(tx, 'few', sha256);
    });
    const seconds = Math.ceil((Date.now() - started) / 1000);
    const order = await taken(2 * 3 + seconds + 2);
    const places = ['few-0', 'few-1', 'few-2'].map((sha256) => order.indexOf(sha256));
    // One of `much` for each of `few`, and one for each second that `much` came before.
    for (const [index, place] of places.entries()) {
      assert.ok(place >= 0 && place <= 2 * index + seconds + 2, `places ${places}, after ${seconds} s`);
    }
    assert.equal(order[0], 'much-0');
  });

  it("moves an uploader's clock by one turn each time, to a bound", async () => {
    const name = randomUUID();
    const times: number[] = [];
    await db().transaction(async (tx) => {
      for (let turn = 0; turn < 3; turn += 1) times.push((await nextTurn(tx, name)).getTime());
    });
    assert.deepEqual([times[1]! - times[0]!, times[2]! - times[1]!], [TURN_MS, TURN_MS]);
    await db().execute(sql`update turns set due_at = now() + interval '9 hours' where uploader = ${name}`);
    const far = (await nextTurn(db(), name)).getTime();
    assert.ok(Math.abs(far - Date.now() - TURN_AHEAD_MS) < 60_000);
  });

  it('asks once for the same bytes, and more urgently when somebody waits for them', async () => {
    const text = randomUUID();
    const slow = await send({ text, source: 'backfill' });
    const upload = await send({ source: 'api' });
    await send({ text, source: 'proxy' });
    assert.deepEqual(await taken(10), [slow, upload]);
    await send({ text, source: 'proxy' });
    assert.deepEqual(await taken(10), [], 'it is under way already');
  });

  it('refuses more than may wait, and then keeps nothing', async () => {
    await db().transaction(async (tx) => {
      for (let number = 0; number < BOUND; number += 1) await queue.ask(tx, { sha256: `w${number}` }, 0);
    });
    await sleep(600);
    const staged = await stageBytes(vault, Buffer.from('one too many'));
    const parts = { database: database() as Database, queue, versions: VERSIONS };
    const late = {
      filename: 'b-1.tar.gz',
      source: 'api',
      uploader: null,
      url: null,
      project: null,
      version: null,
    } as const;
    await assert.rejects(submit(parts, staged, late), (error) => isBusy(error));
    assert.equal(await vault.has(staged.sha256), false);
    await taken(1);
    await sleep(600);
    assert.ok(await send({ text: 'one too many' }));
  });

  it('changes nothing for whoever has lost their claim', async () => {
    const sha256 = await send({});
    const [first] = await queue.take(1);
    await queue.retry(first!, 'for the test');
    const again = await retaken(queue);
    assert.equal(again?.data.sha256, sha256);
    await queue.complete(db(), first!);
    assert.equal(await stateOf(db(), sha256), 'active');
    await queue.complete(db(), again!);
    assert.equal(await stateOf(db(), sha256), 'completed');
  });

  it('gives at once what was handed back', async () => {
    const sha256 = await send({});
    const [job] = await queue.take(1);
    await queue.putBack(job!);
    assert.deepEqual(await taken(1), [sha256]);
  });

  it('finds again what has neither verdict nor job', async () => {
    const [lost, waiting] = [await send({}), await send({})];
    await db().execute(sql`delete from pgboss.job where singleton_key = ${lost}`);
    await db().execute(
      sql`update distributions set first_seen_at = now() - interval '1 minute' where sha256 in (${lost}, ${waiting})`,
    );
    await sweepOnce({ database: database() as Database, queue }, null);
    const found = await taken(100);
    assert.ok(found.includes(lost) && found.includes(waiting));
    assert.equal(new Set(found).size, found.length);
    assert.equal(await sweepOnce({ database: database() as Database, queue }, null), null);
    assert.deepEqual(await taken(1), [], 'what is under way is not lost');
  });
});

async function stateOf(db: Db, sha256: string): Promise<string> {
  const { rows } = await db.execute(sql`select state from pgboss.job where singleton_key = ${sha256}`);
  return (rows[0] as { state: string }).state;
}

/** A failed scan is due again after a second or two. */
async function retaken(queue: ScanQueue) {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const [job] = await queue.take(1);
    if (job !== undefined) return job;
    await sleep(250);
  }
  return null;
}
