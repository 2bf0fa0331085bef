/** Programs made to exhaust the stack: what stands behind them is still seen. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scanBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

const PAYLOAD = 'import base64\nexec(base64.b64decode("cHJpbnQoMSk="))\n';
const METADATA = 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n';

function scan(decoy: string) {
  const text = decoy + PAYLOAD;
  const members = [
    { name: 'pkg/__init__.py', data: text },
    { name: 'pkg-1.0.dist-info/METADATA', data: METADATA },
  ];
  return {
    lines: text.split('\n').length,
    result: scanBytes('pkg', 'pkg-1.0-py3-none-any.whl', zip(members)),
  };
}

const DECOYS: readonly (readonly [name: string, decoy: string])[] = [
  ['a text that runs itself', "c = 'exec(c)'\nexec(c)\n"],
  [
    'a chain of super() calls',
    `class C0:\n  def f(self): pass\n${Array.from({ length: 3000 }, (_, i) => `class C${i + 1}(C${i}):\n  def f(self): super().f()\n`).join('')}C3000().f()\n`,
  ],
];

suite('recursion', () => {
  for (const [name, decoy] of DECOYS) {
    test(`${name} hides nothing behind it`, () => {
      const { lines, result } = scan(decoy);
      const codes = result.limitations.map(({ code }) => code);
      assert.ok(!codes.includes('analysis-crash'), codes.join(' '));
      const found = result.findings.filter(({ rule }) => rule === 'execution/decode-then-exec');
      assert.deepEqual(
        found.map(({ path, line }) => `${path}:${line}`),
        [`pkg/__init__.py:${lines - 1}`],
      );
      assert.equal(result.verdict, 'malicious');
    });
  }
  test('a text that runs itself is said to be cut short', () => {
    const codes = scan(DECOYS[0]![1]).result.limitations.map(({ code }) => code);
    assert.ok(codes.includes('nesting-too-deep'), codes.join(' '));
  });
});
