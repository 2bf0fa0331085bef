import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionAt } from '../../../src/analyses/byte-position.ts';
import { signatureFacts } from '../../../src/analyses/signature-facts.ts';
import type { Layer } from '../../../src/contracts/location.ts';
import type { Member } from '../../../src/contracts/member.ts';
import type { SignatureEngine, SignatureMatch } from '../../../src/yara/signature-engine.ts';

/** A small engine of its own behind the interface: finds one word, and times out on another. */
const WORD_ENGINE: SignatureEngine = {
  info: { engine: 'words', packs: ['w'], note: '' },
  scan: (where, bytes) => {
    const content = Buffer.from(bytes);
    const offset = content.indexOf('needle');
    const matches: SignatureMatch[] =
      offset < 0 ? [] : [{ name: 'w/needle', tags: ['t'], offset, text: 'needle'.padEnd(300, '.') }];
    if (content.includes('anywhere')) matches.push({ name: 'w/whole', tags: [], offset: null, text: '' });
    const slow = content.includes('slow');
    return {
      matches,
      limitation: slow ? { code: 'yara-timeout', where, detail: 'd', blocking: true } : null,
    };
  },
};

function member(path: string, data: string | Uint8Array): Member {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return {
    path,
    depth: 0,
    type: 'file',
    link: null,
    data: bytes,
    size: bytes.length,
    readable: true,
    declaredSize: bytes.length,
    mode: 0,
    mtime: 0,
    installed: true,
  };
}

const LAYER: Layer = {
  id: 'L1',
  parent: null,
  at: { path: 'a.py', line: 9, column: 3, layer: null },
  chain: ['base64'],
  language: 'python',
  bytes: 0,
  text: 'cut',
};

test('facts are placed in members and layers, with the phase of the member', () => {
  const { facts, limitations } = signatureFacts(
    {
      members: [
        member('a.py', 'one\nétwo needle'),
        member('b.bin', Buffer.from('\0needle')),
        member('c', ''),
        member('d', 'anywhere'),
      ],
      layers: [{ layer: LAYER, content: '\n\n needle' }],
      phaseOf: (path) => (path === 'a.py' ? 'install' : 'none'),
    },
    WORD_ENGINE,
  );
  assert.deepEqual(limitations, []);
  assert.deepEqual(
    facts.map(({ name, at, phase }) => [name, at.path, at.line, at.column, at.layer, phase]),
    [
      ['w/needle', 'a.py', 2, 6, null, 'install'],
      ['w/needle', 'b.bin', 0, 0, null, 'none'],
      ['w/whole', 'd', 0, 0, null, 'none'],
      ['w/needle', 'a.py', 3, 2, 'L1', 'install'],
    ],
  );
  assert.deepEqual([facts[0]!.tags, facts[0]!.text.length], [['t'], 240]);
});

test('what the engine did not see is passed on, and the rest is searched', () => {
  const input = { members: [member('a', 'slow'), member('b', 'needle')], layers: [] };
  const { facts, limitations } = signatureFacts(input, WORD_ENGINE);
  assert.deepEqual(limitations, [{ code: 'yara-timeout', where: 'a', detail: 'd', blocking: true }]);
  assert.deepEqual(
    facts.map(({ at }) => at.path),
    ['b'],
  );
});

const POSITIONS: [string, string, number, [number, number]][] = [
  ['start', 'abc', 0, [1, 1]],
  ['line feed', 'a\nbc', 3, [2, 2]],
  ['carriage return and line feed', 'a\r\nbc', 4, [2, 2]],
  ['carriage return alone', 'a\rbc', 3, [2, 2]],
  ['two-byte character', 'é x', 3, [1, 3]],
  ['surrogate pair counts twice', '😀x', 4, [1, 3]],
  ['byte order mark counts', '\ufeffx', 3, [1, 2]],
  ['end', 'a\n', 2, [2, 1]],
];

for (const [title, text, offset, [line, column]] of POSITIONS) {
  test(`byte position: ${title}`, () => {
    assert.deepEqual(positionAt(Buffer.from(text), offset), { line, column });
  });
}

test('byte position: none in binary data', () => {
  assert.equal(positionAt(Buffer.from('ab\0cd'), 3), null);
});
