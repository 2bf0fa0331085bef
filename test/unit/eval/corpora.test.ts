import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { benignUnits, maliciousUnits, normaliseName, type Unit } from '../../../eval/collect/corpora.ts';
import { sitePackagesUnits, stdlibUnits } from '../../../eval/collect/installed.ts';
import { readUnit } from '../../../eval/collect/observe.ts';
import { unpackBytes } from '../../../src/unpack/unpack.ts';

const SHA = 'a'.repeat(64);

/** A folder with files, gone after the test. */
function folderWith(context: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lazaret-corpora-'));
  context.after(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

const pathsOf = ({ content }: Unit): string[] =>
  'wheel' in content ? content.wheel.map(({ member }) => member) : [content.archive];

test('normaliseName follows PEP 503', () => assert.equal(normaliseName('Some__Thing.x-Y'), 'some-thing-x-y'));

test('a malicious manifest gives units with cluster, date and doubt', (context) => {
  const head = 'path\tproject\tversion\tsha256\tcluster\tfirst_seen\tquestionable';
  const rows = [`p/1/p-1.zip\tp\t1\t${SHA}\tC7\t2024-05-01\t0`, `q.zip\tq\t2\t${SHA}\tC8\t2023-01-31\t1`];
  const root = folderWith(context, { 'list.tsv': [head, ...rows, ''].join('\n'), 'p/1/p-1.zip': 'four' });
  const [first, second] = maliciousUnits(path.join(root, 'list.tsv'), root);
  assert.deepEqual(first, {
    identity: {
      sha256: SHA,
      file: 'p-1.zip',
      project: 'p',
      version: '1',
      label: 'malicious',
      group: 'C7',
      stratum: '',
      firstSeen: '2024-05-01',
      questionable: false,
    },
    content: { archive: path.join(root, 'p/1/p-1.zip') },
    bytes: 4,
  });
  assert.deepEqual([second!.identity.questionable, second!.bytes], [true, 0]);
  assert.throws(() => readUnit(first!), /p-1\.zip has sha256 [0-9a-f]{64}, not a{64}/);
});

test('a malicious manifest without a column, or with a broken row, is refused', (context) => {
  const columns = 'project\tversion\tpath\tsha256\tcluster\tfirst_seen\tquestionable';
  const root = folderWith(context, { 'a.tsv': 'project\tversion\n', 'b.tsv': `${columns}\np\t1\n` });
  assert.throws(() => maliciousUnits(path.join(root, 'a.tsv'), root), /has no column path, sha256, cluster/);
  assert.throws(() => maliciousUnits(path.join(root, 'b.tsv'), root), /b\.tsv, line 2: not a row/);
});

test('a benign manifest gives units by project and stratum', (context) => {
  const text = `stratum\tproject\tversion\tfilename\tsha256\tbytes\nhard\tA_b\t1\ta_b-1.zip\t${SHA}\t4\n`;
  const root = folderWith(context, { 'list.tsv': text, 'hard/a_b-1.zip': 'four' });
  const [unit] = benignUnits(path.join(root, 'list.tsv'), root);
  assert.deepEqual(
    [unit!.identity.label, unit!.identity.group, unit!.identity.stratum, unit!.content],
    ['benign', 'a-b', 'hard', { archive: path.join(root, 'hard/a_b-1.zip') }],
  );
});

test('site-packages become one wheel for each RECORD, of what the wheel brought', (context) => {
  const root = folderWith(context, {
    'some_thing-1.0.dist-info/RECORD': [
      'some_thing/__init__.py,sha256=x,1',
      '"some_thing/a,b.py",sha256=x,1',
      'some_thing/__pycache__/__init__.cpython-311.pyc,,',
      'some_thing/gone.py,sha256=x,1',
      'some_thing-1.0.dist-info/METADATA,sha256=x,1',
      'some_thing-1.0.dist-info/INSTALLER,sha256=x,1',
      'some_thing-1.0.dist-info/RECORD,,',
      '../../../bin/some-thing,sha256=x,1',
      '',
    ].join('\n'),
    'some_thing-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Some.Thing\nVersion: 1.0\n',
    'some_thing-1.0.dist-info/INSTALLER': 'pip\n',
    'some_thing/__init__.py': 'print(1)\n',
    'some_thing/a,b.py': 'print(1)\n',
    'some_thing/__pycache__/__init__.cpython-311.pyc': 'x',
    'other-2.dist-info/METADATA': 'Name: other\n',
  });
  const units = sitePackagesUnits(root);
  assert.equal(units.length, 1);
  assert.deepEqual(pathsOf(units[0]!), [
    'some_thing-1.0.dist-info/METADATA',
    'some_thing/__init__.py',
    'some_thing/a,b.py',
  ]);
  assert.deepEqual(
    [units[0]!.identity.group, units[0]!.identity.stratum, units[0]!.identity.file],
    ['some-thing', 'site-packages', 'some_thing-1.0-py3-none-any.whl'],
  );
});

test('the standard library becomes one wheel for each module, the same bytes every time', (context) => {
  const stdlib = folderWith(context, {
    'one.py': 'print(1)\n',
    'two/__init__.py': 'print(1)\n',
    'two/__pycache__/__init__.cpython-311.pyc': 'x',
    'site-packages/three.py': 'print(1)\n',
    'LICENSE.txt': 'text',
  });
  const units = stdlibUnits({ version: '3.11.7', stdlib });
  assert.deepEqual(
    units.map((unit) => [unit.identity.group, unit.identity.file, pathsOf(unit)]),
    [
      ['stdlib:one', 'one-3.11.7-py3-none-any.whl', ['one.py']],
      ['stdlib:two', 'two-3.11.7-py3-none-any.whl', ['two/__init__.py']],
    ],
  );
  const { identity, source } = readUnit(units[0]!);
  assert.equal(readUnit(units[0]!).identity.sha256, identity.sha256);
  const { members, anomalies, kind } = unpackBytes(identity.file, source as Uint8Array);
  assert.deepEqual(
    members.map((member) => member.path),
    ['one.py', 'one-3.11.7.dist-info/METADATA', 'one-3.11.7.dist-info/WHEEL', 'one-3.11.7.dist-info/RECORD'],
  );
  assert.deepEqual([kind, anomalies], ['wheel', []]);
});
