/** Sending one file to an S3-compatible service, with memory for one part. */
import { type FileHandle, open } from 'node:fs/promises';
import { InfrastructureError } from '../contracts/errors.ts';
import { S3_PART_BYTES } from '../service-limits.ts';
import type { S3Client } from './s3-client.ts';

/** Puts a file under a key: in one request, or in parts when it is long. The service verifies the hash of each. */
export async function upload(client: S3Client, key: string, file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > S3_PART_BYTES) await inParts(client, key, handle, size);
    else await client.ask({ method: 'PUT', key, body: await partOf(handle, 0, size) });
  } finally {
    await handle.close();
  }
}

async function inParts(client: S3Client, key: string, handle: FileHandle, size: number): Promise<void> {
  const { text } = await client.ask({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = /<UploadId>([^<]{1,1024})<\/UploadId>/.exec(text)?.[1];
  if (uploadId === undefined)
    throw new InfrastructureError('protocol', "the vault's service began no upload");
  try {
    const parts: string[] = [];
    for (let start = 0; start < size; start += S3_PART_BYTES) {
      const partNumber = String(parts.length + 1);
      const body = await partOf(handle, start, Math.min(size, start + S3_PART_BYTES));
      const { headers } = await client.ask({ method: 'PUT', key, query: { partNumber, uploadId }, body });
      const tag = headers.get('etag') ?? '';
      if (!/^"?[\w-]{1,100}"?$/.test(tag)) throw new InfrastructureError('protocol', 'a part got no tag');
      parts.push(
        `<Part><PartNumber>${partNumber}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
      );
    }
    const all = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const body = Uint8Array.from(Buffer.from(all));
    await client.ask({ method: 'POST', key, query: { uploadId }, body });
  } catch (error) {
    await client.ask({ method: 'DELETE', key, query: { uploadId } }).catch(() => {});
    throw error;
  }
}

async function partOf(handle: FileHandle, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(end - start);
  for (let at = 0; at < part.byteLength; ) {
    const { bytesRead } = await handle.read(part, at, part.byteLength - at, start + at);
    if (bytesRead === 0) throw new InfrastructureError('file-unreadable', 'a staged sample was cut');
    at += bytesRead;
  }
  return part;
}

/** Ends uploads that were begun before a moment and never completed; the service keeps and bills their parts. */
export async function abortUploads(client: S3Client, before: number): Promise<void> {
  const query = { uploads: '', prefix: client.prefix };
  const { text } = await client.ask({ method: 'GET', key: '', query });
  for (const [, found = ''] of text.matchAll(/<Upload>(.*?)<\/Upload>/gs)) {
    const value = (name: string): string => new RegExp(`<${name}>([^<&]*)</${name}>`).exec(found)?.[1] ?? '';
    const [key, uploadId, initiated] = [value('Key'), value('UploadId'), value('Initiated')];
    const ours = key.startsWith(client.prefix) && uploadId !== '' && Date.parse(initiated) < before;
    if (!ours) continue;
    await client.ask({ method: 'DELETE', key: key.slice(client.prefix.length), query: { uploadId } });
  }
}
