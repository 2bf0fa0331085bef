import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RULES } from '../../src/rules/registry.generated.ts';
import { filesIn } from './source-files.ts';

/** Words the glossary bans, where a person can read them. Each with what is allowed all the same. */
const BANNED: { word: RegExp; unless: RegExp; instead: string }[] = [
  {
    word: /\bpackages?\b/gi,
    unless:
      /package (?:index|manager|credential|data|installer)s?|import packages?|npm package|package\.json/gi,
    instead: 'distribution (one file), project or release',
  },
  { word: /\bclean\b/gi, unless: /clean(?:ed)? up/gi, instead: 'no-findings: nothing here proves innocence' },
  { word: /\bwhitelist|\bblacklist/gi, unless: /$^/g, instead: 'allowlist, denylist' },
];

function offences(text: string): string[] {
  return BANNED.flatMap(({ word, unless, instead }) =>
    [...text.replaceAll(unless, '').matchAll(word)].map(
      ([found]) => `'${found}' in "${text.trim()}": say ${instead}`,
    ),
  );
}

/** String and template literals of a source text, without comments and imports. */
function literalsOf(text: string): string[] {
  const program = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^(?:import|export)[^;]*?from .*$/gm, '');
  return [...program.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)].map(([literal]) => literal);
}

describe('words that people read', () => {
  it('are searched by this test (the search works)', () => {
    assert.equal(offences('The package is clean').length, 2);
    assert.deepEqual(offences('a package index'), []);
    assert.deepEqual(literalsOf("// 'no'\nimport x from 'no';\nsay('yes', `and this`);"), [
      "'yes'",
      '`and this`',
    ]);
  });

  it('keep to the glossary in the reports and the command line', () => {
    const files = filesIn(['src/cli', 'src/report', 'src/verdict', 'src/scan'], ['.ts']);
    const found = files.flatMap(({ path, text }) =>
      literalsOf(text).flatMap((literal) => offences(literal).map((offence) => `${path}: ${offence}`)),
    );
    assert.deepEqual(found, []);
  });

  it('keep to the glossary in rule titles and messages', () => {
    const found = RULES.flatMap(({ id, title, messages }) =>
      [title, ...Object.values(messages)].flatMap((text) =>
        offences(text).map((offence) => `${id}: ${offence}`),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('keep to the glossary in the names of the contracts', () => {
    const names = filesIn(['src/contracts'], ['.ts']).flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:interface|type|const|class) (\w+)|^ {2}(\w+)\??:/gm)].map(
        ([, declared, field]) => `${path}: ${declared ?? field}`,
      ),
    );
    assert.ok(names.some((name) => name.endsWith(': ScanResult')));
    assert.deepEqual(
      names.filter((name) => /package(?!s?$)|clean/i.test(name) && !name.endsWith(': isPackage')),
      [],
    );
  });
});
