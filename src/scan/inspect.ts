/** A reviewer's look into a distribution: what is in it, and one member of it to read. */
import { INSPECTED_BYTES, INSPECTED_HEX_BYTES } from '../limits.ts';
import { decodeSource } from '../python/decode.ts';
import { unpackBytes } from '../unpack/unpack.ts';

export interface InspectedMember {
  path: string;
  type: string;
  /** Bytes, unpacked. */
  size: number;
}

export interface InspectedContent {
  path: string;
  /** Bytes, unpacked. */
  size: number;
  /** As Python would decode it; null when it is no text. */
  text: string | null;
  /** Its first bytes, base64, when it is no text. */
  bytes: string | null;
  /** Whether only the beginning is here. */
  truncated: boolean;
}

export interface Inspection {
  members: InspectedMember[];
  /** Of the member asked for; null when none was, or there is no such member. */
  content: InspectedContent | null;
}

/** @param path of a member, or null for the list alone */
export function inspectBytes(
  filename: string,
  bytes: Uint8Array,
  path: string | null,
  deadline: number,
): Inspection {
  const { members } = unpackBytes(filename, bytes, { deadline });
  const listed = members.map((member) => {
    return { path: member.path, type: member.type, size: member.data.byteLength };
  });
  if (path === null) return { members: listed, content: null };
  const found = members.find((member) => member.path === path && member.type === 'file');
  return { members: [], content: found === undefined ? null : contentOf(path, found.data) };
}

function contentOf(path: string, data: Uint8Array): InspectedContent {
  const size = data.byteLength;
  // A NUL in the beginning is no text in any encoding that Python reads source in.
  if (data.subarray(0, 65_536).includes(0)) {
    const bytes = Buffer.from(data.subarray(0, INSPECTED_HEX_BYTES)).toString('base64');
    return { path, size, text: null, bytes, truncated: size > INSPECTED_HEX_BYTES };
  }
  const { text } = decodeSource(data.subarray(0, INSPECTED_BYTES));
  return { path, size, text, bytes: null, truncated: size > INSPECTED_BYTES };
}
