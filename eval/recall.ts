/**
 * Replays rules and score over saved evidence and prints recall and false positives.
 *
 *   node eval/recall.ts EVIDENCE_FOLDER... [--out results.jsonl] [--misses] [--rules]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { UnscoredFinding } from '../src/contracts/result.ts';
import { indexFacts } from '../src/rules/fact-index.ts';
import { RULES } from '../src/rules/registry.generated.ts';
import { runRules } from '../src/rules/run-rules.ts';
import { MODEL } from '../src/score/model.ts';
import { scoreFindings } from '../src/score/score.ts';
import { readEvidence, type SavedEvidence } from './evidence.ts';

interface Outcome
  extends Pick<SavedEvidence, 'sha256' | 'file' | 'label' | 'group' | 'stratum' | 'ms' | 'questionable'> {
  year: string;
  score: number;
  findings: UnscoredFinding[];
  contributions: number[];
  limitations: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    misses: { type: 'boolean', default: false },
    rules: { type: 'boolean', default: false },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const outcomes = positionals.flatMap((folder) => [...replay(folder)]);
if (values.out !== undefined) {
  writeFileSync(values.out, outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''));
}
summarise();
if (values.rules) ruleTable();
if (values.misses) listErrors();

function* replay(folder: string): Generator<Outcome> {
  for (const evidence of readEvidence(folder)) {
    const { facts, limitations, bytes: _bytes, tokens: _tokens, yara: _yara, ...sample } = evidence;
    const run = runRules(indexFacts(facts));
    const { score, contributions } = scoreFindings(run.findings);
    const codes = [...limitations, ...run.limitations].map((limitation) => limitation.code);
    const year = sample.firstSeen.slice(0, 4);
    yield { ...sample, year, score, contributions, findings: run.findings, limitations: [...new Set(codes)] };
  }
}

function summarise(): void {
  const malicious = outcomes.filter((outcome) => outcome.label === 'malicious');
  rates(
    'malicious, payload visible',
    malicious.filter((outcome) => !outcome.questionable),
  );
  rates(
    'malicious, questionable',
    malicious.filter((outcome) => outcome.questionable),
  );
  const years = [...new Set(malicious.map((outcome) => outcome.year))].sort();
  for (const year of years) {
    rates(
      `  ${year}`,
      malicious.filter((outcome) => !outcome.questionable && outcome.year === year),
    );
  }
  techniques(malicious.filter((outcome) => !outcome.questionable));
  const benign = outcomes.filter((outcome) => outcome.label === 'benign');
  for (const stratum of [...new Set(benign.map((outcome) => outcome.stratum))].sort()) {
    rates(
      `benign ${stratum}`,
      benign.filter((outcome) => outcome.stratum === stratum),
    );
  }
  const times = outcomes.map((outcome) => outcome.ms).sort((a, b) => a - b);
  print(
    `milliseconds: median ${times[times.length >> 1]}, p95 ${times[Math.floor(times.length * 0.95)]}, most ${times.at(-1)}`,
  );
}

/** By what the strongest finding is about; samples without any finding are a row of their own. */
function techniques(group: Outcome[]): void {
  const table = Map.groupBy(group, ({ findings, contributions }) => {
    const strongest = contributions.indexOf(Math.max(...contributions));
    return findings[strongest]?.rule.split('/')[0] ?? 'nothing found';
  });
  for (const [technique, members] of [...table].sort((a, b) => b[1].length - a[1].length)) {
    rates(`  ${technique}`, members);
  }
}

/** Share at or above each threshold: by distribution, and averaged over groups. */
function rates(name: string, group: Outcome[]): void {
  if (group.length === 0) return;
  const { suspicious, malicious } = MODEL.thresholds;
  const share = (threshold: number): string => {
    const hit = group.filter((outcome) => outcome.score >= threshold).length;
    return `${percent(hit / group.length)} (clusters ${percent(macro(group, threshold))})`;
  };
  print(`${name}: n ${group.length}; suspicious ${share(suspicious)}; malicious ${share(malicious)}`);
}

function macro(group: Outcome[], threshold: number): number {
  const clusters = Map.groupBy(group, (outcome) => outcome.group);
  const shares = [...clusters.values()].map(
    (members) => members.filter((outcome) => outcome.score >= threshold).length / members.length,
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Distributions in which each rule fires, unasked and in all. */
function ruleTable(): void {
  print('rule: malicious unasked/all, benign unasked/all');
  for (const { id } of RULES) {
    const cells = (['malicious', 'benign'] as const).map((label) => {
      const with_ = outcomes.filter(
        (one) => one.label === label && one.findings.some(({ rule }) => rule === id),
      );
      const unasked = with_.filter((one) =>
        one.findings.some(
          ({ rule, phase }) => rule === id && ['startup', 'install', 'import', 'none'].includes(phase),
        ),
      );
      return `${unasked.length}/${with_.length}`;
    });
    print(`  ${id}: ${cells.join('  ')}`);
  }
}

function listErrors(): void {
  const { suspicious } = MODEL.thresholds;
  const wrong = outcomes.filter(({ label, score }) => (label === 'malicious') === score < suspicious);
  for (const { label, file, score, questionable, findings, contributions, limitations } of wrong) {
    const strongest = findings
      .map((finding, index) => ({ ...finding, weight: contributions[index]! }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 6)
      .map(({ rule, phase, weight }) => `${rule}@${phase} ${weight.toFixed(1)}`);
    const mark = label === 'malicious' ? `missed${questionable ? ' (questionable)' : ''}` : 'false alarm';
    print(`${mark} ${score.toFixed(3)} ${file}\n    ${strongest.join(', ')} ${limitations.join(' ')}`);
  }
}
