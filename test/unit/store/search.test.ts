import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import type { Verdict } from '../../../src/contracts/result.ts';
import type { Disposition, NewSubmission } from '../../../src/contracts/service.ts';
import type { Database, Db } from '../../../src/store/database.ts';
import { recordDecision } from '../../../src/store/decisions.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { viewDistribution } from '../../../src/store/distribution-view.ts';
import { countOverview } from '../../../src/store/overview.ts';
import { type SearchFilter, searchDistributions } from '../../../src/store/search.ts';
import { recordSubmission } from '../../../src/store/submissions.ts';
import { recordVerdict } from '../../../src/store/verdicts.ts';
import { finding, sampleResult } from '../../support/sample-result.ts';
import { onBothKinds } from '../../support/store-kinds.ts';

/** A hash that begins with a letter, to be told apart at a glance. */
const hashOf = (letter: string): string => letter.padEnd(64, '0');

async function submitted(db: Db, letter: string, part: Partial<NewSubmission> = {}): Promise<void> {
  await recordSubmission(db, {
    sha256: hashOf(letter),
    bytes: 100,
    filename: `${letter}-1.0.tar.gz`,
    source: 'api',
    uploader: null,
    url: null,
    project: null,
    version: null,
    ...part,
  });
}

interface Judged {
  verdict: Verdict;
  score: number;
  project?: string;
  rules?: string[];
  indicator?: string;
  ruleset?: string;
  disposition?: Disposition;
}

async function judged(db: Db, letter: string, { project, rules = [], indicator, ...rest }: Judged) {
  const base = sampleResult();
  const result = sampleResult({
    verdict: rest.verdict,
    score: rest.score,
    distribution: { ...base.distribution, project: project ?? null, version: project ? '1.0' : null },
    engine: { ...base.engine, ruleset: rest.ruleset ?? 'r1' },
    findings: rules.map((rule) => finding({ rule })),
    indicators: indicator ? [{ type: 'url', value: indicator, path: 'setup.py', line: 1, layer: null }] : [],
  });
  const verdict = await recordVerdict(db, hashOf(letter), result, null);
  const { disposition } = rest;
  if (disposition) await recordDisposition(db, hashOf(letter), disposition, 'policy', 'because');
  return verdict!;
}

async function letters(db: Db, filter: SearchFilter): Promise<string> {
  const { hits } = await searchDistributions(db, filter, { limit: 50, order: 'oldest' });
  return hits.map(({ sha256 }) => sha256[0]).join('');
}

/** `a` malicious and held, `b` suspicious and held, `c` harmless, `d` waiting, `e` judged twice, `f` held unjudged. */
async function fill({ db }: Database): Promise<void> {
  await submitted(db, 'a', { project: 'claimed_Name', version: '9', uploader: 'ann', source: 'gate' });
  await submitted(db, 'b', { filename: '100%_b.whl' });
  await submitted(db, 'c', { filename: '100Xyb.whl' });
  await submitted(db, 'd', { uploader: 'bob' });
  await submitted(db, 'e');
  await submitted(db, 'f');
  await submitted(db, 'a', { source: 'proxy' });
  const indicator = `http://collect.example/${'x'.repeat(4000)}\0`;
  await judged(db, 'a', {
    verdict: 'malicious',
    score: 0.9,
    project: 'Real.Name',
    rules: ['x/one', 'x/one', 'x/two'],
    indicator,
    disposition: 'held',
  });
  await judged(db, 'b', { verdict: 'suspicious', score: 0.95, rules: ['x/two'], disposition: 'held' });
  await judged(db, 'c', { verdict: 'no-findings', score: 0, project: 'real-name', disposition: 'released' });
  await judged(db, 'e', { verdict: 'malicious', score: 0.8, rules: ['x/old'], disposition: 'refused' });
  await judged(db, 'e', { verdict: 'no-findings', score: 0.1, ruleset: 'r2', disposition: 'released' });
  await recordDisposition(db, hashOf('f'), 'held', 'user:1', 'to be looked at');
  for (const [index, letter] of [...'abcdef'].entries()) {
    const seen = `2026-01-0${index + 1} 00:00:00.123456+00`;
    await db.execute(sql`update distributions set first_seen_at = ${seen} where sha256 = ${hashOf(letter)}`);
  }
}

