import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseCommand, type Dialect } from '../../../../src/analyses/command.ts';

export interface Expected {
  /** Features, blank-separated, in any order. */
  features: string;
  programs?: string;
  urls?: string[];
  /** `language < chain`, and the text. */
  inner?: [string, string][];
}

/** One table row: a command text and everything that is read from it. */
export function check(dialect: Dialect, text: string, expected: Expected, name = text): void {
  test(name.slice(0, 100), () => {
    const reading = analyseCommand(text, dialect);
    assert.deepEqual(reading.features, expected.features.split(' ').filter(Boolean).sort());
    if (expected.programs !== undefined)
      assert.deepEqual(reading.programs, expected.programs.split(' ').filter(Boolean));
    if (expected.urls !== undefined) assert.deepEqual(reading.urls, expected.urls);
    if (expected.inner !== undefined) {
      const inner = reading.inner.map(({ language, chain, text: program }) => [
        `${language} < ${chain.join(' < ')}`,
        program,
      ]);
      assert.deepEqual(inner, expected.inner);
    }
  });
}
