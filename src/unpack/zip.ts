/**
 * Zip archives as CPython's `zipfile` (and so pip) reads them, by the central directory; then everything that
 * other readers could see instead: local headers, a directory elsewhere, data before, between and behind.
 */
import { ZIP_COMMENT_BYTES } from '../limits.ts';
import type { UnpackContext } from './context.ts';
import type { ReadArchive } from './entry.ts';
import { decodeUtf8Name, showable } from './member-path.ts';
import {
  type Directory,
  type EndRecord,
  findEnd,
  findEndAnywhere,
  readDirectory,
  readDirectoryAtOffset,
  readEnd,
} from './zip-directory.ts';
import { layOut } from './zip-layout.ts';
import { scanGap } from './zip-local.ts';
import { ZipReader } from './zip-reader.ts';

/** Overlapping entries named one by one; the count says the rest. */
const OVERLAPS_LISTED = 20;

function reportEnd(reader: ZipReader, end: EndRecord, directory: Directory): void {
  const { context, path } = reader;
  const count = directory.entries.length;
  const announced = end.zip64 ? count : count & 0xffff;
  if (end.entries !== announced || end.entriesOnDisk !== end.entries) {
    context.anomaly(
      'zip-eocd-mismatch',
      path,
      `the end record announces ${end.entries} entries, the directory has ${count}`,
    );
  }
  if (end.disk !== 0) context.anomaly('zip-eocd-mismatch', path, 'the archive claims to span several disks');
  if (end.zip64Problem !== null) context.anomaly('zip-zip64-inconsistent', path, end.zip64Problem);
  for (const { extraProblem, name } of directory.entries) {
    if (extraProblem !== null)
      context.anomaly('zip-zip64-inconsistent', reader.label(decodeUtf8Name(name).text), extraProblem);
  }
  if (
    end.comment.length > ZIP_COMMENT_BYTES ||
    end.comment.some((byte) => byte === 0 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13))
  ) {
    context.anomaly('zip-comment-payload', path, `a comment of ${end.comment.length} bytes`);
  }
}

/** Entries of `other` that `first` does not have. */
function onlyIn(other: Directory, first: Directory): Directory {
  const known = new Set(first.entries.map(({ at }) => at));
  return { ...other, entries: other.entries.filter(({ at }) => !known.has(at)) };
}

/** Reads gaps between, before and behind; local headers found there become members that are not installed. */
function readGaps(reader: ZipReader, firstAt: number, endAt: number, installed: boolean): void {
  const { gaps, overlaps } = layOut(reader.extents, reader.bytes.length);
  for (const { name, with: other, at } of overlaps.slice(0, OVERLAPS_LISTED)) {
    const what = other === '' ? 'the directory' : showable(other);
    const more = overlaps.length > OVERLAPS_LISTED ? `; ${overlaps.length} entries overlap` : '';
    reader.context.anomaly(
      'zip-overlapping-entries',
      reader.label(name),
      `begins at byte ${at}, inside of ${what}${more}`,
    );
  }
  for (const gap of gaps) {
    const code =
      gap.start === 0 && gap.end <= firstAt
        ? 'zip-prefix-data'
        : gap.start >= endAt
          ? 'zip-trailing-data'
          : 'zip-gap-data';
    scanGap(reader, gap.start, gap.end, code, installed);
  }
}

/** Reads `bytes` as a zip archive. `archivePath` is '' for the distribution itself. */
export function readZip(
  context: UnpackContext,
  bytes: Uint8Array,
  archivePath: string,
  depth: number,
): ReadArchive {
  const reader = new ZipReader(context, bytes, archivePath, depth);
  const python = findEnd(bytes);
  const at = python >= 0 ? python : findEndAnywhere(bytes);
  // One more than may be added, so that the limit is noticed when the next one is asked for.
  const limit = context.limits.memberCount + 1;
  let problem: string | null = python >= 0 ? null : 'no end record where Python looks for it';
  let installedElsewhere = true;
  let firstAt = bytes.length;
  let endAt = bytes.length;
  if (at >= 0) {
    const end = readEnd(bytes, at);
    const directory = readDirectory(bytes, end, limit);
    problem ??= directory.problem;
    reader.directory(directory, true);
    reader.extents.push({ start: end.start, end: end.end, name: '' });
    reportEnd(reader, end, directory);
    if (end.offset !== directory.start) {
      const other = onlyIn(readDirectoryAtOffset(bytes, end, limit), directory);
      if (other.entries.length > 0) {
        context.anomaly(
          'zip-eocd-mismatch',
          archivePath,
          `another directory of ${other.entries.length} entries at byte ${end.offset}`,
        );
        // Where both readings share bytes, the second only adds what the first left out.
        const limit = other.start < directory.start ? directory.start : bytes.length;
        reader.directory(other, directory.entries.length === 0, limit);
      }
    }
    installedElsewhere = directory.entries.length === 0;
    firstAt = reader.extents.reduce((least, { start }) => Math.min(least, start), end.start);
    endAt = end.end;
  }
  readGaps(reader, firstAt, endAt, installedElsewhere);
  if (problem !== null) {
    context.limitation(
      'archive-unreadable',
      archivePath,
      `Python's zipfile refuses the archive: ${problem}.`,
      depth === 0,
    );
  }
  return { members: reader.members, openable: problem === null, encrypted: reader.encrypted };
}
