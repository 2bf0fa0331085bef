/**
 * Bytes to members, in memory and bounded. Archives are read as Python's installers read them; what other
 * readers would see instead is read as well, marked as not installed, and every disagreement is reported.
 */
import { basename } from 'node:path';
import type { ArchiveFormat, DistributionKind, Unpacked } from '../contracts/member.ts';
import { openArchive, withChildren } from './archive.ts';
import { HeldContent } from './content.ts';
import { UnpackContext, type UnpackLimits } from './context.ts';
import { readDirectoryTree } from './directory.ts';
import { toMember, type UnpackedMember } from './entry.ts';
import { identify, reportSuffix } from './identity.ts';
import { materialiseLinks } from './tar-links.ts';

export type { UnpackLimits } from './context.ts';

export interface UnpackOptions {
  /** Bounds other than those of `limits.ts`, for tests and special deployments. */
  limits?: Partial<UnpackLimits>;
  /** `Date.now()` value, in milliseconds since the epoch, after which reading stops with `time-limit`. */
  deadline?: number;
}

function result(
  context: UnpackContext,
  members: UnpackedMember[],
  format: ArchiveFormat,
  kind: DistributionKind,
): Unpacked {
  return { kind, format, members, anomalies: context.anomalies, limitations: context.limitations };
}

/** A file that is no archive is its own only member. */
function unpackOther(context: UnpackContext, filename: string, bytes: Uint8Array): Unpacked {
  reportSuffix(context, filename, 'unknown');
  const text = !bytes.subarray(0, 4096).includes(0);
  const known = context.limitations.some(({ code }) => code === 'unsupported-format');
  if (!known)
    context.limitation('unsupported-format', '', 'The file is no archive that is known here.', !text);
  const allowance = context.book('', bytes.length);
  const data =
    allowance === 'whole' ? bytes : bytes.subarray(0, allowance === 'start' ? context.limits.keptBytes : 0);
  const member = toMember(
    context,
    {
      name: basename(filename) || 'file',
      nameValid: true,
      type: 'file',
      link: null,
      readable: allowance === 'whole',
      declaredSize: bytes.length,
      mode: 0,
      mtime: 0,
      installed: true,
    },
    '',
    0,
  );
  if (member !== null) member.content = new HeldContent(data);
  return result(context, member === null ? [] : [member], 'unknown', 'unknown');
}

/**
 * Unpacks one distribution file. The format is told by its bytes; `filename` only serves to report a suffix
 * that promises something else. Never throws: what cannot be read is a limitation.
 */
export function unpackBytes(filename: string, bytes: Uint8Array, options: UnpackOptions = {}): Unpacked {
  const context = new UnpackContext(options.limits, options.deadline);
  const opened = openArchive(context, bytes, { path: '', depth: 0, filename });
  if (opened === null) return unpackOther(context, filename, bytes);
  if (opened.single)
    context.limitation('unsupported-format', '', 'A compressed file that holds no archive.', false);
  reportSuffix(context, filename, opened.format);
  return result(context, opened.members, opened.format, identify(context, opened.members, opened.format));
}

/** Reads a directory tree from disk, nested archives included. Links are recorded, never followed. */
export function unpackDirectory(path: string, options: UnpackOptions = {}): Unpacked {
  const context = new UnpackContext(options.limits, options.deadline);
  const members = readDirectoryTree(context, path);
  materialiseLinks(context, members, '', 0);
  return result(context, withChildren(context, members, 0), 'directory', 'directory');
}
