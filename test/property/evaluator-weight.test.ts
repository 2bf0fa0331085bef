/** Few operations on long values are bounded like many on short ones; decoders that build their output are not. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scanBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

function scan(text: string, more: Record<string, string> = {}) {
  const metadata = 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n';
  const members = [
    { name: 'pkg/__init__.py', data: text },
    ...Object.entries(more).map(([name, data]) => ({ name, data })),
    { name: 'pkg-1.0.dist-info/METADATA', data: metadata },
  ];
  return scanBytes('pkg', 'pkg-1.0-py3-none-any.whl', zip(members));
}

/** Uses up what operations on long values may cost. */
const BOMB = `x = 'ab' * 1000000\n${'x = x[::-1]\n'.repeat(30)}`;

suite('operations on long values', () => {
  for (const [name, operation] of [
    ['reversals', 'x = x[::-1]\n'],
    ['replacements', 'x = x.replace("a", "b")\n'],
    ['representations', 'y = repr(x)\n'],
  ] as const) {
    test(`${name} without end are cut short and reported`, () => {
      const { limitations } = scan(`x = 'ab' * 1000000\n${operation.repeat(200)}`);
      const found = limitations.filter(({ code }) => code === 'decode-limit');
      assert.deepEqual(
        found.map(({ where }) => where),
        ['pkg/__init__.py'],
      );
    });
  }

  test('an allowance that several files use up is said once', () => {
    const { limitations } = scan(BOMB, { 'pkg/one.py': BOMB, 'pkg/two.py': BOMB });
    assert.deepEqual(
      limitations.map(({ code, where }) => [code, where]),
      [['decode-limit', 'pkg/__init__.py']],
    );
  });

  test('short values are computed all the same', () => {
    const { findings, layers } = scan(
      `${BOMB}import base64\nexec(base64.b64decode("cHJpbnQoMSk=".strip()))\n`,
    );
    assert.deepEqual(
      layers.map(({ line, chain }) => [line, chain]),
      [[BOMB.split('\n').length + 1, ['base64.b64decode']]],
    );
    assert.ok(findings.some(({ rule }) => rule === 'execution/decode-then-exec'));
  });

  test('a decoder that grows its output character by character is followed to its end', () => {
    const program = `print(1)\n${'# inert filler of a long program\n'.repeat(700)}`;
    const turned = Buffer.from(program, 'latin1').map((byte) => byte ^ 23);
    const hidden = Buffer.from(turned).toString('base64');
    const text = `import base64\nout = ''\nfor b in base64.b64decode("${hidden}"):\n  out += chr(b ^ 23)\nexec(out)\n`;
    const { layers, limitations } = scan(text);
    assert.deepEqual(limitations, []);
    assert.deepEqual(
      layers.map(({ line, bytes, language }) => [line, bytes, language]),
      [[5, program.length, 'python']],
    );
  });
});
