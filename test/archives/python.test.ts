import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unpackBytes } from '../../src/unpack/unpack.ts';
import { pythons, runPython } from '../oracle/python.ts';
import type { ArchiveCase } from '../support/archive-case.ts';
import { HONEST_CASES } from './honest-cases.ts';
import { IDENTITY_CASES } from './identity-cases.ts';
import { NAME_CASES } from './name-cases.ts';
import { TAR_CASES } from './tar-cases.ts';
import { ZIP_CASES } from './zip-cases.ts';

const script = (name: string): string => fileURLToPath(new URL(`../oracle/${name}`, import.meta.url));
const DUMP = script('archive_dump.py');
const MAKE = script('archive_make.py');

type Dump = { error: string } | { files: Record<string, string | null> };

/**
 * Where we install something else than this Python reads, and why. All of them are archives that some
 * installer unpacks although this reader sees nothing, or names that cannot be shown as they are.
 */
const OTHERWISE: Record<string, string> = {
  'a second, empty end record: Python reads an empty archive, others do not': 'others read local headers',
  'a directory size of 0: Python reads an empty archive, others follow the offset':
    'others follow the offset',
  'a name that is not UTF-8': 'shown with \\xNN',
  'a name that leaves the root': 'pip refuses what is outside',
  'a name longer than Linux takes': 'cut',
  'a control character and an invisible one': 'shown with \\u{}',
  'a bidirectional override': 'shown with \\u{}',
  'a tar archive with a zip archive behind it: pip takes the zip archive': 'both are installed by someone',
  'an entry that ends with the file': 'the part that is there is kept',
};

/** Hexadecimal content of installed files by path, as the script prints it; null when we could not read it. */
function ours(archive: ArchiveCase, bytes: Uint8Array): Record<string, string | null> {
  const { members } = unpackBytes(archive.filename ?? 'x-1.0', bytes, archive.options);
  const files = members.filter(
    ({ type, installed, depth }) =>
      installed && depth === 0 && ['file', 'symlink', 'hardlink'].includes(type),
  );
  return Object.fromEntries(
    files.map(({ path, type, readable, data }) => [
      path,
      type === 'file' && readable ? Buffer.from(data).toString('hex') : null,
    ]),
  );
}

describe('the same members as Python', () => {
  const [python] = pythons();
  const cases = [...HONEST_CASES, ...ZIP_CASES, ...TAR_CASES, ...NAME_CASES, ...IDENTITY_CASES];
  const compared = cases.filter(({ title }) => OTHERWISE[title] === undefined);
  if (python === undefined) {
    test('(no Python here to compare with)', (t) => t.skip('python3 is not installed'));
    return;
  }
  const archives = compared.map((archive) => archive.bytes());
  const input = JSON.stringify(archives.map((bytes) => Buffer.from(bytes).toString('base64')));
  const dumps = JSON.parse(runPython(python, [DUMP], input)) as Dump[];

  compared.forEach((archive, i) => {
    test(archive.title, () => {
      const dump = dumps[i]!;
      const found = ours(archive, archives[i]!);
      if ('error' in dump) {
        // What Python refuses is never silently fine.
        const { anomalies, limitations } = unpackBytes(
          archive.filename ?? 'x-1.0',
          archives[i]!,
          archive.options,
        );
        assert.ok(anomalies.length + limitations.length > 0, dump.error);
        return;
      }
      for (const [path, content] of Object.entries(dump.files)) {
        // Where Python gives up on one file we may have salvaged it.
        if (content !== null) assert.equal(found[path], content, path);
      }
      assert.deepEqual(Object.keys(found).sort(), Object.keys(dump.files).sort());
    });
  });

  test('nothing is excused that is not there any more', () => {
    const titles = new Set(cases.map(({ title }) => title));
    assert.deepEqual(
      Object.keys(OTHERWISE).filter((title) => !titles.has(title)),
      [],
    );
  });
});

describe('archives that Python writes', () => {
  const [python] = pythons();
  if (python === undefined) {
    test('(no Python here to write them)', (t) => t.skip('python3 is not installed'));
    return;
  }
  const made = Object.entries(JSON.parse(runPython(python, [MAKE])) as Record<string, string>);
  const dumps = JSON.parse(
    runPython(python, [DUMP], JSON.stringify(made.map(([, base64]) => base64))),
  ) as Dump[];

  made.forEach(([filename, base64], i) => {
    test(filename, () => {
      const dump = dumps[i]!;
      assert.ok('files' in dump && Object.keys(dump.files).length >= 7, JSON.stringify(dump));
      const bytes = Buffer.from(base64, 'base64');
      assert.deepEqual(
        ours({ title: '', filename, bytes: () => bytes, anomalies: [], installed: {} }, bytes),
        dump.files,
      );
      const codes = unpackBytes(filename, bytes).anomalies.map(({ code }) => code);
      const expected = filename.includes('junk') ? ['gzip-trailing-junk'] : [];
      assert.deepEqual(
        codes.filter((code) => code !== 'link-member'),
        expected,
      );
    });
  });
});
