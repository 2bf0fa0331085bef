/**
 * Reads distributions and saves what the analyses say of each, so that rules, weights and strategies can be tried
 * again and again without unpacking anything: `<out>/<sha256>.json.gz`, outside the repository. What the same code
 * has saved already is left as it is.
 *
 *   node eval/collect.ts --out DIR [--manifest FILE --root DIR] [--benign DIR] [--stdlib [--python PYTHON]]
 *     [--site-packages DIR]... [--jobs N] [--seconds N] [--again]
 */
import { parseArgs } from 'node:util';
import { collect } from './collect/pool.ts';
import { CORPUS_OPTIONS, unitsOf } from './collect/selection.ts';

const { values } = parseArgs({
  options: {
    ...CORPUS_OPTIONS,
    out: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '600' },
    again: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const units = unitsOf(values);
  if (values.out === undefined || units.length === 0) {
    process.stderr.write('usage: collect.ts --out DIR and at least one corpus; see docs/evaluation.md\n');
    return 64;
  }
  const { collected, crashed, known, failures } = await collect(units, {
    out: values.out,
    jobs: Number(values.jobs),
    milliseconds: Number(values.seconds) * 1000,
    again: values.again,
  });
  for (const { file, reason } of failures) process.stderr.write(`${file}: ${reason}\n`);
  process.stdout.write(
    `${collected} collected (${crashed} crashed), ${known} known, ${failures.length} failed\n`,
  );
  return failures.length === 0 ? 0 : 1;
}

process.exitCode = await main();
