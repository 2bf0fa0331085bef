import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import { createIndexClient, type IndexClient, type IndexFile } from './index-client.ts';
import { distributionFileKind, isProjectName } from './names.ts';

/** One thing to scan. Whatever went wrong while finding it is thrown by `load`, so that one bad target stops no other. */
export interface Target {
  /** As given: a path, or `name==version`. */
  target: string;
  filename: string;
  kind: 'file' | 'directory' | 'index';
  /** Set for `file` and `directory`. */
  path?: string;
  /**
   * The distribution file's bytes, read or downloaded anew by each call.
   * @throws InfrastructureError always for a directory, which has no bytes of its own.
   */
  load(): Promise<Uint8Array>;
}

export interface TargetOptions {
  /** Root of a simple index; the public one when absent. */
  indexUrl?: string;
  /** Further targets, one a string, taken after `args`. */
  targetsFrom?: AsyncIterable<string>;
  /** Which files of an index release: all of them by default, or those of one kind where it has any. */
  files?: 'all' | 'sdist' | 'wheel';
}

/**
 * Targets in the order given: paths of files and directories, and `name==version` of an index with every file of
 * that release. Nothing is read before its turn. Never throws: see `Target.load`.
 */
export async function* resolveTargets(
  args: readonly string[],
  options: TargetOptions = {},
): AsyncIterable<Target> {
  const client = createIndexClient(options.indexUrl === undefined ? {} : { indexUrl: options.indexUrl });
  for (const arg of args) yield* resolve(arg, client, options.files ?? 'all');
  for await (const line of options.targetsFrom ?? []) {
    if (line !== '') yield* resolve(line, client, options.files ?? 'all');
  }
}

async function* resolve(
  target: string,
  client: IndexClient,
  wanted: NonNullable<TargetOptions['files']>,
): AsyncIterable<Target> {
  let status: Stats;
  try {
    status = await stat(target);
  } catch (cause) {
    const [name = '', version = '', ...more] = target.split('==');
    if (isProjectName(name) && /^[^\s/\\]+$/.test(version) && more.length === 0) {
      yield* fromIndex(target, name, version, client, wanted);
    } else {
      yield failed(target, unreadable(target, cause));
    }
    return;
  }
  const filename = path.basename(path.resolve(target));
  if (status.isDirectory()) {
    const error = new InfrastructureError('not-a-distribution', `${target} is a directory`);
    yield { target, filename, kind: 'directory', path: target, load: () => Promise.reject(error) };
  } else {
    yield { target, filename, kind: 'file', path: target, load: () => readDistribution(target) };
  }
}

function unreadable(target: string, cause: unknown): InfrastructureError {
  const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  return missing
    ? new InfrastructureError('target-invalid', `${target} is neither a path nor name==version`, { cause })
    : new InfrastructureError('file-unreadable', `${target} cannot be read`, { cause });
}

function failed(target: string, error: InfrastructureError, kind: 'file' | 'index' = 'file'): Target {
  return { target, filename: path.basename(target), kind, load: () => Promise.reject(error) };
}

async function* fromIndex(
  target: string,
  name: string,
  version: string,
  client: IndexClient,
  wanted: NonNullable<TargetOptions['files']>,
): AsyncIterable<Target> {
  let files: IndexFile[];
  try {
    files = await client.releaseFiles(name, version);
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    yield failed(target, error, 'index');
    return;
  }
  const chosen = files.filter((file) => distributionFileKind(file.filename) === wanted);
  for (const file of chosen.length > 0 ? chosen : files) {
    yield { target, filename: file.filename, kind: 'index', load: () => client.download(file) };
  }
}

/** Reads a regular file of at most `DISTRIBUTION_BYTES`; a pipe or device would never end. */
async function readDistribution(file: string): Promise<Uint8Array> {
  try {
    // Before opening: opening a pipe waits for its writer.
    const { size } = await regularFile(file);
    if (size > DISTRIBUTION_BYTES) {
      throw new InfrastructureError(
        'too-large',
        `${file} has ${size} bytes, more than ${DISTRIBUTION_BYTES}`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InfrastructureError) throw error;
    throw new InfrastructureError('file-unreadable', `${file} cannot be read`, { cause: error });
  }
}

async function regularFile(file: string): Promise<Stats> {
  const status = await stat(file);
  if (status.isFile()) return status;
  throw new InfrastructureError('not-a-distribution', `${file} is not a regular file`);
}
