import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Db } from '../../../src/store/database.ts';
import {
  beginForward,
  claimForward,
  concludeForward,
  extendForward,
  findForward,
  openForwards,
  recordForward,
  releaseForward,
} from '../../../src/store/forwards.ts';
import { recordSubmission } from '../../../src/store/submissions.ts';
import { onBothKinds } from '../../support/store-kinds.ts';

const FORM = Buffer.from('a form');

async function arrive(db: Db, sha256: string, leaseMs: number): Promise<string> {
  const arrival = { bytes: 1, filename: 'a-1.0.tar.gz', source: 'gate', uploader: null, url: null } as const;
  const { id } = await recordSubmission(db, { ...arrival, sha256, project: 'a', version: '1.0' });
  await recordForward(db, id, FORM, leaseMs);
  return id;
}

onBothKinds('uploads that are sent on', (_database, db) => {
  it('are claimed by one at a time', async () => {
    const id = await arrive(db(), 'a'.repeat(64), 60_000);
    assert.equal(await claimForward(db(), id, 1000), null);
    await releaseForward(db(), id);
    const claims = await Promise.all([1, 2, 3].map(() => claimForward(db(), id, 60_000)));
    assert.equal(claims.filter((claim) => claim !== null).length, 1);
    assert.deepEqual(Buffer.from(claims.find((claim) => claim !== null)!.form), FORM);
  });

  it('are claimed from whoever has not been heard of', async () => {
    const id = await arrive(db(), 'b'.repeat(64), 0);
    assert.equal((await claimForward(db(), id, 0))?.state, 'waiting');
    await extendForward(db(), id, 60_000);
    assert.equal(await claimForward(db(), id, 0), null);
  });

  it('count their attempts, and end', async () => {
    const sha256 = 'c'.repeat(64);
    const [first, second] = [await arrive(db(), sha256, 0), await arrive(db(), sha256, 0)];
    assert.deepEqual([await beginForward(db(), first), await beginForward(db(), first)], [1, 2]);
    assert.deepEqual(await openForwards(db(), sha256), [first, second]);
    await concludeForward(db(), first, { state: 'waiting', status: 503, answer: 'a\0b' });
    const waiting = await findForward(db(), first);
    assert.deepEqual([waiting?.status, waiting?.answer, waiting?.finishedAt], [503, 'a\uFFFDb', null]);
    await concludeForward(db(), first, { state: 'forwarded', status: 200, answer: '' });
    assert.deepEqual(await openForwards(db(), sha256), [second]);
    assert.equal(await claimForward(db(), first, 0), null);
    // What has ended stays as it ended.
    await concludeForward(db(), first, { state: 'failed', status: null, answer: '' });
    assert.equal((await findForward(db(), first))?.state, 'forwarded');
    await concludeForward(db(), second, { state: 'failed', status: null, answer: 'no' });
    assert.deepEqual(await openForwards(db(), sha256), [second]);
  });
});
