/**
 * Fetches the benign distributions pinned in eval/benign.tsv into a cache outside the repository, two at a time.
 * Files already there with the right hash are kept, so that an interrupted run can be repeated.
 *
 *   node eval/fetch-benign.ts --into DIR [--index-url URL] [--manifest FILE]
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InfrastructureError } from '../src/contracts/errors.ts';
import { createIndexClient, DEFAULT_INDEX_URL, type IndexClient } from '../src/intake/index-client.ts';
import { type PinnedFile, readManifest } from './manifest.ts';

const AT_ONCE = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      into: { type: 'string' },
      'index-url': { type: 'string', default: process.env.PIP_INDEX_URL ?? DEFAULT_INDEX_URL },
      manifest: { type: 'string', default: fileURLToPath(new URL('benign.tsv', import.meta.url)) },
    },
  });
  if (values.into === undefined) {
    process.stderr.write('usage: fetch-benign.ts --into DIR [--index-url URL] [--manifest FILE]\n');
    return 64;
  }
  const files = readManifest(await readFile(values.manifest, 'utf8'));
  const client = createIndexClient({ indexUrl: values['index-url'] });
  const failures = await fetchAll(files, values.into, client);
  process.stdout.write(`${files.length - failures} of ${files.length} files in ${values.into}\n`);
  return failures === 0 ? 0 : 1;
}

/** Returns the number of files that could not be had. */
async function fetchAll(files: PinnedFile[], into: string, client: IndexClient): Promise<number> {
  const queue = files.values();
  let failures = 0;
  const work = async () => {
    for (const file of queue) {
      try {
        await fetchOne(file, into, client);
      } catch (error) {
        if (!(error instanceof InfrastructureError)) throw error;
        failures += 1;
        process.stderr.write(`${file.filename}: ${error.message}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failures;
}

async function fetchOne(file: PinnedFile, into: string, client: IndexClient): Promise<void> {
  const target = path.join(into, file.stratum, file.filename);
  if (await hasHash(target, file.sha256)) return;
  const offered = await client.releaseFiles(file.project, file.version);
  const found = offered.find(({ filename }) => filename === file.filename);
  if (found === undefined) throw new InfrastructureError('not-found', 'the index no longer lists it');
  const bytes = await client.download({ ...found, sha256: file.sha256 });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.part`, bytes);
  await rename(`${target}.part`, target);
}

async function hasHash(file: string, sha256: string): Promise<boolean> {
  try {
    return (
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex') === sha256
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

process.exitCode = await main();
