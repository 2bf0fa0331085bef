/**
 * Reads distributions and saves what the analyses say of each, so that rules and weights can be tried again
 * and again without unpacking anything: `<out>/<sha256>.json.gz`, outside the repository.
 *
 *   node eval/collect.ts --manifest FILE --root FOLDER --out FOLDER [--shard I/N] [--again]
 *   node eval/collect.ts --benign FOLDER --out FOLDER [--shard I/N]
 *
 * A manifest is a table with the columns project, version, path, sha256, cluster, first_seen, questionable;
 * paths are relative to the root. In a benign folder each sub-folder is a stratum.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { factsOf } from '../src/pipeline.ts';
import { unpackBytes, unpackDirectory } from '../src/unpack/unpack.ts';

/** One labelled distribution. */
interface Sample {
  file: string;
  label: 'malicious' | 'benign';
  /** Cluster of malicious, stratum of benign samples. */
  group: string;
  /** Year in which it was first seen, or ''. */
  year: string;
  questionable: boolean;
}

const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    root: { type: 'string', default: '.' },
    benign: { type: 'string' },
    out: { type: 'string' },
    shard: { type: 'string', default: '0/1' },
    again: { type: 'boolean', default: false },
    milliseconds: { type: 'string', default: '120000' },
  },
});
if (values.out === undefined || (values.manifest === undefined) === (values.benign === undefined)) {
  process.stderr.write('usage: collect.ts (--manifest FILE --root FOLDER | --benign FOLDER) --out FOLDER\n');
  process.exit(64);
}
const out = values.out;
const [shard = 0, shards = 1] = values.shard.split('/').map(Number);
mkdirSync(out, { recursive: true });
const samples =
  values.benign === undefined ? fromManifest(values.manifest!, values.root) : fromFolder(values.benign);
samples.forEach((sample, position) => {
  if (position % shards === shard) save(sample);
});

function fromManifest(file: string, root: string): Sample[] {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head.split('\t');
  return rows.flatMap((row) => {
    const cells = row.split('\t');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    if (cell('path') === '' || cell('path') === 'path') return [];
    const sample: Sample = {
      file: join(root, cell('path')),
      label: 'malicious',
      group: cell('cluster'),
      year: cell('first_seen').slice(0, 4),
      questionable: cell('questionable') === '1',
    };
    return [sample];
  });
}

function fromFolder(root: string): Sample[] {
  const strata = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
  return strata.flatMap((name) =>
    readdirSync(join(root, name))
      .sort()
      .filter((file) => /\.(?:whl|zip|tgz|tar\.\w+|egg)$/.test(file))
      .map(
        (file): Sample => ({
          file: join(root, name, file),
          label: 'benign',
          group: name,
          year: '',
          questionable: false,
        }),
      ),
  );
}

function save(sample: Sample): void {
  // A sample of which only the unpacked files are left is a folder; its path stands for its hash.
  const isFolder = statSync(sample.file).isDirectory();
  const bytes = isFolder ? Buffer.from(sample.file) : readFileSync(sample.file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = join(out, `${sha256}.json.gz`);
  if (existsSync(target) && !values.again) return;
  const started = performance.now();
  const filename = basename(sample.file);
  const deadline = Date.now() + Number(values.milliseconds);
  const unpacked = isFolder
    ? unpackDirectory(sample.file, { deadline })
    : unpackBytes(filename, bytes, { deadline });
  const { facts, limitations } = factsOf(filename, unpacked, { deadline });
  const ms = Math.round(performance.now() - started);
  const saved = { ...sample, sha256, bytes: bytes.length, ms, facts, limitations };
  writeFileSync(target, gzipSync(JSON.stringify(saved), { level: 1 }));
}
