/** Submits every distribution that is put into a folder, once it is no longer being written. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { submit } from '../jobs/submit.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { stageFile } from './stage-file.ts';

const SUFFIXES = /\.(?:whl|egg|zip|tar|tgz|tar\.(?:gz|bz2|xz))$/i;

export interface FolderWatch {
  /** Looks once: a file is taken when two looks in a row saw it the same. */
  round(): Promise<{ submitted: string[]; more: boolean }>;
}

/** @param folder looked through with all it contains; links are not followed */
export function folderWatch(service: Service, folder: string): FolderWatch {
  const before = new Map<string, string>();
  const taken = new Map<string, string>();
  return {
    round: async () => {
      const seen = new Map<string, string>();
      const submitted: string[] = [];
      for (const file of await distributionsIn(folder)) {
        const state = await stateOf(file);
        if (state === null) continue;
        seen.set(file, state);
        if (before.get(file) !== state || taken.get(file) === state) continue;
        await take(service, file);
        taken.set(file, state);
        submitted.push(file);
      }
      before.clear();
      for (const [file, state] of seen) before.set(file, state);
      for (const file of taken.keys()) if (!seen.has(file)) taken.delete(file);
      return { submitted, more: false };
    },
  };
}

async function distributionsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && SUFFIXES.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** What changes when somebody writes; null when it has gone. */
async function stateOf(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  return found === null || found.size > DISTRIBUTION_BYTES ? null : `${found.size} ${found.mtimeMs}`;
}

async function take(service: Service, file: string): Promise<void> {
  const staged = await stageFile(service.vault, file);
  const filename = path.basename(file);
  try {
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(service, staged, { filename, source: 'folder', ...claims });
  } catch (error) {
    await staged.discard();
    throw error;
  }
}
