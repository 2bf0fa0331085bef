import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PyConstant } from '../../src/contracts/artifact.ts';
import { shannonEntropy } from '../../src/formats/entropy.ts';
import { allCode, readMarshal, readPyc } from '../../src/formats/marshal.ts';
import { readBinary } from '../../src/formats/native.ts';
import { findPickles, readPickle } from '../../src/formats/pickle.ts';
import { printableStrings } from '../../src/formats/strings.ts';
import { BINARY_SYMBOLS, MARSHAL_ITEMS, PICKLE_GLOBALS, PICKLE_PROGRAMS } from '../../src/limits.ts';
import { elfImage, fatImage, machOImage, peImage } from '../builders/native.ts';
import { PYC_SAMPLES } from '../builders/pyc.ts';
import { mutate, random, runs } from './mutate.ts';

const RUNS = runs(3_000);
/** Milliseconds for one damaged input of a few kilobytes; loops without end are what this is after. */
const PATIENCE_MS = 2_000;

function each(samples: readonly Uint8Array[], seed: number, check: (bytes: Uint8Array) => void): void {
  const next = random(seed);
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(samples, next);
    const start = performance.now();
    try {
      check(bytes);
    } catch (cause) {
      throw new Error(`run ${run} of seed ${seed}: ${Buffer.from(bytes).toString('base64')}`, { cause });
    }
    assert.ok(performance.now() - start < PATIENCE_MS, `run ${run} of seed ${seed} is slow`);
  }
}

describe('damaged bytes', () => {
  test('as .pyc', () => {
    each(PYC_SAMPLES, 1, (bytes) => {
      const pyc = readPyc(bytes);
      if ('problem' in pyc) assert.notEqual(pyc.problem, '');
      else assert.ok(allCode(pyc.code).length <= MARSHAL_ITEMS);
    });
  });

  test('as marshal', () => {
    const samples = PYC_SAMPLES.map((bytes) => bytes.subarray(16));
    each(samples, 2, (bytes) => {
      const value = readMarshal(bytes);
      if ('type' in value) assert.ok(countOf(value) <= MARSHAL_ITEMS);
    });
  });

  test('as pickles', () => {
    const samples = [
      '\x80\x04\x95\x1a\0\0\0\0\0\0\0\x8c\x08builtins\x94\x8c\x05print\x94\x93\x94K\x01\x85\x94R\x94.',
      '(dp0\nVlist\np1\n(lp2\nI0\naI1\nasVset\np3\nc__builtin__\nset\np4\n((lp5\nI1\natp6\nRp7\ns.',
      '\x80\x02cbuiltins\ngetattr\ncexample\nmodule\nX\x05\0\0\0print\x86R(K\x01tR.',
      '\x80\x02]q\0(h\0K\x01e.',
    ].map((text) => Buffer.from(text, 'latin1'));
    each(samples, 3, (bytes) => {
      const program = readPickle(bytes);
      if (program) {
        assert.ok(program.end > 0 && program.end <= bytes.length);
        assert.ok(program.globals.length <= PICKLE_GLOBALS);
      }
      assert.ok(findPickles(bytes).length <= PICKLE_PROGRAMS);
    });
  });

  test('as native binaries', () => {
    const samples = [
      peImage({
        imports: { 'a.dll': ['B', 3] },
        exports: ['C'],
        certificate: Buffer.alloc(8),
        overlay: Buffer.alloc(9),
      }),
      elfImage({ libraries: ['libc.so.6'], imports: ['system'], exports: ['PyInit_x'] }),
      machOImage({ libraries: ['/usr/lib/a.dylib'], imports: ['fork'], exports: ['main'] }),
      fatImage([machOImage(), machOImage({ cpu: 0x01000007 })]),
    ];
    each(samples, 4, (bytes) => {
      const binary = readBinary(bytes);
      if (!binary || 'problem' in binary) return;
      assert.ok(binary.imports.length <= BINARY_SYMBOLS && binary.exports.length <= BINARY_SYMBOLS);
      assert.ok(binary.overlaySize >= 0 && binary.overlaySize <= bytes.length);
      for (const section of binary.sections) assert.ok(section.entropy >= 0 && section.entropy <= 8);
    });
  });

  test('as strings', () => {
    each([Buffer.from('\0text of a program\0w\0i\0d\0e\0\0', 'latin1'), peImage()], 5, (bytes) => {
      const found = printableStrings(bytes, { minimum: 4, maximum: 50 });
      assert.ok(found.length <= 50);
      for (const text of found) assert.match(text, /^[\t\x20-\x7e]{4,4096}$/);
      const entropy = shannonEntropy(bytes);
      assert.ok(entropy >= 0 && entropy <= 8);
    });
  });
});

/** Objects in a tree of constants, code objects left out. */
function countOf(root: PyConstant): number {
  const open: PyConstant[] = [root];
  let count = 0;
  for (let value = open.pop(); value; value = open.pop()) {
    count++;
    if ('items' in value) for (const item of value.items) open.push(item);
    if ('entries' in value) for (const entry of value.entries) open.push(...entry);
  }
  return count;
}
