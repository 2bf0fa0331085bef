import { InfrastructureError } from '../contracts/errors.ts';
import { readAnchors } from './anchors.ts';

/** One file of a project's page. */
export interface IndexFile {
  filename: string;
  /** Absolute, without fragment. */
  url: string;
  /** Lower-case hex, or null when the index gives none. */
  sha256: string | null;
  /** Bytes, or null when the index does not say. */
  size: number | null;
  yanked: boolean;
}

/** Media types in order of preference, PEP 691. */
export const SIMPLE_ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/**
 * Files of a project page of a simple index: PEP 691 JSON or PEP 503 HTML, by the answer's media type.
 * @param url the address that answered, base of relative links.
 * @throws InfrastructureError `protocol` when the page is neither.
 */
export function readProjectPage(bytes: Uint8Array, contentType: string, url: string): IndexFile[] {
  const text = new TextDecoder().decode(bytes);
  if (contentType === 'application/vnd.pypi.simple.v1+json' || contentType === 'application/json') {
    return readJson(text, url);
  }
  if (contentType === 'application/vnd.pypi.simple.v1+html' || contentType === 'text/html') {
    return readHtml(text, url);
  }
  throw new InfrastructureError('protocol', `the index answered with media type "${contentType}"`);
}

function readJson(text: string, base: string): IndexFile[] {
  const page = asRecord(parseJson(text));
  const apiVersion = asRecord(page.meta)['api-version'];
  if (typeof apiVersion === 'string' && !apiVersion.startsWith('1.')) {
    throw new InfrastructureError('protocol', `the index speaks version ${apiVersion} of the simple API`);
  }
  if (!Array.isArray(page.files)) throw new InfrastructureError('protocol', 'the index page lists no files');
  return page.files.flatMap((entry) => {
    const file = asRecord(entry);
    if (typeof file.url !== 'string') return [];
    const sha256 = asRecord(file.hashes).sha256;
    return indexFile(base, file.url, {
      filename: typeof file.filename === 'string' ? file.filename : null,
      sha256: typeof sha256 === 'string' ? sha256 : null,
      size: typeof file.size === 'number' ? file.size : null,
      yanked: file.yanked !== undefined && file.yanked !== false,
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the index page is not valid JSON', { cause });
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readHtml(text: string, url: string): IndexFile[] {
  const { base, anchors } = readAnchors(text);
  const root = base !== null && URL.canParse(base, url) ? new URL(base, url).href : url;
  return anchors.flatMap(({ attributes }) => {
    const href = attributes.get('href');
    if (href === undefined) return [];
    return indexFile(root, href, {
      filename: null,
      sha256: null,
      size: null,
      yanked: attributes.has('data-yanked'),
    });
  });
}

interface Stated {
  filename: string | null;
  sha256: string | null;
  size: number | null;
  yanked: boolean;
}

/** Zero or one file: links that lead nowhere, or whose name is no plain file name, are not files. */
function indexFile(base: string, href: string, stated: Stated): IndexFile[] {
  if (!URL.canParse(href, base)) return [];
  const url = new URL(href, base);
  const fragment = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1] ?? null;
  url.hash = '';
  const filename = stated.filename ?? lastSegment(url);
  if (!/^[^/\\\0]{1,255}$/.test(filename) || filename === '.' || filename === '..') return [];
  const sha256 = (stated.sha256 ?? fragment)?.toLowerCase() ?? null;
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new InfrastructureError('protocol', `the index gives a malformed sha256 for ${filename}`);
  }
  return [{ filename, url: url.href, sha256, size: stated.size, yanked: stated.yanked }];
}

function lastSegment(url: URL): string {
  const segment = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray % is part of the name
  }
}
