import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { LAYER_DEPTH } from '../../../../src/limits.ts';
import { evaluateWheel, lines } from '../../../support/evaluated.ts';

const PAYLOAD = "import os\nos.system('print(1)')\n# inert, and long enough to be a layer\n";

/** The text, packed so many times by zlib and base64. */
function packed(source: string, times: number): string {
  let text = source;
  for (let i = 0; i < times; i++) {
    const data = deflateSync(Buffer.from(text)).toString('base64');
    text = `import zlib, base64\nexec(zlib.decompress(base64.b64decode('${data}')))\n`;
  }
  return text;
}

describe('layers', () => {
  it('follow one another, each at its line in the one before', () => {
    const { layers } = evaluateWheel(packed(PAYLOAD, 3));
    assert.deepEqual(
      layers.map(({ id, parent, at, chain, text }) => [id, parent, at.line, at.layer, chain.join(), text]),
      [
        ['L1', null, 2, null, 'base64.b64decode,zlib.decompress', packed(PAYLOAD, 2)],
        ['L2', 'L1', 2, 'L1', 'base64.b64decode,zlib.decompress', packed(PAYLOAD, 1)],
        ['L3', 'L2', 2, 'L2', 'base64.b64decode,zlib.decompress', PAYLOAD],
      ],
    );
  });

  it('are followed twenty deep', () => {
    const analysis = evaluateWheel(packed(PAYLOAD, 20));
    assert.deepEqual(lines(analysis, 'command'), ['own.py:2@L20 import command shell spawn print(1)']);
    assert.deepEqual(analysis.limitations, []);
  });

  it('end at the bound, which is a fact', () => {
    const steps = Array.from(
      { length: LAYER_DEPTH + 6 },
      (_, i) => `exec(s[${i + 1}])  # ${'-'.repeat(48)} ${i}`,
    );
    const source = `s = ${JSON.stringify([...steps, PAYLOAD])}\nexec(s[0])`;
    const analysis = evaluateWheel(source);
    assert.equal(analysis.layers.length, LAYER_DEPTH);
    assert.deepEqual(
      analysis.limitations.map(({ code, where }) => [code, where]),
      [['layer-limit', 'own.py']],
    );
    assert.deepEqual(lines(analysis, 'limit'), [`own.py:1@L${LAYER_DEPTH} import limit layer-limit`]);
  });

  it('are one when the same text is run again', () => {
    const source = `code = ${JSON.stringify(PAYLOAD.slice(0, -1))}\nexec(code)\nexec(code)\nexec(code.replace('x', 'y'))`;
    assert.deepEqual(lines(evaluateWheel(source), 'layer'), ['own.py:2 import layer L1 python literal']);
  });

  it('of a program that runs itself end', () => {
    const source =
      "code = '''print(1)\\nprint(2)\\nexec(code)\\n# long enough to be a layer, and more'''\nexec(code)";
    assert.deepEqual(lines(evaluateWheel(source), 'layer'), ['own.py:2 import layer L1 python literal']);
  });

  it('define names for what comes after, where they are run', () => {
    const source = [
      "text = 'def run(command):\\n    import os\\n    os.system(command)\\n# long enough to be a layer'",
      'space = {}',
      'exec(text, space)',
      "space['run']('print(1)')",
      'exec(text)',
      "run('print(2)')",
    ].join('\n');
    assert.deepEqual(lines(evaluateWheel(source), 'command'), [
      'own.py:3@L1 import command shell spawn print(1)',
      'own.py:3@L1 import command shell spawn print(2)',
    ]);
  });

  it('take their phase from the code that runs them', () => {
    const source = `def later():\n    exec(${JSON.stringify(PAYLOAD)})`;
    assert.deepEqual(lines(evaluateWheel(source), 'command'), [
      'own.py:2@L1 call command shell spawn print(1)',
    ]);
  });

  it('are made of programs that are written to files', () => {
    const source = `open('/tmp/start.py', 'w').write(${JSON.stringify(PAYLOAD)})`;
    assert.deepEqual(lines(evaluateWheel(source), 'layer', 'command'), [
      'own.py:1 import layer L1 python literal',
      'own.py:2@L1 import command shell spawn print(1)',
    ]);
  });

  it('are not made of short texts, which stand where they are run', () => {
    const source = 'import os\nx = 1\nexec(\'os.system("print(1)")\')';
    const analysis = evaluateWheel(source);
    assert.deepEqual(analysis.layers, []);
    assert.deepEqual(lines(analysis, 'command'), ['own.py:3 import command shell spawn print(1)']);
  });
});
