import { createHash } from 'node:crypto';
import { InfrastructureError } from '../contracts/errors.ts';
import { DISTRIBUTION_BYTES, INDEX_PAGE_BYTES, RELEASE_FILES } from '../limits.ts';
import { displayAddress, getBytes, type HttpLimits } from './http.ts';
import { belongsToRelease, normaliseProject } from './names.ts';
import { type IndexFile, readProjectPage, SIMPLE_ACCEPT } from './simple-index.ts';

export type { IndexFile } from './simple-index.ts';

/** The index every Python installer uses unless told otherwise. */
export const DEFAULT_INDEX_URL = 'https://pypi.org/simple/';

export interface IndexClientOptions {
  /** Root of a simple index; may carry `user:password@`. */
  indexUrl?: string;
  /** Bounds of a download, where other than the defaults of `limits.ts`. */
  limits?: Partial<HttpLimits>;
}

export interface IndexClient {
  /** All files of one release, in the index's order; yanked ones too, for they can still be installed. */
  releaseFiles(project: string, version: string): Promise<IndexFile[]>;
  /** Bytes of one file, verified against the index's sha256 where it gives one. */
  download(file: IndexFile): Promise<Uint8Array>;
}

/** Client of a simple index (PEP 503, PEP 691). Its methods throw `InfrastructureError` only. */
export function createIndexClient(options: IndexClientOptions = {}): IndexClient {
  const root = withSlash(options.indexUrl ?? DEFAULT_INDEX_URL);
  const limits: HttpLimits = { maxBytes: DISTRIBUTION_BYTES, ...options.limits };
  return {
    releaseFiles: (project, version) => releaseFiles(root, project, version, limits),
    download: (file) => download(root, file, limits),
  };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

async function releaseFiles(root: string, project: string, version: string, limits: HttpLimits) {
  const name = normaliseProject(project);
  const address = `${root}${encodeURIComponent(name)}/`;
  const headers = { accept: SIMPLE_ACCEPT };
  const page = await getBytes(address, headers, { ...limits, maxBytes: INDEX_PAGE_BYTES });
  const listed = readProjectPage(page.bytes, page.contentType, page.url).files;
  const files = listed.filter(({ filename }) => belongsToRelease(filename, name, version));
  if (files.length === 0) {
    throw new InfrastructureError(
      'not-found',
      `${displayAddress(address)} lists no file of version ${version}`,
    );
  }
  if (files.length > RELEASE_FILES) {
    const detail = `${files.length} files in one release, more than ${RELEASE_FILES}`;
    throw new InfrastructureError('too-large', `${displayAddress(address)}: ${detail}`);
  }
  return files;
}

async function download(root: string, file: IndexFile, limits: HttpLimits): Promise<Uint8Array> {
  if (file.size !== null && file.size > limits.maxBytes) {
    throw new InfrastructureError(
      'too-large',
      `${file.filename} has ${file.size} bytes, more than ${limits.maxBytes}`,
    );
  }
  // Without `identity` a server may send a .tar.gz under Content-Encoding and the hash would not match.
  const headers = { accept: '*/*', 'accept-encoding': 'identity' };
  const { bytes } = await getBytes(withRootCredentials(root, file.url), headers, limits);
  if (file.sha256 !== null) verify(bytes, file.sha256, file.filename);
  return bytes;
}

function verify(bytes: Uint8Array, sha256: string, filename: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new InfrastructureError('hash-mismatch', `${filename} has sha256 ${found}, the index says ${sha256}`);
}

/** A file on the index's own origin needs the index's credentials; links never repeat them. */
function withRootCredentials(root: string, address: string): string {
  const url = new URL(address);
  if (!URL.canParse(root) || url.username !== '') return address;
  const base = new URL(root);
  if (base.origin !== url.origin) return address;
  url.username = base.username;
  url.password = base.password;
  return url.href;
}
