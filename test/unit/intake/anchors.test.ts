import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnchors } from '../../../src/intake/anchors.ts';

function attributesOf(html: string): Record<string, string>[] {
  return readAnchors(html).anchors.map(({ attributes }) => Object.fromEntries(attributes));
}

const CASES: [string, string, Record<string, string>[]][] = [
  ['double quotes', '<a href="x.whl">x</a>', [{ href: 'x.whl' }]],
  ['single quotes and case', "<A HREF='x.whl'>x</A>", [{ href: 'x.whl' }]],
  ['no quotes', '<a href=x.whl>x</a>', [{ href: 'x.whl' }]],
  ['blanks around =', '<a\n href =\t"x" >', [{ href: 'x' }]],
  ['attribute without value', '<a href="x" data-yanked>', [{ href: 'x', 'data-yanked': '' }]],
  [
    '> inside quotes',
    '<a data-requires-python="&gt;=3.8, >2" href="x">',
    [{ 'data-requires-python': '>=3.8, >2', href: 'x' }],
  ],
  ['first of two equal names wins', '<a href="x" href="y">', [{ href: 'x' }]],
  ['entities', '<a href="a&amp;b&#x41;&#66;&bogus;">', [{ href: 'a&bAB&bogus;' }]],
  ['comments hide tags', '<!-- <a href="x"> --><a href="y">', [{ href: 'y' }]],
  ['an open comment hides the rest', '<a href="y"><!-- <a href="x">', [{ href: 'y' }]],
  ['other tags that begin with a', '<abbr href="x"><area href="y"><a href="z">', [{ href: 'z' }]],
  ['cut in an attribute', '<a href="x', [{ href: '', '"x': '' }]],
  ['nothing', '', []],
];

for (const [title, html, expected] of CASES) {
  test(`anchors: ${title}`, () => assert.deepEqual(attributesOf(html), expected));
}

test('the first base counts', () => {
  assert.equal(readAnchors('<base href="/one/"><base href="/two/"><a href="x">').base, '/one/');
  assert.equal(readAnchors('<a href="x">').base, null);
});

test('hostile pages are read in linear time', () => {
  for (const piece of ['<a ', '<a x="', "<a '", '<', '<!--', '<a =', '<a x = ', '<a\t\t\t']) {
    const started = performance.now();
    readAnchors(piece.repeat(400_000));
    assert.ok(performance.now() - started < 3000, piece);
  }
});
