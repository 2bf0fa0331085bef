import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Artifacts } from '../../../src/contracts/artifact.ts';
import type { Layer } from '../../../src/contracts/location.ts';
import type { Member } from '../../../src/contracts/member.ts';
import { textsOf } from '../../../src/report/texts.ts';

function member(path: string, data: Uint8Array): Member {
  return {
    path,
    depth: 0,
    type: 'file',
    link: null,
    data,
    size: data.byteLength,
    readable: true,
    declaredSize: data.byteLength,
    mode: 0,
    mtime: 0,
    installed: true,
  };
}

const LAYER: Layer = {
  id: 'L1',
  parent: null,
  at: { path: 'a.py', line: 1, column: 1, layer: null },
  chain: ['base64'],
  language: 'python',
  bytes: 8,
  text: 'print(1)',
};

describe('textsOf', () => {
  const members = [
    member('a.py', new TextEncoder().encode('raw')),
    member('notes.txt', new TextEncoder().encode('größe\n')),
    member('latin.txt', Uint8Array.of(0x67, 0xf6)),
    member('binary', Uint8Array.of(0x41, 0, 0x42)),
  ];
  const sources = [{ path: 'a.py', text: 'decoded' }] as Artifacts['sources'];
  const textOf = textsOf({ members }, { sources, scripts: [] }, [LAYER]);

  const cases: [name: string, path: string, layer: string | null, text: string | null][] = [
    ['a source as it was decoded', 'a.py', null, 'decoded'],
    ['a layer', 'a.py', 'L1', 'print(1)'],
    ['a layer that is not there', 'a.py', 'L2', null],
    ['any other text', 'notes.txt', null, 'größe\n'],
    ['no text in an unknown encoding', 'latin.txt', null, null],
    ['no text in binary data', 'binary', null, null],
    ['nothing for an unknown member', 'gone', null, null],
  ];
  for (const [name, path, layer, text] of cases) {
    it(`gives ${name}`, () => assert.equal(textOf(path, layer), text));
  }
});
