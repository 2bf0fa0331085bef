import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { scoreEvidence } from '../../../src/score/score.ts';
import { readTrainingSamples } from '../../../src/train/read-evidence.ts';
import { trainModel } from '../../../src/train/train.ts';
import { finding, syntheticCorpus } from './synthetic.ts';

const OPTIONS = { date: '2026-01-31', code: { version: '0.0.0', ruleset: '0123456789ab' } };

suite('trainModel', () => {
  const corpus = syntheticCorpus();
  const model = trainModel(corpus, { ...OPTIONS, onTrial: ['a/trial'] });

  test('tells what happens unasked from what is called, however often it is called', () => {
    const score = (...phases: Parameters<typeof finding>[1][]) =>
      scoreEvidence(
        phases.map((phase, at) => finding('execution/decode-then-exec', phase, `m${at}.py`)),
        [],
        model,
      ).score;
    assert.ok(score('import') >= model.thresholds.malicious, String(score('import')));
    assert.ok(score('call', 'call', 'call', 'call') < model.thresholds.suspicious);
  });

  test('gives little to what is everywhere', () => {
    const weights = model.rules['network/reaches-out'] ?? {};
    assert.ok((weights.import ?? 0) < model.rules['execution/decode-then-exec']!.import! / 4);
  });

  test('says what it was trained on and what it is worth', () => {
    const { corpus: trained, metrics, code } = model.provenance;
    assert.deepEqual(
      { malicious: trained.malicious, clusters: trained.clusters, benign: trained.benign },
      { malicious: 60, clusters: 30, benign: { hard: 30, ordinary: 30 } },
    );
    assert.match(trained.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(code, OPTIONS.code);
    assert.equal(metrics.recallAtNoFalsePositive, 1);
    assert.equal(metrics.benignJudgedMalicious, 0);
    assert.match(model.version, /^2026-01-31-[0-9a-f]{8}$/);
  });

  test('gives rules in evaluation nothing', () => assert.deepEqual(model.rules['a/trial'], {}));

  test('the same samples in any order give the same bytes', () => {
    const again = trainModel(syntheticCorpus().reverse(), { ...OPTIONS, onTrial: ['a/trial'] });
    assert.equal(JSON.stringify(again), JSON.stringify(model));
  });

  test('the version tells models apart, the date is as given', () => {
    const other = trainModel(corpus.slice(4), { ...OPTIONS, date: '2026-02-01' });
    assert.equal(other.date, '2026-02-01');
    assert.notEqual(other.version.slice(-8), model.version.slice(-8));
  });
});

test('readTrainingSamples replays the rules, the first folder that has a distribution wins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lazaret-train-'));
  try {
    const at = { path: 'setup.py', line: 3, column: 1, layer: null };
    const call = { kind: 'pth', at, phase: 'startup', text: 'import os' };
    const identity = { sha256: 'ab', label: 'benign', group: 'demo', stratum: 'hard', questionable: false };
    const save = (name: string, part: object) =>
      writeFileSync(join(folder, name), gzipSync(JSON.stringify({ ...identity, facts: [call], ...part })));
    save('ab.json.gz', {});
    writeFileSync(join(folder, 'notes.txt'), 'not evidence');
    const [only, ...more] = [...readTrainingSamples([folder, folder])];
    assert.deepEqual(more, []);
    assert.deepEqual(
      { ...only, facts: 0, findings: only!.findings.map(({ rule, phase }) => `${rule} ${phase}`) },
      { ...identity, facts: 0, findings: ['startup/pth-code startup'] },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
