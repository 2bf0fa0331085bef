/** Turns an example of a rule into the bytes of a distribution. */
import { readFileSync } from 'node:fs';
import type { Fact } from '../../../src/contracts/fact.ts';
import type { Entry, ZipOptions } from './archives.ts';
import { recordLine, tarGz, zip } from './archives.ts';
import { BUILDERS } from './builders.ts';

/** `*.case.json`: what cannot be said in one text file. */
export interface Case {
  archive: 'sdist' | 'wheel';
  members?: CaseMember[];
  /** Lines added to PKG-INFO or METADATA. */
  metadata?: string;
  tamper?: 'localName' | 'trailingData' | 'recordHash';
  /** What a YARA pack would have matched, in the phase `import`. */
  signatures?: { name: string; text: string; path: string; line: number }[];
  /** `<phase> <path>[:<line>[@<layer>]]`, paths without the sdist's root folder. */
  expect?: string[];
  evades?: string;
}

export interface CaseMember {
  path: string;
  text?: string;
  link?: string;
  builder?: string;
  zip?: CaseMember[];
  tamper?: 'encrypt';
  /** Replaces the sdist's root folder. */
  root?: string;
}

export interface Distribution {
  filename: string;
  bytes: Uint8Array;
  /** Facts from elsewhere than the bytes. */
  facts: Fact[];
}

const METADATA = 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\nSummary: An example.\n';

/** Root folder of the sdists that examples live in. */
export const ROOT = 'pkg-1.0/';

/** One text file as a member of an sdist; its first line may say `file: path` behind a comment sign. */
export function fromText(file: string): Distribution {
  const text = readFileSync(file, 'utf8');
  const path = /^\W{1,4}file: (\S+)$/m.exec(text.split('\n', 2).join('\n'))?.[1];
  return fromCase({ archive: 'sdist', members: [{ path: path ?? 'pkg/__init__.py', text }] });
}

export function fromCase(example: Case): Distribution {
  const packed = example.archive === 'wheel' ? wheel(example) : sdist(example);
  const root = example.archive === 'wheel' ? '' : ROOT;
  const facts = (example.signatures ?? []).map(({ name, text, path, line }): Fact => {
    const at = { path: root + path, line, column: 1, layer: null };
    return { kind: 'signature', name, tags: [], text, at, phase: 'import' };
  });
  return { ...packed, facts };
}

type Packed = Omit<Distribution, 'facts'>;

function sdist(example: Case): Packed {
  const members = example.members ?? [];
  const standard: CaseMember[] = [
    { path: 'PKG-INFO', text: METADATA + (example.metadata ?? '') },
    {
      path: 'pyproject.toml',
      text: '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
    },
    { path: 'pkg/__init__.py', text: '' },
    { path: 'pkg/words.txt', text: 'print(1)\n' },
  ];
  const missing = standard.filter((one) => !members.some((member) => member.path === one.path));
  const entries = [...missing, ...members].map((member) => toEntry(member, member.root ?? ROOT));
  return { filename: 'pkg-1.0.tar.gz', bytes: tarGz(entries) };
}

function wheel(example: Case): Packed {
  const members = [...(example.members ?? [])];
  if (!members.some((member) => member.path === 'pkg/__init__.py'))
    members.push({ path: 'pkg/__init__.py', text: 'A = 1\n' });
  const info = 'pkg-1.0.dist-info/';
  members.push({ path: `${info}METADATA`, text: METADATA + (example.metadata ?? '') });
  members.push({
    path: `${info}WHEEL`,
    text: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  });
  const entries = members.map((member) => toEntry(member, ''));
  let record = `${entries.map(recordLine).join('\n')}\n${info}RECORD,,\n`;
  if (example.tamper === 'recordHash')
    record = record.replace(/(pkg\/__init__\.py,sha256=)./, (_, head: string) => `${head}_`);
  entries.push({ path: `${info}RECORD`, data: Buffer.from(record) });
  const options: ZipOptions =
    example.tamper === 'localName'
      ? { localName: { entry: 'pkg/__init__.py', name: 'pkg/__init__.pw' } }
      : {};
  const bytes = zip(entries, options);
  const trailing = example.tamper === 'trailingData' ? Buffer.from('print(1)\n'.repeat(20)) : Buffer.alloc(0);
  return { filename: 'pkg-1.0-py3-none-any.whl', bytes: Buffer.concat([bytes, trailing]) };
}

function toEntry(member: CaseMember, root: string): Entry {
  const entry: Entry = { path: root + member.path, data: content(member) };
  if (member.link !== undefined) entry.link = member.link;
  return entry;
}

function content(member: CaseMember): Uint8Array {
  if (member.zip !== undefined) {
    return zip(
      member.zip.map((inner) => toEntry(inner, '')),
      { encrypt: member.tamper === 'encrypt' },
    );
  }
  if (member.builder !== undefined) {
    const build = BUILDERS[member.builder];
    if (build === undefined) throw new Error(`no builder '${member.builder}'`);
    return build();
  }
  return Buffer.from(member.text ?? '');
}
