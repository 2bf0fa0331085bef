/** The cases of `*.txt` in this folder: a title, a source, `==>`, and the tree it must give. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseModule } from '../../src/python/parser.ts';
import { printModule } from './print-tree.ts';

interface Case {
  title: string;
  source: string;
  tree: string;
}

/** Cases start with a `### title` line; blank lines around source and tree do not count. */
function readCases(text: string): Case[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const [, title = '', source = '', tree = ''] =
        /^(.*)\n\n([\s\S]*?)\n\n==>\n\n([\s\S]*)$/.exec(part) ?? [];
      assert.notEqual(tree, '', `malformed case: ${part.slice(0, 60)}`);
      return { title, source: `${source}\n`, tree: tree.trim() };
    });
}

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'))) {
  describe(`grammar: ${file}`, () => {
    for (const { title, source, tree } of readCases(readFileSync(join(import.meta.dirname, file), 'utf8'))) {
      it(title, () => {
        const module = parseModule(source);
        assert.equal(printModule(module), tree);
        if (file !== 'recovery.txt') assert.deepEqual(module.errors, []);
      });
    }
  });
}
