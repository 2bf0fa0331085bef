import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Limitation } from '../contracts/limitation.ts';
import { YARA_PACK_FILES } from '../limits.ts';
import { PackError, readPack } from './includes.ts';

/** Rules under one name, ready to compile. */
export interface Pack {
  /** Path below its folder without suffix; unique among the packs of one engine. */
  name: string;
  /** Where it came from, for messages. */
  file: string;
  source: string;
}

export interface PackList {
  packs: Pack[];
  limitations: Limitation[];
}

/** Folder of the pack that comes with the program; the same place from src/ and from dist/. */
export const OWN_PACKS = fileURLToPath(new URL('../../yara/', import.meta.url));

/** Every `.yar` and `.yara` file below the folders, in a stable order. Files that cannot be read become limitations. */
export async function readPacks(folders: readonly string[]): Promise<PackList> {
  const list: PackList = { packs: [], limitations: [] };
  const names = new Set<string>();
  for (const folder of folders) {
    for (const file of await packFiles(folder, list)) {
      const shown = path.join(folder, file);
      try {
        const source = await readPack(path.join(folder, file), folder);
        list.packs.push({ name: uniqueName(file, names), file: shown, source });
      } catch (error) {
        list.limitations.push(unusable(shown, messageOf(error)));
      }
    }
  }
  return list;
}

/** A pack that was asked for and is not in use: the scan saw less than its operator believes. */
export function unusable(file: string, detail: string): Limitation {
  return { code: 'yara-pack-unusable', where: file, detail, blocking: true };
}

async function packFiles(folder: string, list: PackList): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true });
    const files = entries.filter((name) => /\.yara?$/i.test(name)).sort();
    if (files.length === 0) list.limitations.push(unusable(folder, 'the folder holds no .yar or .yara file'));
    if (files.length > YARA_PACK_FILES) {
      const detail = `${files.length} files, of which the first ${YARA_PACK_FILES} are used`;
      list.limitations.push(unusable(folder, detail));
    }
    return files.slice(0, YARA_PACK_FILES);
  } catch (error) {
    list.limitations.push(unusable(folder, `the folder cannot be read: ${messageOf(error)}`));
    return [];
  }
}

function uniqueName(file: string, taken: Set<string>): string {
  const stem = file
    .replace(/\.yara?$/i, '')
    .split(path.sep)
    .join('/');
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}-${number}`;
  taken.add(name);
  return name;
}

function messageOf(error: unknown): string {
  if (error instanceof PackError) return error.message;
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
