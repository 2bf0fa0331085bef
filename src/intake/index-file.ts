/** From what an index says of a file to a record that can be relied on. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { ListedFile } from './simple-index.ts';

/** What a page says, before it has been checked. */
export interface StatedFile extends Omit<ListedFile, 'filename' | 'url' | 'sha256' | 'hashes'> {
  /** Null takes the last part of the address. */
  filename: string | null;
  hashes: Record<string, unknown>;
}

/** Hex digits by algorithm, of those that `hashlib` has everywhere. */
const HEX_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Hashes that can be compared: known algorithms, hex of the right length, in lower case. */
export function hashesOf(stated: Record<string, unknown>): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const [algorithm, digits] of Object.entries(HEX_DIGITS)) {
    const value = Object.hasOwn(stated, algorithm) ? stated[algorithm] : undefined;
    if (typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value))
      hashes[algorithm] = value.toLowerCase();
  }
  return hashes;
}

/** Zero or one file: links that lead nowhere, or whose name is no plain file name, are not files. */
export function indexFile(base: string, href: string, stated: StatedFile): ListedFile[] {
  if (!URL.canParse(href, base)) return [];
  const url = new URL(href, base);
  const [, algorithm = '', digest = ''] = /^#([a-z0-9]+)=([0-9a-f]+)$/i.exec(url.hash) ?? [];
  url.hash = '';
  const filename = stated.filename ?? lastSegment(url);
  if (!/^[^/\\\0]{1,255}$/.test(filename) || filename === '.' || filename === '..') return [];
  const all = { [algorithm.toLowerCase()]: digest, ...stated.hashes };
  if (typeof all.sha256 === 'string' && !/^[0-9a-f]{64}$/i.test(all.sha256)) {
    throw new InfrastructureError('protocol', `the index gives a malformed sha256 for ${filename}`);
  }
  const hashes = hashesOf(all);
  const provenance =
    stated.provenance !== null && URL.canParse(stated.provenance, base)
      ? new URL(stated.provenance, base).href
      : null;
  return [{ ...stated, filename, url: url.href, hashes, sha256: hashes.sha256 ?? null, provenance }];
}

function lastSegment(url: URL): string {
  const segment = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray % is part of the name
  }
}
