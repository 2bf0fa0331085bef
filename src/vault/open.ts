import { readS3Address, readS3Keys } from './address.ts';
import type { Vault } from './vault.ts';

/**
 * Opens the vault that an address names.
 * @param address a folder's path, made when absent, or `s3://bucket/prefix?endpoint=https://…&region=…`
 * @param env where the keys of an S3 service are: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
 * @throws InfrastructureError `config-invalid`; `network`, `http-status` or `not-found` when the service refuses
 */
export async function openVault(
  address: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Vault> {
  const s3 = readS3Address(address);
  if (s3 === null) return (await import('./folder.ts')).openFolderVault(address);
  return (await import('./s3.ts')).openS3Vault(s3, readS3Keys(env));
}