onBothKinds('a search', (database, db) => {
  before(() => fill(database()));

  const cases: [string, SearchFilter, string][] = [
    ['everything', {}, 'abcdef'],
    ['a project as the archive says, in any spelling', { project: 'REAL_name' }, 'ac'],
    ['a project as claimed', { project: 'claimed.name' }, 'a'],
    ['a version as claimed', { version: '9' }, 'a'],
    ['a project with a version', { project: 'real-name', version: '1.0' }, 'ac'],
    ['a project with a version of another', { project: 'real-name', version: '9' }, ''],
    ['the beginning of a file name, signs of patterns meaning nothing', { filename: '100%_' }, 'b'],
    ['a hash', { sha256: hashOf('c') }, 'c'],
    ['the beginning of a hash, in capitals', { sha256: 'C00' }, 'c'],
    ['no hash at all', { sha256: 'zz' }, ''],
    ['a rule', { rule: 'x/two' }, 'ab'],
    ['a rule that only an earlier verdict had', { rule: 'x/old' }, ''],
    [
      'an indicator longer than an index entry',
      { indicator: `http://collect.example/${'x'.repeat(4000)}\0` },
      'a',
    ],
    ['the newest verdict', { verdict: 'malicious' }, 'a'],
    ['the verdict after another', { verdict: 'no-findings' }, 'ce'],
    ['no verdict yet', { verdict: 'pending' }, 'df'],
    ['a disposition', { disposition: 'held' }, 'abf'],
    ['no disposition yet', { disposition: 'pending' }, 'd'],
    ['the queue of one verdict', { disposition: 'held', verdict: 'suspicious' }, 'b'],
    ['a source, though it arrived another way before', { source: 'proxy' }, 'a'],
    ['an uploader', { uploader: 'bob' }, 'd'],
    ['since', { since: new Date('2026-01-05T00:00:00Z') }, 'ef'],
    ['until', { until: new Date('2026-01-02T00:00:00Z') }, 'a'],
    [
      'all of it at once',
      { project: 'real-name', rule: 'x/one', verdict: 'malicious', disposition: 'held', source: 'gate' },
      'a',
    ],
  ];
  for (const [name, filter, expected] of cases) {
    it(`finds ${name}`, async () => assert.equal(await letters(db(), filter), expected));
  }

  for (const [order, expected] of [
    ['newest', 'fedcba'],
    ['oldest', 'abcdef'],
    ['score', 'baecfd'],
  ] as const) {
    it(`gives pages in the order ${order}, without gaps or repetitions`, async () => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await searchDistributions(db(), {}, { limit: 2, order, cursor });
        assert.ok(page.hits.length <= 2);
        seen.push(...page.hits.map(({ sha256 }) => sha256[0]!));
        cursor = page.next;
      } while (cursor !== null);
      assert.equal(seen.join(''), expected);
    });
  }

  it('gives what a list shows', async () => {
    const { hits, next } = await searchDistributions(db(), { rule: 'x/one' }, { limit: 1 });
    const [{ verdict, ...hit }] = hits as [(typeof hits)[number]];
    assert.deepEqual(hit, {
      sha256: hashOf('a'),
      filename: 'a-1.0.tar.gz',
      bytes: 100,
      kind: 'sdist',
      project: 'real-name',
      version: '1.0',
      firstSeenAt: new Date('2026-01-01T00:00:00.123Z'),
      disposition: 'held',
    });
    assert.equal(verdict?.verdict, 'malicious');
    assert.equal(verdict?.score, 0.9);
    assert.equal(verdict?.sha256, hashOf('a'));
    assert.equal(next, null);
  });

  it('refuses cursors that no page gave', async () => {
    const { next } = await searchDistributions(db(), {}, { limit: 1 });
    const forged = Buffer.from(JSON.stringify(['newest', "x'; drop table x", hashOf('a'), 0])).toString(
      'base64url',
    );
    for (const cursor of ['', 'x', forged, Buffer.from('[]').toString('base64url')]) {
      await assert.rejects(searchDistributions(db(), {}, { limit: 1, cursor }), { code: 'cursor-invalid' });
    }
    const other = searchDistributions(db(), {}, { limit: 1, order: 'score', cursor: next });
    await assert.rejects(other, { code: 'cursor-invalid' });
  });

  it('counts', async () => {
    assert.deepEqual(await countOverview(db()), {
      distributions: 6,
      submissions: 7,
      byVerdict: { malicious: 1, suspicious: 1, incomplete: 0, 'no-findings': 2, pending: 2 },
      byDisposition: { released: 2, held: 3, refused: 0, pending: 1 },
      heldByVerdict: { malicious: 1, suspicious: 1, incomplete: 0, 'no-findings': 0, pending: 1 },
    });
    const later = await countOverview(db(), new Date('2026-01-06T00:00:00Z'));
    assert.equal(later.distributions, 1);
  });

  it('shows everything about one distribution, the newest first', async () => {
    const decided = { sha256: hashOf('e'), verdictId: null, note: 'fine', actor: 'user:1' };
    await recordDecision(db(), { ...decided, kind: 'escalate', reasons: ['unsure'] });
    await recordDecision(db(), { ...decided, kind: 'dismiss', reasons: ['a', 'b"{},\\'] });
    const view = (await viewDistribution(db(), hashOf('e')))!;
    assert.equal(view.distribution.verdict?.verdict, 'no-findings');
    assert.deepEqual(
      view.submissions.map(({ filename }) => filename),
      ['e-1.0.tar.gz'],
    );
    assert.deepEqual(
      view.verdicts.map(({ verdict, ruleset }) => [verdict, ruleset]),
      [
        ['no-findings', 'r2'],
        ['malicious', 'r1'],
      ],
    );
    assert.deepEqual(
      view.dispositions.map(({ disposition }) => disposition),
      ['released', 'refused'],
    );
    assert.deepEqual(
      view.decisions.map(({ kind, reasons }) => [kind, reasons]),
      [
        ['dismiss', ['a', 'b"{},\\']],
        ['escalate', ['unsure']],
      ],
    );
    assert.deepEqual([view.observations, view.scans], [[], []]);
    assert.equal(await viewDistribution(db(), hashOf('0')), null);
  });
});
