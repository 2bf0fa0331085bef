/** One hostile (or honest) archive and everything that unpacking must say about it. */
import assert from 'node:assert/strict';
import type { LimitationCode } from '../../src/contracts/limitation.ts';
import type { ArchiveAnomalyCode, Unpacked } from '../../src/contracts/member.ts';
import { type UnpackOptions, unpackBytes } from '../../src/unpack/unpack.ts';

export interface ArchiveCase {
  title: string;
  /** Default: `x-1.0.tar.gz` or `x-1.0.zip` by content. */
  filename?: string;
  bytes: () => Uint8Array;
  options?: UnpackOptions;
  /** Every anomaly, as `code path`, in any order. */
  anomalies: `${ArchiveAnomalyCode} ${string}`[];
  /** Every limitation, as `code where`; `!` in front when it is blocking. */
  limitations?: (`${LimitationCode} ${string}` | `!${LimitationCode} ${string}`)[];
  /** Path to text of every readable installed file. */
  installed: Record<string, string>;
  /** Path to text of every readable file that is not installed. */
  others?: Record<string, string>;
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Text of readable files by path. */
export function texts(unpacked: Unpacked, installed: boolean): Record<string, string> {
  const files = unpacked.members.filter(
    (member) => member.type === 'file' && member.readable && member.installed === installed,
  );
  return Object.fromEntries(files.map(({ path, data }) => [path, Buffer.from(data).toString('latin1')]));
}

/** Unpacks the case's archive and compares all of it. */
export function checkCase(archive: ArchiveCase): void {
  const bytes = archive.bytes();
  const filename = archive.filename ?? (isZip(bytes) ? 'x-1.0.zip' : 'x-1.0.tar');
  const unpacked = unpackBytes(filename, bytes, archive.options);
  const anomalies = unpacked.anomalies.map(({ code, path }) => `${code} ${path}`);
  assert.deepEqual(
    anomalies.sort(),
    [...archive.anomalies].sort(),
    JSON.stringify(unpacked.anomalies, null, 1),
  );
  const limitations = unpacked.limitations.map(
    ({ code, where, blocking }) => `${blocking ? '!' : ''}${code} ${where}`,
  );
  assert.deepEqual(limitations.sort(), [...(archive.limitations ?? [])].sort());
  assert.deepEqual(texts(unpacked, true), archive.installed);
  assert.deepEqual(texts(unpacked, false), archive.others ?? {});
}
