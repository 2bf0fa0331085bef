/** The evaluator on random programs and damaged real ones: never a crash, always the same, everything in its place. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { PythonAnalysis } from '../../src/analyses/analyse.ts';
import { evaluateSdist, evaluateWheel } from '../support/evaluated.ts';
import { random, runs } from './mutate.ts';
import { Generator } from './python-operations.ts';
import { damagedSource, program } from './python-programs.ts';

type Files = Record<string, string>;

/** Sources of Python's own library where there is one, and of the rules' examples. */
function realSources(): string[] {
  const rules = join(import.meta.dirname, '../../src/rules');
  const own = readdirSync(rules, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => join(rules, path));
  const where = spawnSync('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  });
  const folder = where.status === 0 ? where.stdout.trim() : null;
  const library = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.py'));
  return [...own, ...library.map((name) => join(folder!, name))]
    .sort()
    .map((path) => readFileSync(path, 'utf8'))
    .filter((text) => text.length < 60_000);
}

/** What must hold of any program. */
function check(files: Files, result: PythonAnalysis): void {
  const crashes = result.limitations.filter(({ code }) => code === 'analysis-crash' || code === 'time-limit');
  assert.deepEqual(crashes, []);
  assert.deepEqual(JSON.parse(JSON.stringify(result.facts)), result.facts, 'facts are plain JSON');
  const layers = new Set(result.layers.map(({ id }) => id));
  for (const fact of result.facts) {
    const { path, line, column, layer } = fact.at;
    const text = files[path.replace(/^own-1\.0\//, '')];
    assert.ok(text !== undefined, `${fact.kind} in ${path}`);
    if (layer !== null) {
      assert.ok(layers.has(layer), `${fact.kind} in layer ${layer}`);
      continue;
    }
    const lines = text.split(/\r\n|\r|\n/);
    assert.ok(line >= 0 && line <= lines.length, `${fact.kind} in line ${line} of ${lines.length}`);
    const width = line === 0 ? -1 : lines[line - 1]!.length;
    assert.ok(column >= 0 && column <= width + 1, `${fact.kind} in column ${column} of ${width}`);
  }
}

function holds(seed: number, make: (g: Generator) => Files, run: number): void {
  const g = new Generator(random((seed + run * 0x9e3779b1) >>> 0));
  const files = make(g);
  const evaluate = 'setup.py' in files ? evaluateSdist : evaluateWheel;
  const about = (): string => `run ${run}:\n${Object.values(files).join('\n# next file\n')}`;
  try {
    const result = evaluate(files);
    check(files, result);
    assert.deepEqual(evaluate(files), result, 'the same twice');
  } catch (error) {
    throw new Error(about(), { cause: error });
  }
}

const randomFiles = (g: Generator): Files => {
  const first = g.pick(['own.py', 'setup.py', 'pkg/__init__.py']);
  const files: Files = { [first]: program(g, 4 + g.below(14), 3) };
  if (g.below(3) === 0) files['pkg/two.py'] = program(g, 3 + g.below(6), 3);
  return files;
};

suite('the evaluator', () => {
  test('on random programs', () => {
    for (let run = 0; run < runs(200); run++) holds(0x51de, randomFiles, run);
  });

  test('on damaged programs', () => {
    const sources = realSources();
    assert.ok(sources.length > 50);
    for (let run = 0; run < runs(80); run++)
      holds(
        0xda3a,
        (g) => ({ [g.pick(['own.py', 'setup.py'])]: damagedSource(g, sources, 20 + g.below(100)) }),
        run,
      );
  });
});
