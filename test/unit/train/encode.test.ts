import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { encode } from '../../../src/train/encode.ts';
import { handSteps, weightsOf } from '../../../src/train/prior.ts';
import { behaviour, finding, sample } from './synthetic.ts';

suite('encode', () => {
  test('a reach switches on every step below it, per member', () => {
    const encoded = encode(
      sample('x', {
        findings: [finding('a/b', 'call'), finding('a/b', 'entry-point'), finding('a/b', 'startup', 'b.py')],
        facts: [behaviour('development')],
      }),
    );
    assert.deepEqual(encoded.members, [
      {
        rules: ['rule a/b call', 'rule a/b development', 'rule a/b entry-point'],
        facts: ['fact behaviour:self-delete development'],
      },
      {
        rules: [
          'rule a/b call',
          'rule a/b development',
          'rule a/b entry-point',
          'rule a/b import',
          'rule a/b install',
        ],
        facts: [],
      },
    ]);
  });

  test('what is no code stands apart, unless code does it as well', () => {
    const none = encode(sample('x', { findings: [finding('a/b', 'none')] }));
    assert.deepEqual(none.members, [{ rules: ['rule a/b none'], facts: [] }]);
    const both = encode(sample('x', { findings: [finding('a/b', 'none'), finding('a/b', 'development')] }));
    assert.deepEqual(both.members, [{ rules: ['rule a/b development'], facts: [] }]);
  });

  test('members that say the same count once, and there is always one', () => {
    const same = encode(
      sample('x', { findings: [finding('a/b'), finding('a/b', 'import', 'b.py')], facts: [] }),
    );
    assert.equal(same.members.length, 1);
    assert.deepEqual(encode(sample('x', {})).members, [{ rules: [], facts: [] }]);
  });
});

suite('weights and steps', () => {
  const HAND = { 'a/b': { startup: 5, install: 4, import: 3, 'entry-point': 2, call: 2.5, none: 0.5 } };

  test('steps are what a nearer reach adds, never less than nothing', () => {
    assert.deepEqual(
      [...handSteps(HAND)],
      [
        ['rule a/b call', 2.5],
        ['rule a/b import', 0.5],
        ['rule a/b install', 2],
        ['rule a/b none', 0.5],
      ],
    );
  });

  test('weights add steps up again, scaled and rounded', () => {
    assert.deepEqual(weightsOf('rule', handSteps(HAND), 2), {
      'a/b': { call: 5, 'entry-point': 5, import: 6, install: 10, none: 1 },
    });
    assert.deepEqual(weightsOf('fact', handSteps(HAND), 2), {});
    assert.deepEqual(weightsOf('rule', new Map([['rule a/b call', 0.0004]]), 1), {});
  });
});
