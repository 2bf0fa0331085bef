/** Puts the configuration together: flags over environment over file over defaults. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { InfrastructureError } from '../contracts/errors.ts';
import { type Leaf, leaves, SETTINGS, type Settings } from './settings.ts';

/** Settings with every place filled in. */
export interface ServerConfig extends Settings {
  database: string;
  vault: string;
}

export interface ConfigSources {
  /** TOML file; its paths are relative to its folder. */
  file?: string;
  /** Values by dotted path, e.g. `listen.port`; they win. */
  flags?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string | undefined>>;
}

type Tree = { [key: string]: unknown };

/** Settings that name a file or folder. */
const PATHS = new Set(['data', 'vault', 'policy', 'folder']);

/** @throws InfrastructureError `config-invalid`, naming each setting that is wrong */
export async function readConfig({ file, flags = {}, env = {} }: ConfigSources): Promise<ServerConfig> {
  const tree: Tree = file === undefined ? {} : located(await readTree(file), path.dirname(file));
  for (const leaf of leaves()) {
    const text = env[leaf.variable];
    if (text !== undefined && text !== '') put(tree, leaf.path, readText(leaf, text));
  }
  for (const [key, value] of Object.entries(flags)) {
    if (value !== undefined) put(tree, key.split('.'), value);
  }
  const checked = SETTINGS.safeParse(tree);
  if (!checked.success) throw wrong(z.prettifyError(checked.error));
  const { data, database, vault, ...rest } = checked.data;
  return {
    ...rest,
    data,
    database: database ?? `pglite:${path.join(data, 'database')}`,
    vault: vault ?? path.join(data, 'vault'),
  };
}

/** Where people reach the service, with a slash at the end. @param port it listens on, when the settings leave that open */
export function addressOf(config: ServerConfig, port: number = config.listen.port): string {
  const given = config['public-url'];
  if (given !== undefined) return given.endsWith('/') ? given : `${given}/`;
  const { host } = config.listen;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

async function readTree(file: string): Promise<Tree> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrong(`${file} cannot be read (${error.code})`);
  });
  try {
    return parse(text) as Tree;
  } catch (error) {
    throw wrong(`${file}: ${(error as Error).message}`);
  }
}

/** With the paths of a file made relative to the working directory. */
function located(tree: Tree, folder: string): Tree {
  const entries = Object.entries(tree).map(([key, value]): [string, unknown] => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return [key, located(value as Tree, folder)];
    }
    const isPath = PATHS.has(key) && typeof value === 'string' && !/^[a-z0-9]{2,}:/i.test(value);
    if (isPath) return [key, path.resolve(folder, value)];
    const embedded = key === 'database' ? /^pglite:(.+)$/s.exec(String(value))?.[1] : undefined;
    return [key, embedded === undefined ? value : `pglite:${path.resolve(folder, embedded)}`];
  });
  return Object.fromEntries(entries);
}

function readText({ kind, variable }: Leaf, text: string): unknown {
  if (kind === 'number') return Number(text);
  if (kind === 'list') return text.split(',').map((item) => item.trim());
  if (kind !== 'boolean') return text;
  if (text !== 'true' && text !== 'false') throw wrong(`${variable} is true or false`);
  return text === 'true';
}

function put(tree: Tree, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const inner = tree[key];
  const branch: Tree = typeof inner === 'object' && inner !== null ? (inner as Tree) : {};
  tree[key] = branch;
  put(branch, rest, value);
}

function wrong(what: string): InfrastructureError {
  return new InfrastructureError('config-invalid', what);
}
