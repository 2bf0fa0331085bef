import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editDistance } from '../../../../src/rules/support/edit-distance.ts';

const CASES: [string, string, number, number][] = [
  ['requests', 'requests', 2, 0],
  ['requests', 'reqeusts', 2, 1],
  ['requests', 'request', 2, 1],
  ['requests', 'requezts', 2, 1],
  ['requests', 'rrequestss', 2, 2],
  ['colorama', 'clorama', 2, 1],
  ['', 'ab', 2, 2],
  ['ab', '', 2, 2],
  ['abc', 'abcdef', 2, 3],
  ['numpy', 'scipy', 2, 3],
  ['ca', 'abc', 3, 3],
];

describe('letters between two names', () => {
  for (const [a, b, most, expected] of CASES)
    it(`${a} and ${b}`, () => assert.equal(editDistance(a, b, most), expected));
});
