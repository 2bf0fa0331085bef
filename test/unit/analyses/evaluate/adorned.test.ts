import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

describe('what a decorator adorns', () => {
  it('is not called by it, however often the decorator is used', () => {
    const functions = Array.from(
      { length: 40 },
      (_, at) => `@kept\ndef f${at}(x):\n    return os.system('print(${at})')\n`,
    );
    const text = `import os\ndef kept(fn):\n    def inner(*given):\n        return fn(*given)\n    return inner\n${functions.join('')}`;
    const found = lines(evaluate({ 'own/__init__.py': text }), 'call');
    assert.equal(found.length, 40);
    assert.deepEqual(
      found.filter((line) => !/^own\/__init__\.py:\d+ call call os\.system/.test(line)),
      [],
    );
  });
});
