import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { AnyNode, Module } from '../../../src/python/ast.ts';
import { parseModule } from '../../../src/python/parser.ts';
import { childrenOf, walk } from '../../../src/python/walk.ts';

/** Every node by looking at all fields of all objects, which `childrenOf` must not fall behind. */
function allNodes(module: Module): Set<object> {
  const found = new Set<object>();
  const stack: unknown[] = [module];
  while (stack.length > 0) {
    const value = stack.pop();
    if (value === null || typeof value !== 'object') continue;
    if ('kind' in value) found.add(value);
    const isText = 'errors' in value && 'comments' in value;
    stack.push(...(isText ? (value as Module).body : Object.values(value)));
  }
  return found;
}

function kinds(source: string): string[] {
  const found: string[] = [];
  walk(parseModule(source), (node) => {
    found.push(node.kind === 'Name' ? node.id : node.kind === 'Constant' ? String(node.value) : node.kind);
  });
  return found;
}

describe('walk', () => {
  it('reaches every node of every grammar case', () => {
    const folder = join(import.meta.dirname, '../../python');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
      const module = parseModule(readFileSync(join(folder, file), 'utf8').replaceAll(/^###.*|^==>$/gm, ''));
      const visited = new Set<AnyNode>();
      walk(module, (node) => {
        assert.ok(!visited.has(node), `${node.kind} visited twice`);
        visited.add(node);
      });
      assert.deepEqual(visited, allNodes(module), file);
    }
  });

  it('goes in source order, parents first', () => {
    assert.deepEqual(kinds('f(a, b=c, *d)\n'), ['Module', 'Expr', 'Call', 'f', 'a', 'c', 'Starred', 'd']);
    assert.deepEqual(kinds('x = {a: b, **c}\n'), ['Module', 'Assign', 'x', 'Dict', 'a', 'b', 'c']);
    assert.deepEqual(kinds('@a\ndef f(b: c = d, *e: g, h=i, **j: k) -> l: m\n').slice(2), [
      'a',
      'c',
      'd',
      'g',
      'i',
      'k',
      'l',
      'Expr',
      'm',
    ]);
  });

  it('skips the children of a node when told', () => {
    const seen: string[] = [];
    walk(parseModule('def f():\n    a\nb\n'), (node) => {
      seen.push(node.kind);
      return node.kind !== 'FunctionDef';
    });
    assert.deepEqual(seen, ['Module', 'FunctionDef', 'Expr', 'Name']);
  });

  it('stands chains longer than the stack', () => {
    let names = 0;
    walk(parseModule(`${'a + '.repeat(50_000)}a\n`), (node) => {
      if (node.kind === 'Name') names++;
    });
    assert.equal(names, 50_001);
  });

  it('gives direct children only', () => {
    const [statement] = parseModule('with a as b, c: d\n').body;
    assert.deepEqual(
      childrenOf(statement!).map((node) => `${node.kind} ${node.start}`),
      ['Name 5', 'Name 10', 'Name 13', 'Expr 16'],
    );
  });
});
