import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

const program = (write: string, read: string): string => `import base64, os
def save(folder, name):
    with open(${write}, 'wb') as out:
        out.write(base64.b64decode('QSA9IDE='))
def load(place, other):
    exec(open(${read}).read())`;

/** Where the file is written, where it is read, and the flow from one to the other. */
const CASES: [name: string, write: string, read: string, expected: string[]][] = [
  [
    'the same name',
    `os.path.join(folder, 'run.dat')`,
    `os.path.join(place, 'run.dat')`,
    [
      'own.py:6 call flow decoded base64.b64decode 8 characters > code-execution builtins.exec 5 characters by written to …/run.dat:4, read back from …/run.dat:6',
    ],
  ],
  ['names of which nothing is known', 'os.path.join(folder, name)', 'os.path.join(place, other)', []],
];

describe('what was written is found again', () => {
  for (const [name, write, read, expected] of CASES) {
    it(name, () => {
      const flows = lines(evaluate(program(write, read)), 'flow');
      assert.deepEqual(
        flows.filter((line) => line.includes('flow decoded') && line.includes('code-execution')),
        expected,
      );
    });
  }
});
