import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Compaction } from '../../../../src/analyses/evaluate/compaction.ts';
import { type OwnModule, SourceText } from '../../../../src/analyses/evaluate/program.ts';
import { Scope } from '../../../../src/analyses/evaluate/scope.ts';
import { list, literal, tuple, type Value } from '../../../../src/analyses/evaluate/values.ts';
import { HELD_TEXT_CHARACTERS, LONG_TEXT_CHARACTERS } from '../../../../src/limits.ts';
import { evaluate, lines } from '../../../support/evaluated.ts';

const LONG = 'x = 1\n'.repeat(LONG_TEXT_CHARACTERS / 5);

/** A module that was evaluated: these names, in this text. */
function moduleOf(names: Record<string, Value>, text: string): OwnModule {
  const scope = new Scope('module', null);
  for (const [name, value] of Object.entries(names)) scope.names.set(name, value);
  return { scope, source: new SourceText('own.py', text, null, 0), functions: [] } as unknown as OwnModule;
}

/** Whether a text of a module is read from its source. */
const isGivenUp = ({ scope }: OwnModule, name: string): boolean =>
  Object.getOwnPropertyDescriptor(scope.names.get(name), 'v')!.get !== undefined;

describe('compaction of modules', () => {
  it('gives up long literals, which read the same as before', () => {
    const names = { doc: literal(LONG), other: literal(`${LONG}#`) };
    const first = moduleOf(names, `doc = """${LONG}"""\nother = """${LONG}#"""\n`);
    const compaction = new Compaction();
    compaction.compact(first);
    for (const [name, value] of Object.entries(names)) {
      assert.equal(isGivenUp(first, name), true);
      assert.deepEqual({ ...first.scope.names.get(name) }, value);
    }
    const second = moduleOf({ doc: first.scope.names.get('doc')! }, `doc = """${LONG}"""\n`);
    compaction.compact(second);
    assert.equal(second.scope.names.get('doc'), first.scope.names.get('doc'), 'a module that imports it');
  });

  it('keeps what its source does not spell, and what is short', () => {
    const values = { escaped: literal(LONG), short: literal(LONG.slice(0, LONG_TEXT_CHARACTERS - 1)) };
    const module = moduleOf(values, `escaped = """${LONG.replaceAll('x', '\\x78')}"""`);
    new Compaction().compact(module);
    for (const name of Object.keys(values)) assert.equal(isGivenUp(module, name), false);
  });

  it('does not go through a source for ever, for literals that it does not spell', () => {
    for (const [escaped, given] of [
      [3, true],
      [4, false],
    ] as const) {
      const names: Record<string, Value> = {};
      for (let i = 0; i < escaped; i++) names[`escaped${i}`] = literal(`${LONG}${i}`);
      const module = moduleOf({ ...names, plain: literal(LONG) }, `plain = """${LONG}"""\n`);
      new Compaction().compact(module);
      assert.equal(isGivenUp(module, 'plain'), given);
    }
  });

  it('lets modules share what is equal, and changes nothing else', () => {
    const make = () => {
      const entry = { key: literal('key'), value: tuple([literal('item'), literal('key')]) };
      const items = list([literal('item'), { ...literal('item'), made: 'joined' }]);
      items.items.push(items);
      return {
        table: { t: 'dict', taint: null, entries: new Map([['skey', entry]]), open: false } as const,
        items,
      };
    };
    const [first, second] = [make(), make()];
    const compaction = new Compaction();
    for (const one of [first, second]) compaction.compact(moduleOf(one, ''));
    const { key, value } = first.table.entries.get('skey')!;
    assert.equal(second.table.entries.get('skey')!.key, key);
    assert.equal(value.items[1], key);
    assert.equal(second.items.items[0], first.items.items[0]);
    assert.notEqual(second.items.items[1], first.items.items[1]);
    assert.deepEqual([first, second], [make(), make()]);
  });

  it('leads to the same facts in a large distribution', () => {
    const modules = {
      'first.py': `KEPT = """${LONG}import os; os.system('print(1)')"""\nTABLE = {'a': 'echo', 'b': KEPT}\n`,
      'second.py': `import os, first\nexec(first.KEPT)\nos.system(first.TABLE['a'] + ' 2')\n`,
    };
    const filling = `${'#'.repeat(99)}\n`.repeat(HELD_TEXT_CHARACTERS / 100);
    const expected = lines(evaluate(modules), 'call', 'layer');
    for (const seen of ['print(1)', 'echo 2', 'literal'])
      assert.ok(
        expected.some((line) => line.includes(seen)),
        expected.join('\n'),
      );
    assert.deepEqual(lines(evaluate({ ...modules, 'third.py': filling }), 'call', 'layer'), expected);
  });
});
