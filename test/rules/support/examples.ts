/** Reads rule folders: the rule, its document and its examples with what they expect. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES_FOLDER } from '../../../scripts/generate-registry.ts';
import type { UnscoredFinding } from '../../../src/contracts/result.ts';
import type { Rule } from '../../../src/contracts/rule.ts';
import { factsOf } from '../../../src/pipeline.ts';
import { indexFacts } from '../../../src/rules/fact-index.ts';
import { RULES } from '../../../src/rules/registry.generated.ts';
import { runRules } from '../../../src/rules/run-rules.ts';
import { type Score, scoreEvidence } from '../../../src/score/score.ts';
import { unpackBytes } from '../../../src/unpack/unpack.ts';
import type { Case, Distribution } from './distribution.ts';
import { fromCase, fromText, ROOT } from './distribution.ts';

export type ExampleKind = 'fires' | 'silent' | 'evades';

export interface Example {
  name: string;
  kind: ExampleKind;
  distribution: Distribution;
  /** `<phase> <path>[:<line>[@<layer>]]`, sorted. */
  expected: string[];
  /** For `evades`: the rule that catches it instead, or `NOT COVERED`. */
  caughtBy: string | null;
}

export interface RuleFolder {
  rule: Rule;
  document: string;
  examples: Example[];
}

export function loadRuleFolders(): RuleFolder[] {
  return RULES.map((rule) => {
    const folder = join(RULES_FOLDER, rule.id);
    const names = readdirSync(folder).filter((name) => /^(?:fires|silent|evades)-/.test(name));
    const examples = names.sort().map((name) => readExample(folder, name));
    return { rule, document: readFileSync(join(folder, 'rule.md'), 'utf8'), examples };
  });
}

function readExample(folder: string, name: string): Example {
  const file = join(folder, name);
  const kind = name.slice(0, name.indexOf('-')) as ExampleKind;
  const text = readFileSync(file, 'utf8');
  if (name.endsWith('.case.json')) {
    const example: Case = JSON.parse(text);
    const expected = [...(example.expect ?? [])].sort();
    return { name, kind, distribution: fromCase(example), expected, caughtBy: example.evades ?? null };
  }
  const caughtBy = /^\W{1,4}evades: (?:caught by )?(.+)$/m.exec(text)?.[1] ?? null;
  const path = /^\W{1,4}file: (\S+)$/m.exec(text.split('\n', 2).join('\n'))?.[1] ?? 'pkg/__init__.py';
  return { name, kind, distribution: fromText(file), expected: expectations(text, path), caughtBy };
}

/**
 * `fires: <phase>` behind a comment sign: on this line; `fires: <phase> @<line>` or `@<layer>:<line>`: there.
 * Line 0 is the member as a whole.
 */
function expectations(text: string, path: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => {
      const mark = /\bfires: ([a-z-]+)(?: @(?:(L\d+):)?(\d+))?\s*$/.exec(line);
      if (mark === null) return [];
      const [, phase, layer, number] = mark;
      const place = number === undefined ? index + 1 : Number(number);
      return [`${phase} ${path}${place === 0 ? '' : `:${place}`}${layer === undefined ? '' : `@${layer}`}`];
    })
    .sort();
}

/** Every finding of every rule on the example, through the real pipeline. */
export function findingsOf(distribution: Distribution): UnscoredFinding[] {
  return scanned(distribution).findings;
}

/** The same, with the score. */
export function scanned({
  filename,
  bytes,
  facts: more,
}: Distribution): Score & { findings: UnscoredFinding[] } {
  const facts = [...factsOf(filename, unpackBytes(filename, bytes)).facts, ...more];
  const { findings } = runRules(indexFacts(facts));
  return { findings, ...scoreEvidence(findings, facts) };
}

/** What an example's expectation looks like, for the findings of one rule. */
export function places(findings: readonly UnscoredFinding[], rule: string): string[] {
  const texts = findings
    .filter((finding) => finding.rule === rule)
    .map(({ phase, path, line, layer }) => {
      const member = path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
      return `${phase} ${member}${line === 0 ? '' : `:${line}`}${layer === null ? '' : `@${layer}`}`;
    });
  return [...new Set(texts)].sort();
}
