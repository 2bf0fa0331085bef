/**
 * Finds rare fixed strings in a text, letter case and all, most of which is never looked at (Wu and Manber, "A fast
 * algorithm for multi-pattern searching", 1994): two characters tell how far on a string may begin at the earliest.
 * At worst, each position is compared with each string.
 */

const HASHES = 4096;
const hash = (first: number, second: number): number => ((first << 5) ^ second) & (HASHES - 1);

/** Called for each occurrence, by its beginning; true to stop. */
export type OnWord = (word: number, start: number) => boolean;

/** @param words of at least two characters. */
export function buildFinder(words: readonly string[]): (text: string, onWord: OnWord) => void {
  const window = Math.min(...words.map(({ length }) => length));
  const skip = new Uint8Array(HASHES).fill(window - 1);
  const ending: number[][] = Array.from({ length: HASHES }, () => []);
  for (const [id, word] of words.entries()) {
    for (let i = 1; i < window; i++) {
      const at = hash(word.charCodeAt(i - 1), word.charCodeAt(i));
      skip[at] = Math.min(skip[at]!, window - 1 - i);
      if (i === window - 1) ending[at]!.push(id);
    }
  }
  return (text, onWord) => {
    const { length } = text;
    for (let i = window - 1; i < length; ) {
      const at = hash(text.charCodeAt(i - 1), text.charCodeAt(i));
      if (skip[at] !== 0) i += skip[at]!;
      else {
        const start = i - window + 1;
        for (const id of ending[at]!) if (text.startsWith(words[id]!, start) && onWord(id, start)) return;
        i++;
      }
    }
  };
}
