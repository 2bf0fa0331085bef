import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildMatcher, type MatcherOptions } from '../../../src/analyses/aho-corasick.ts';

function hits(patterns: string[], text: string, options?: MatcherOptions): [string, number, number][] {
  const found: [string, number, number][] = [];
  buildMatcher(patterns, options).scan(text, (id, start, end) => {
    found.push([patterns[id]!, start, end]);
  });
  return found;
}

test('finds every pattern at every place, overlaps and suffixes included', () => {
  assert.deepEqual(hits(['he', 'she', 'his', 'hers'], 'ushers his'), [
    ['she', 1, 4],
    ['he', 2, 4],
    ['hers', 2, 6],
    ['his', 7, 10],
  ]);
});

test('finds one pattern inside another', () => {
  assert.deepEqual(hits(['abcd', 'bc', 'c'], 'abcd'), [
    ['bc', 1, 3],
    ['c', 2, 3],
    ['abcd', 0, 4],
  ]);
});

test('reports equal patterns once each', () => {
  assert.deepEqual(hits(['ab', 'AB'], 'xab'), [
    ['ab', 1, 3],
    ['AB', 1, 3],
  ]);
});

test('ignores ASCII case only', () => {
  assert.deepEqual(hits(['token'], 'ToKeN'), [['token', 0, 5]]);
  assert.deepEqual(hits(['k'], '\u212a'), [], 'the Kelvin sign is no k');
});

test('a character outside every pattern ends a match', () => {
  assert.deepEqual(hits(['ab'], 'a\u0436b a\0b ab'), [['ab', 8, 10]]);
});

test('in paths both separators and runs of them are one', () => {
  const patterns = ['a/b/c'];
  for (const text of ['a/b/c', 'a\\b\\c', 'a\\\\b\\\\c', 'a//b\\c']) {
    assert.deepEqual(hits(patterns, text, { paths: true }), [['a/b/c', 0, text.length]], text);
  }
  assert.deepEqual(hits(patterns, 'a\\b\\c'), [], 'only when asked');
});

test('a run of separators before a match does not belong to it', () => {
  assert.deepEqual(hits(['/b'], 'a\\\\b', { paths: true }), [['/b', 2, 4]]);
  assert.deepEqual(hits(['b'], '//b', { paths: true }), [['b', 2, 3]]);
});

test('stops when the callback says so', () => {
  const seen: number[] = [];
  buildMatcher(['a']).scan('aaaa', (_, start) => {
    seen.push(start);
    return seen.length === 2;
  });
  assert.deepEqual(seen, [0, 1]);
});

test('refuses broken tables', () => {
  assert.throws(() => buildMatcher(['']), RangeError);
  assert.throws(() => buildMatcher(['é']), RangeError);
});
