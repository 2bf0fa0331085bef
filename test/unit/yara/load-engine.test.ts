import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadSignatureEngine } from '../../../src/yara/load-engine.ts';
import type { SignatureEngine } from '../../../src/yara/signature-engine.ts';

const { engine: probe } = await loadSignatureEngine();
const skip = probe.info.engine === null ? probe.info.note : false;

async function folder(context: TestContext, files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'lazaret-packs-'));
  context.after(() => rm(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

function rule(name: string, word: string): string {
  return `rule ${name} { strings: $a = "${word}" condition: $a }\n`;
}

function names(engine: SignatureEngine, text: string, where = 'member.py'): string[] {
  return engine.scan(where, Buffer.from(text)).matches.map(({ name }) => name);
}

test('packs of a folder are named by their path', { skip }, async (context) => {
  const root = await folder(context, {
    'a.yar': rule('one', 'needle'),
    'sub/b.yara': rule('one', 'needle'),
    'lazaret.yar': rule('one', 'needle'),
    'notes.txt': 'not a pack',
  });
  const { engine, limitations } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(limitations, []);
  assert.deepEqual(engine.info.packs, ['lazaret', 'a', 'lazaret-2', 'sub/b']);
  assert.deepEqual(names(engine, 'a needle'), ['a/one', 'lazaret-2/one', 'sub/b/one']);
});

test('a match has tags, the first offset and its text', { skip }, async (context) => {
  const root = await folder(context, {
    'p.yar':
      'rule r : x y { strings: $late = "late" $twice = "twice" condition: all of them }\nrule size { condition: filesize == 17 }',
  });
  const { engine } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(engine.scan('m', Buffer.from('12 twice twice late')).matches, [
    { name: 'p/r', tags: ['x', 'y'], offset: 3, text: 'twice' },
  ]);
  assert.deepEqual(engine.scan('m', Buffer.from('12345678901234567')).matches, [
    { name: 'p/size', tags: [], offset: null, text: '' },
  ]);
});

test('a broken pack is named and the others are used', { skip }, async (context) => {
  const root = await folder(context, {
    'bad.yar': 'rule x {\n  condition: nonsense\n}',
    'good.yar': rule('one', 'needle'),
    'module.yar': 'import "magic"\nrule typed { condition: magic.type() == "x" }',
  });
  const { engine, limitations } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(limitations, [
    {
      code: 'yara-pack-unusable',
      where: path.join(root, 'bad.yar'),
      detail: 'error[E009]: unknown identifier `nonsense` (2:14)',
      blocking: true,
    },
    {
      code: 'yara-pack-unusable',
      where: 'typed',
      detail: 'the rule needs the module magic, which the engine does not have',
      blocking: true,
    },
  ]);
  assert.deepEqual(names(engine, 'needle'), ['good/one']);
});

test('includes are taken from inside the folder, once', { skip }, async (context) => {
  const root = await folder(context, {
    'packs/main.yar':
      '/*\ninclude "none.yar"\n*/\n  include "../lib/base.inc" // shared\ninclude "../lib/base.inc"\nrule top { condition: base }',
    'lib/base.inc': `include "word.inc"\n${rule('base', 'needle')}`,
    'lib/word.inc': rule('word', 'word'),
  });
  const { engine, limitations } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(limitations, []);
  assert.deepEqual(names(engine, 'needle'), ['packs/main/base', 'packs/main/top']);
});

test('includes from outside the folder are refused, by path and by link', { skip }, async (context) => {
  const outside = await folder(context, { 'secret.yar': rule('secret', 'needle') });
  const root = await folder(context, {
    'absolute.yar': `include "${outside}/secret.yar"\n`,
    'climbing.yar': `include "../${path.basename(outside)}/secret.yar"\n`,
    'linked.yar': 'include "link.inc"\n',
    'missing.yar': 'include "none.inc"\n',
    'self.yar': `include "self.yar"\n${rule('one', 'needle')}`,
  });
  await symlink(`${outside}/secret.yar`, path.join(root, 'link.inc'));
  await symlink(`${outside}/secret.yar`, path.join(root, 'linked-pack.yar'));
  const { engine, limitations } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(
    limitations.map(({ code, where, detail }) => [code, path.relative(root, where), detail]),
    [
      ['yara-pack-unusable', 'absolute.yar', 'secret.yar lies outside the folder of packs'],
      ['yara-pack-unusable', 'climbing.yar', 'secret.yar lies outside the folder of packs'],
      ['yara-pack-unusable', 'linked-pack.yar', 'linked-pack.yar lies outside the folder of packs'],
      ['yara-pack-unusable', 'linked.yar', 'link.inc lies outside the folder of packs'],
      ['yara-pack-unusable', 'missing.yar', 'none.inc cannot be read'],
    ],
  );
  assert.deepEqual(names(engine, 'needle'), ['self/one']);
});

test('folders without packs are limitations', { skip }, async (context) => {
  const root = await folder(context, {});
  const none = path.join(root, 'none');
  const { engine, limitations } = await loadSignatureEngine({ folders: [root, none] });
  assert.deepEqual(
    limitations.map(({ code, where, detail }) => [code, where, detail]),
    [
      ['yara-pack-unusable', root, 'the folder holds no .yar or .yara file'],
      ['yara-pack-unusable', none, 'the folder cannot be read: ENOENT'],
    ],
  );
  assert.deepEqual(engine.info.packs, ['lazaret']);
});

test('external variables carry the member, whatever it is called', { skip }, async (context) => {
  const root = await folder(context, {
    'v.yar': `rule python { condition: extension == ".py" and filename == "setup.py" and filepath == "a/setup.py" }\n${rule('word', 'needle')}`,
  });
  const { engine } = await loadSignatureEngine({ folders: [root] });
  assert.deepEqual(names(engine, 'x', 'a/setup.py'), ['v/python']);
  for (const where of ['8510', 'a/true', '1.5', 'x.0', '-1', '', '1e9', 'NaN']) {
    assert.deepEqual(engine.scan(where, Buffer.from('needle')).limitation, null);
    assert.deepEqual(names(engine, 'needle', where), ['v/word'], where);
  }
});

test('a search without end is ended, and the next one works', { skip }, async (context) => {
  const root = await folder(context, {
    's.yar': `rule slow { strings: $a = /(a|aa)+b/ condition: $a }\n${rule('word', 'needle')}`,
  });
  const { engine } = await loadSignatureEngine({ folders: [root], scanSeconds: 1 });
  assert.deepEqual(engine.scan('big', Buffer.alloc(8 * 1024 * 1024, 'a')), {
    matches: [],
    limitation: { code: 'yara-timeout', where: 'big', detail: 'no end after 1 s of search', blocking: true },
  });
  assert.deepEqual(names(engine, 'needle'), ['s/word']);
});

test('of a very large content the first bytes are searched', { skip }, async (context) => {
  const root = await folder(context, { 'w.yar': rule('word', 'needle') });
  const { engine } = await loadSignatureEngine({ folders: [root] });
  const content = Buffer.alloc(33 * 1024 * 1024);
  content.write('needle', content.length - 10);
  const late = engine.scan('big', content);
  assert.deepEqual(late.matches, []);
  assert.deepEqual(late.limitation?.code, 'analysis-budget');
  content.write('needle', 100);
  assert.deepEqual(
    engine.scan('big', content).matches.map(({ offset }) => offset),
    [100],
  );
});

test('without the native module only asked-for packs are missed', async () => {
  const load = () => ({ missing: 'not installed here' });
  const plain = await loadSignatureEngine({ load });
  assert.deepEqual(plain.limitations, []);
  assert.deepEqual(plain.engine.info, { engine: null, packs: [], note: 'not installed here' });
  assert.deepEqual(plain.engine.scan('a', Buffer.from('x')), { matches: [], limitation: null });
  const asked = await loadSignatureEngine({ load, folders: ['packs'] });
  assert.deepEqual(asked.limitations, [
    { code: 'yara-unavailable', where: 'packs', detail: 'not installed here', blocking: true },
  ]);
});
