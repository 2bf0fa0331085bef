import { deepStrictEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildFinder } from '../../../src/analyses/fixed-words.ts';

/** Word and beginning of all that is found. */
function found(words: readonly string[], text: string): string[] {
  const hits: string[] = [];
  buildFinder(words)(text, (word, start) => {
    hits.push(`${words[word]}@${start}`);
    return false;
  });
  return hits;
}

describe('fixed words', () => {
  const cases: [name: string, words: string[], text: string, expected: string[]][] = [
    ['nothing in nothing', ['mark'], '', []],
    ['a text shorter than any word', ['mark'], 'mar', []],
    ['the whole text', ['mark'], 'mark', ['mark@0']],
    ['case counts', ['mark'], 'Mark MARK mark', ['mark@10']],
    ['words of different length', ['mark', 'marking'], 'a marking', ['mark@2', 'marking@2']],
    ['the end is cut off', ['mark', 'marking'], 'a markin', ['mark@2']],
    ['overlapping', ['____(b'], '______(b', ['____(b@2']],
    ['characters beyond ASCII around it', ['mark'], 'é\u{1f600}mark\u4e2d', ['mark@3']],
  ];
  for (const [name, words, text, expected] of cases)
    test(name, () => deepStrictEqual(found(words, text), expected));

  test('stops when it is told to', () => {
    const starts: number[] = [];
    buildFinder(['ab'])('abab', (_, start) => starts.push(start) === 1);
    deepStrictEqual(starts, [0]);
  });

  test('finds what a plain search finds', () => {
    const words = ['abca', 'bcab', 'aaaa', 'cabcab', 'bbb'];
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed;
    };
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: random() % 60 }, () => 'abc'[random() % 3]).join('');
      const expected = words.flatMap((word) =>
        Array.from(text, (_, at) => at).flatMap((at) => (text.startsWith(word, at) ? [`${word}@${at}`] : [])),
      );
      deepStrictEqual(found(words, text).toSorted(), expected.toSorted(), text);
    }
  });
});
