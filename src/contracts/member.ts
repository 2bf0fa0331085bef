import type { Limitation } from './limitation.ts';

export type ArchiveFormat =
  | 'zip'
  | 'tar'
  | 'tar.gz'
  | 'tar.bz2'
  | 'tar.xz'
  | 'tar.zst'
  | 'tar.lzma'
  | 'directory'
  | 'unknown';

export type DistributionKind = 'sdist' | 'wheel' | 'egg' | 'directory' | 'unknown';

/** One archive entry, as an installer would see it. */
export interface Member {
  /**
   * Path with `/` separators, made safe for display: the archive's own spelling without a leading `./`.
   * Nested archives: `outer.zip!/inner.py`.
   */
  path: string;
  /** How many archives were opened to reach it; 0 for the distribution's own members. */
  depth: number;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device' | 'fifo' | 'other';
  /**
   * Raw target of a link, else null. A link that leads to a file of the same archive is a `file` with that
   * file's content, as an installer would find it, and keeps its target here.
   */
  link: string | null;
  /**
   * Content, which may be unpacked each time it is read: read it once, drop it soon, and ask `size` for its length.
   * Empty for anything but files and for files that could not be read (then `readable` is false).
   */
  readonly data: Uint8Array;
  /** Bytes of `data`. */
  readonly size: number;
  readable: boolean;
  /** Bytes as declared by the archive. */
  declaredSize: number;
  /** Unix mode bits, 0 when unknown. */
  mode: number;
  /** Seconds since the epoch, 0 when unknown. */
  mtime: number;
  /**
   * False for an entry that installers never see: shadowed by a later duplicate, present only in local
   * headers, outside the root. It is analysed all the same.
   */
  installed: boolean;
}

/** A disagreement between readers, or a structure no honest tool writes. */
export interface ArchiveAnomaly {
  code: ArchiveAnomalyCode;
  /** Member path, or the archive's own path for structural ones ('' for the outermost). */
  path: string;
  /** Plain text with the values that disagree. */
  detail: string;
}

export type ArchiveAnomalyCode =
  // zip
  | 'zip-local-central-mismatch'
  | 'zip-duplicate-name'
  | 'zip-overlapping-entries'
  | 'zip-prefix-data'
  | 'zip-trailing-data'
  | 'zip-gap-data'
  | 'zip-multiple-eocd'
  | 'zip-eocd-mismatch'
  | 'zip-zip64-inconsistent'
  | 'zip-encrypted'
  | 'zip-bad-crc'
  | 'zip-size-mismatch'
  | 'zip-unsupported-method'
  | 'zip-local-only-entry'
  | 'zip-unicode-path-extra'
  | 'zip-comment-payload'
  // tar
  | 'tar-bad-checksum'
  | 'tar-duplicate-name'
  | 'tar-pax-override'
  | 'tar-gnu-override'
  | 'tar-sparse'
  | 'tar-data-after-end'
  | 'tar-truncated'
  | 'tar-oversized-header'
  // compression
  | 'gzip-trailing-junk'
  | 'gzip-multiple-members'
  | 'gzip-bad-crc'
  | 'compressed-truncated'
  // names and types
  | 'path-traversal'
  | 'path-absolute'
  | 'path-backslash'
  | 'path-control-character'
  | 'path-non-utf8'
  | 'path-too-long'
  | 'path-case-collision'
  | 'path-unicode-collision'
  | 'path-bidi'
  | 'link-escapes-root'
  | 'link-dangling'
  | 'link-member'
  | 'device-member'
  // identity
  | 'polyglot'
  | 'suffix-mismatch'
  | 'several-roots'
  | 'record-missing'
  | 'record-mismatch'
  | 'record-unlisted-member'
  | 'record-listed-but-absent'
  | 'nested-archive'
  | 'nested-archive-encrypted';

export interface Unpacked {
  kind: DistributionKind;
  format: ArchiveFormat;
  /** Flat, in archive order, children of nested archives right after their container. */
  members: Member[];
  anomalies: ArchiveAnomaly[];
  limitations: Limitation[];
}
