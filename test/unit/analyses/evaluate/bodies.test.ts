import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HELD_TREE_CHARACTERS } from '../../../../src/limits.ts';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Comments, so long that the trees of two such modules are not held together. */
const FILLING = `${'#'.repeat(99)}\n`.repeat(Math.ceil(HELD_TREE_CHARACTERS / 150));

const FIRST = `
import second, third
def fetch():
    return second.address("/x")
def run():
    yield third.send(fetch())
`;
const SECOND = `
import third
def address(path):
    """Where to go."""
    def joined():
        return "https://own.example" + path
    return joined()
def second_of(first, *others): return others[0]
class Names:
    pick = (lambda self,
        name: name + ".example")
`;
const THIRD = `
import os, second
def send(url):
    os.system("curl " + url)
def told():
    os.system(second.address.__doc__)
    os.system(second.second_of(1, "chosen"))
    os.system(second.Names().pick("host"))
`;

describe('bodies of functions that were given up', () => {
  const modules = { 'first.py': FIRST, 'second.py': SECOND, 'third.py': THIRD };

  it('are evaluated as if they had been held', () => {
    const large = Object.fromEntries(Object.entries(modules).map(([path, text]) => [path, text + FILLING]));
    const expected = lines(evaluate(modules), 'call');
    for (const seen of ['curl https://own.example/x', 'Where to go.', 'chosen', 'host.example'])
      assert.ok(
        expected.some((line) => line.includes(seen)),
        expected.join('\n'),
      );
    assert.deepEqual(lines(evaluate(large), 'call'), expected);
  });
});
