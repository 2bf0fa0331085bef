import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Policy, policySchema } from '../../../src/actions/policy.ts';
import { awaitsSecond } from '../../../src/actions/second.ts';
import type { DecisionKind } from '../../../src/contracts/service.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { decideOne, queueVerdict } from '../../../src/review/queue.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { indexStatusesOf } from '../../../src/store/index-statuses.ts';
import { findReviewItem, listQueue } from '../../../src/store/review-items.ts';
import { createToken } from '../../../src/store/tokens.ts';
import { recordVerdict } from '../../../src/store/verdicts.ts';
import { sampleResult } from '../../support/sample-result.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const TWO = policySchema.parse({
  'dry-run': false,
  quarantine: { confirm: 'project', 'two-person': 'established' },
});

describe('the two-person rule', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ worker: false });
  });
  after(() => service.close());

  const db = () => service.database.db;

  /** A release that has been judged, and let through when `released`. */
  async function release(project: string, version: string, released: boolean): Promise<string> {
    const staged = await stageBytes(service.vault, Buffer.from(`${project} ${version}`));
    const filename = `${project}-${version}.tar.gz`;
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(service, staged, { filename, source: 'api', ...claims });
    const { sha256 } = staged;
    const result = sampleResult({
      distribution: { project, version, filename, kind: 'sdist', sha256, bytes: 9 },
    });
    await db().transaction(async (tx) => {
      const verdict = await recordVerdict(tx, sha256, result, null);
      await queueVerdict(tx, verdict!, result);
      if (released) await recordDisposition(tx, sha256, 'released', 'policy', '');
    });
    return sha256;
  }

  const deciding = (sha256: string, actor: string, kind: DecisionKind = 'confirm', policy: Policy = TWO) =>
    db().transaction((tx) =>
      decideOne(tx, { policy, boss: service.queue.boss }, sha256, { kind, reasons: [], note: '', actor }),
    );
  const statuses = async (project: string) =>
    [...(await indexStatusesOf(db(), project)).values()].map(({ status, actor }) => [status, actor]);
  const state = async (sha256: string) => (await findReviewItem(db(), sha256))?.state;

  it('quarantines a project that never released anything at once', async () => {
    const sha256 = await release('newcomer', '1.0', false);
    await deciding(sha256, 'user:1');
    assert.deepEqual(await statuses('newcomer'), [['quarantined', 'user:1']]);
    assert.equal(await state(sha256), 'closed');
  });

  it('lets the quarantine of an established project wait for another person', async () => {
    await release('known', '1.0', true);
    const sha256 = await release('known', '1.1', false);
    await deciding(sha256, 'user:1');
    assert.deepEqual(await statuses('known'), []);
    assert.equal(await state(sha256), 'escalated');
    assert.equal((await awaitsSecond(db(), TWO, sha256))?.by, 'user:1');
    const row = (await listQueue(db(), { state: 'escalated', limit: 10 })).find(
      (one) => one.sha256 === sha256,
    );
    assert.equal(row?.awaitsSecond, true);

    await deciding(sha256, 'user:1');
    const own = await createToken(db(), {
      name: 'own',
      role: 'reviewer',
      uploader: null,
      actor: 'user:1',
      expiresAt: null,
    });
    await deciding(sha256, `token:${own.id}`);
    assert.deepEqual(await statuses('known'), [], 'the same person, again and by a token');

    await deciding(sha256, 'user:2');
    assert.deepEqual(await statuses('known'), [['quarantined', 'user:2']]);
    assert.equal(await state(sha256), 'closed');
    assert.equal(await awaitsSecond(db(), TWO, sha256), null);
  });

  it('begins anew after anything else was decided, and ends when it is dismissed', async () => {
    await release('other', '1.0', true);
    const sha256 = await release('other', '1.1', false);
    await deciding(sha256, 'user:1');
    await deciding(sha256, 'user:1', 'reopen');
    assert.equal(await state(sha256), 'open');
    await deciding(sha256, 'user:2');
    assert.deepEqual(await statuses('other'), []);
    await deciding(sha256, 'user:1', 'dismiss');
    assert.equal(await state(sha256), 'closed');
    assert.equal(await awaitsSecond(db(), TWO, sha256), null);
  });

  it('asks nobody where the policy does not', async () => {
    await release('plain', '1.0', true);
    const sha256 = await release('plain', '1.1', false);
    const one = policySchema.parse({ 'dry-run': false, quarantine: { confirm: 'project' } });
    await deciding(sha256, 'user:1', 'confirm', one);
    assert.deepEqual(await statuses('plain'), [['quarantined', 'user:1']]);
  });
});
