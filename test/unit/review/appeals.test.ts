import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { toldReasons } from '../../../src/report/told.ts';
import { currentDisposition } from '../../../src/store/dispositions.ts';
import { documentOf } from '../../../src/store/verdicts.ts';
import { type Browser, openTestServer, type TestServer } from '../../support/http.ts';
import { stageBytes } from '../../support/service.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));

describe('an appeal', () => {
  let server: TestServer;
  let [first, second] = [null as unknown as Browser, null as unknown as Browser];
  let reference = '';
  let sha256 = '';
  before(async () => {
    const policy = path.join(tmpdir(), `lazaret-appeals-${process.pid}.toml`);
    await writeFile(policy, 'dry-run = false\n[appeals]\nanswer-within-hours = 24\n');
    server = await openTestServer({ 'scan.processes': 1, policy });
    [first, second] = [await server.browser('reviewer'), await server.browser('reviewer')];
    const { filename, bytes } = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));
    const staged = await stageBytes(server.service.vault, bytes);
    const claims = { uploader: 'author', url: null, project: 'decode-exec', version: '1.0' };
    ({ id: reference } = await submit(server.service, staged, { filename, source: 'gate', ...claims }));
    sha256 = staged.sha256;
    assert.ok(await server.service.verdicts.wait(sha256, 120_000));
  });
  after(() => server.close());

  const api = (target: string) => `/api/v1${target}`;

  it('is open to whoever has the reference, and tells what was seen and what to change, not which rules', async () => {
    const { status, json, text } = await server.send('GET', api(`/cases/${reference}`));
    assert.equal(status, 200);
    assert.equal(json.disposition, 'held');
    assert.equal(json.mayAppeal, true);
    assert.match(json.reasons[0].what, /^Executes code that it decodes from its own constants/);
    assert.notEqual(json.reasons[0].change, '');
    assert.equal(json.reasons[0].where, '');
    assert.doesNotMatch(text, /execution\/|contribution|sha256":"[0-9a-f]{64}/);
  });

  it('reaches one case only', async () => {
    const other = await server.send('GET', api('/cases/00000000-0000-4000-8000-000000000000'));
    assert.equal(other.status, 404);
    for (const target of ['/review/appeals', '/review/queue', `/distributions/${sha256}`]) {
      const { status } = await server.send('GET', api(target), {
        headers: { authorization: `Bearer ${reference}` },
      });
      assert.equal(status, 401, target);
    }
  });

  it('tells as much as the policy says', async () => {
    const verdict = await server.service.verdicts.wait(sha256, 0);
    const result = (await documentOf(server.service.database.db, verdict!.id))!;
    assert.deepEqual(toldReasons(result, 'none'), []);
    assert.equal(toldReasons(result, 'category')[0]?.where, '');
    assert.match(toldReasons(result, 'line')[0]?.where ?? '', /setup\.py:7/);
  });

  it('is answered by another reviewer than the one who decided, and what is granted is released', async () => {
    const decision = { kind: 'confirm', reasons: ['payload'], note: '' };
    assert.equal(
      (await first.send('POST', api(`/distributions/${sha256}/decisions`), { json: decision })).status,
      201,
    );
    const said = {
      note: 'It is a test.',
      explanations: [{ reason: 'Executes code', text: 'a template\u0000' }],
    };
    const made = await server.send('POST', api(`/cases/${reference}/appeals`), { json: said });
    assert.equal(made.status, 201);
    const due = Date.parse(made.json.dueAt) - Date.parse(made.json.createdAt);
    assert.equal(Math.round(due / 3_600_000), 24);
    const again = await server.send('POST', api(`/cases/${reference}/appeals`), { json: said });
    assert.equal(again.status, 429);

    const listed = (await second.send('GET', api('/review/appeals'))).json.appeals;
    assert.deepEqual(
      listed.map((row: { id: number; sha256: string; note: string }) => [row.id, row.sha256, row.note]),
      [[made.json.id, sha256, 'It is a test.']],
    );
    const answer = { outcome: 'granted', answer: 'You are right, thank you.' };
    const target = api(`/review/appeals/${made.json.id}/answer`);
    assert.equal((await first.send('POST', target, { json: answer })).status, 409);
    assert.equal((await second.send('POST', target, { json: answer })).status, 201);
    assert.equal((await second.send('POST', target, { json: answer })).status, 409);
    assert.equal((await currentDisposition(server.service.database.db, sha256))?.disposition, 'released');

    const told = (await server.send('GET', api(`/cases/${reference}`))).json;
    assert.deepEqual(
      [told.disposition, told.mayAppeal, told.reasons, told.appeals[0].answer],
      ['released', false, [], 'You are right, thank you.'],
    );
  });

  it('shows in the figures', async () => {
    const { json } = await first.send('GET', api('/review/statistics'));
    assert.deepEqual(
      json.decisions.map(({ kind, count }: { kind: string; count: number }) => [kind, count]),
      [
        ['confirm', 1],
        ['dismiss', 1],
      ],
    );
    assert.equal(json.timeToDecision.count, 1);
    assert.equal(json.waiting.open, 0);
    const decoder = json.rules.find(({ rule }: { rule: string }) => rule === 'execution/decode-then-exec');
    assert.deepEqual([decoder.confirmed, decoder.dismissed], [0, 1]);
    assert.equal((await server.send('GET', api('/review/statistics'), { as: 'uploader' })).status, 403);
  });
});
