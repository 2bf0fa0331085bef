/** Where a local header and the central directory tell different stories about one entry. */

import { decodeUtf8Name, showable } from './member-path.ts';
import {
  type CentralEntry,
  DESCRIPTOR_SIGNATURE,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  type LocalEntry,
  u64,
} from './zip-records.ts';

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const shown = (name: Uint8Array): string => showable(decodeUtf8Name(name).text);

/**
 * Bytes of the data descriptor at `at` that agrees with the entry: with or without signature, 32 or 64 bit.
 * 0 when none does.
 */
export function descriptorLength(view: DataView, at: number, entry: CentralEntry): number {
  for (const start of [at + 4, at]) {
    if (start === at + 4 && (start > view.byteLength || view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE))
      continue;
    if (start + 12 > view.byteLength || view.getUint32(start, true) !== entry.crc) continue;
    // The 64-bit form first: for empty entries its beginning looks like the short form.
    if (
      start + 20 <= view.byteLength &&
      u64(view, start + 4) === entry.compressedSize &&
      u64(view, start + 12) === entry.size
    ) {
      return start + 20 - at;
    }
    if (
      view.getUint32(start + 4, true) === entry.compressedSize &&
      view.getUint32(start + 8, true) === entry.size
    ) {
      return start + 12 - at;
    }
  }
  return 0;
}

/** Every disagreement in plain words; sizes and checksum may be zero in a header followed by a descriptor. */
export function compareHeaders(local: LocalEntry, central: CentralEntry): string[] {
  const differences: string[] = [];
  if (!equal(local.name, central.name))
    differences.push(`name ${shown(local.name)} or ${shown(central.name)}`);
  if (local.method !== central.method) differences.push(`method ${local.method} or ${central.method}`);
  const flags = local.flags ^ central.flags;
  const ascii = central.name.every((byte) => byte < 128);
  if ((flags & FLAG_ENCRYPTED) !== 0) differences.push('only one header says that the entry is encrypted');
  if ((flags & FLAG_UTF8) !== 0 && !ascii) differences.push('only one header says that the name is UTF-8');
  const deferred = (local.flags & FLAG_DESCRIPTOR) !== 0;
  for (const [what, here, there] of [
    ['checksum', local.crc, central.crc],
    ['packed size', local.compressedSize, central.compressedSize],
    ['size', local.size, central.size],
  ] as const) {
    const open = deferred && (here === 0 || here === 0xffffffff);
    if (here !== there && !open) differences.push(`${what} ${here} or ${there}`);
  }
  return differences;
}

/** Whether a reader that trusts local headers would unpack something else. */
export function readsDifferently(local: LocalEntry, central: CentralEntry): boolean {
  if (local.method !== central.method || !equal(local.name, central.name)) return true;
  const deferred = (local.flags & FLAG_DESCRIPTOR) !== 0;
  return !deferred && (local.compressedSize !== central.compressedSize || local.size !== central.size);
}
