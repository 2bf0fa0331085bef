/** Files of an index that is followed: found on its project pages, fetched into the vault, verified. */
import { InfrastructureError } from '../contracts/errors.ts';
import { belongsToRelease } from '../intake/names.ts';
import { type IndexFile, readProjectPage, SIMPLE_ACCEPT } from '../intake/simple-index.ts';
import { DISTRIBUTION_BYTES, INDEX_PAGE_BYTES } from '../limits.ts';
import type { Staged, Vault } from '../vault/vault.ts';
import { type Ask, bodyOf } from './ask.ts';
import type { Change } from './feed.ts';

export interface FoundFile extends IndexFile {
  project: string;
  version: string | null;
}

export interface IndexReader {
  /** Files of a project that any of the changes may mean. @throws InfrastructureError */
  files(project: string, changes: readonly Change[]): Promise<FoundFile[]>;
  /** Fetches one, verified against the index's hash. @throws InfrastructureError */
  stage(file: FoundFile, vault: Vault): Promise<Staged>;
}

/** @param root of the simple index */
export function indexReader(ask: Ask, root: string): IndexReader {
  return {
    files: async (project, changes) => {
      const address = new URL(`${encodeURIComponent(project)}/`, root.endsWith('/') ? root : `${root}/`);
      const answer = await ask(address.href, { headers: { accept: SIMPLE_ACCEPT } });
      const type = (answer.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
      const page = readProjectPage(await bodyOf(answer, INDEX_PAGE_BYTES), type, answer.url);
      return page.files.flatMap((file) => {
        const change = changes.find((one) => means(one, file.filename));
        return change === undefined ? [] : [{ ...file, project, version: change.version }];
      });
    },
    stage: async (file, vault) => {
      const answer = await ask(file.url, { limits: { maxBytes: DISTRIBUTION_BYTES } });
      const staged = await vault.stage(answer.body, DISTRIBUTION_BYTES);
      if (file.sha256 === null || file.sha256 === staged.sha256) return staged;
      await staged.discard();
      throw new InfrastructureError('hash-mismatch', `${file.filename} is not what the index says`);
    },
  };
}

/** Whether a change is about a file of this name. */
export function means({ project, version, filename }: Change, candidate: string): boolean {
  if (filename !== null) return filename === candidate;
  return version === null || belongsToRelease(candidate, project, version);
}
