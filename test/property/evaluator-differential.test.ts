/** What the evaluator computes is what CPython computes, over random programs of pure operations on known values. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pythons, runPython } from '../oracle/python.ts';
import { evaluateWheel } from '../support/evaluated.ts';
import { random, runs } from './mutate.ts';
import { pureProgram } from './python-expressions.ts';
import { Generator } from './python-operations.ts';

const ORACLE = join(import.meta.dirname, '../oracle/evaluate_programs.py');
const IMPORTS =
  'import base64, binascii, codecs, functools, hashlib, html, itertools, json, math, operator, os, re, string, struct, textwrap, urllib.parse, zlib';
/** Programs that share a module: enough to be quick, few enough for its allowance of steps. */
const TOGETHER = 50;

type Program = ReturnType<typeof pureProgram>;

/** What the evaluator makes of each result's `repr`, undefined where it is not known. */
function folded(programs: readonly Program[]): unknown[] {
  const text = [IMPORTS];
  const at = new Map<number, number>();
  for (const [i, { lines, result }] of programs.entries()) {
    text.push(...lines, `os.system(repr(${result}))`);
    at.set(text.length, i);
  }
  const results: unknown[] = programs.map(() => undefined);
  for (const fact of evaluateWheel(`${text.join('\n')}\n`).facts)
    if (fact.kind === 'call' && fact.api === 'os.system')
      results[at.get(fact.at.line)!] = fact.args[0]?.constant;
  return results;
}

test('what is computed is what CPython computes', (context) => {
  const [python] = pythons();
  if (!python) return context.skip('no python3 here');
  const generator = new Generator(random(0x5eed));
  let computed = 0;
  let valid = 0;
  for (let left = runs(2000); left > 0; left -= 1000) {
    const programs = Array.from({ length: Math.min(left, 1000) }, (_, i) => pureProgram(generator, i));
    const expected = JSON.parse(runPython(python, [ORACLE], JSON.stringify(programs))) as (string | null)[];
    for (let from = 0; from < programs.length; from += TOGETHER) {
      const some = programs.slice(from, from + TOGETHER);
      for (const [i, result] of folded(some).entries()) {
        const wanted = expected[from + i];
        if (wanted === null) continue;
        valid++;
        if (result === undefined) continue;
        computed++;
        const { lines, result: expression } = some[i]!;
        assert.equal(result, wanted, [...lines, expression].join('\n'));
      }
    }
  }
  assert.ok(computed > valid * 0.85, `${computed} of ${valid} computed`);
});
