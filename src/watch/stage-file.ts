import { open } from 'node:fs/promises';
import { InfrastructureError } from '../contracts/errors.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import type { Staged, Vault } from '../vault/vault.ts';

/**
 * Takes a file of this machine into the vault. It is opened before anybody reads from it: a stream that fails while
 * nobody listens would end the process.
 * @throws InfrastructureError `file-unreadable`, `too-large`
 */
export async function stageFile(vault: Vault, file: string): Promise<Staged> {
  try {
    const handle = await open(file);
    return await vault.stage(handle.createReadStream(), DISTRIBUTION_BYTES);
  } catch (error) {
    if (error instanceof InfrastructureError) throw error;
    throw new InfrastructureError('file-unreadable', `${file} cannot be read`, { cause: error });
  }
}
