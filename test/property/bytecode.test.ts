/** Bytecode at random: nothing is thrown, and what is written is bounded and can be parsed to its end. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeObject } from '../../src/contracts/artifact.ts';
import { TABLE_VERSIONS } from '../../src/formats/bytecode/instructions.ts';
import { recoverSource } from '../../src/formats/bytecode/recover.ts';
import { allCode, readPyc } from '../../src/formats/marshal.ts';
import { BYTECODE_CHARACTERS } from '../../src/limits.ts';
import { parseModule } from '../../src/python/parser.ts';
import { codeOf, int, NONE, type Step, text, tuple } from '../builders/bytecode.ts';
import { PYC_SAMPLES } from '../builders/pyc.ts';

/** Numbers in [0, 1) of a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
}

function check(code: CodeObject, version: string): void {
  const { text: found } = recoverSource(code, version);
  assert.ok(found.length <= BYTECODE_CHARACTERS * 2, `${found.length} characters`);
  assert.equal(parseModule(found).source.length, found.length);
}

function randomCode(next: () => number): CodeObject {
  const below = (limit: number): number => Math.floor(next() * limit);
  const child = codeOf('3.11', []);
  child.name = ['<listcomp>', '<lambda>', 'f', '<genexpr>'][below(4)]!;
  child.body.bytes = Uint8Array.from({ length: below(60) * 2 }, () => below(256));
  const code = codeOf('3.11', [], {
    names: ['os', 'system', 'a b', 'if', 'x'.repeat(1000), ''],
    constants: [int(1), text('key'), NONE, tuple(text('key'), text('b')), { type: 'code', value: child }],
    locals: ['.0', 'a', 'b'],
    exceptions: Uint8Array.from({ length: below(24) }, () => below(128)),
  });
  // Small arguments reach names and constants more often.
  code.body.bytes = Uint8Array.from({ length: below(400) }, (_, at) => below(at % 2 === 0 ? 256 : 8));
  code.body.flags = below(1024);
  code.body.parameters = { positional: below(5), positionalOnly: below(5), keywordOnly: below(1e9) };
  return code;
}

describe('recovery of source from bytecode', () => {
  it('takes any instructions in any version', () => {
    const next = random(20_231);
    for (let round = 0; round < 1_500; round++) {
      const version = [...TABLE_VERSIONS, 'unknown'][Math.floor(next() * (TABLE_VERSIONS.length + 1))]!;
      check(randomCode(next), version);
    }
  });

  it('takes files with bytes changed', () => {
    const next = random(7);
    for (let round = 0; round < 600; round++) {
      const bytes = Uint8Array.from(PYC_SAMPLES[round % PYC_SAMPLES.length]!);
      for (let change = 0; change < 4; change++)
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      const pyc = readPyc(bytes);
      if ('problem' in pyc) continue;
      for (const code of allCode(pyc.code)) check(code, pyc.python);
    }
  });

  const many = (count: number, ...steps: Step[]): Step[] => Array.from({ length: count }, () => steps).flat();
  const WORST: [name: string, version: string, steps: Step[]][] = [
    ['sums of sums', '3.10', [['LOAD_NAME', 0], ...many(50_000, 'DUP_TOP', 'BINARY_ADD')]],
    ['a long chain of attributes', '3.10', [['LOAD_NAME', 0], ...many(100_000, ['LOAD_ATTR', 0])]],
    ['more targets than there are values', '3.10', many(50, ['LOAD_NAME', 0], ['UNPACK_SEQUENCE', 2 ** 31])],
    ['blocks in blocks', '3.10', many(50_000, ['SETUP_FINALLY', 60_000])],
    ['loops in loops', '3.10', many(50_000, ['FOR_ITER', 100])],
    [
      'jumps under a high stack',
      '3.12',
      [...many(50_000, ['LOAD_NAME', 0]), ...many(50_000, ['POP_JUMP_IF_FALSE', 9])],
    ],
    ['a constant again and again', '3.10', many(100_000, ['LOAD_CONST', 0], ['STORE_NAME', 0])],
  ];
  for (const [name, version, steps] of WORST) {
    it(`takes little time for ${name}`, () => {
      const code = codeOf(version, steps, { names: ['x'], constants: [text('A'.repeat(100_000))] });
      const started = performance.now();
      check(code, version);
      assert.ok(performance.now() - started < 30_000);
    });
  }
});
