/** Few operations on long values are bounded like many on short ones; decoders that build their output are not. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scanBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

function scan(text: string) {
  const metadata = 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n';
  const members = [
    { name: 'pkg/__init__.py', data: text },
    { name: 'pkg-1.0.dist-info/METADATA', data: metadata },
  ];
  return scanBytes('pkg', 'pkg-1.0-py3-none-any.whl', zip(members));
}

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
