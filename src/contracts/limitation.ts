/** Something that could not be seen, and why. A value that travels with the result, never an exception. */
export interface Limitation {
  code: LimitationCode;
  /** Member path, `path!/inner` for nested archives, or '' for the whole distribution. */
  where: string;
  /** One plain sentence with the figure that was hit. */
  detail: string;
  /** A blocking limitation forbids the verdict `no-findings`. */
  blocking: boolean;
}

export type LimitationCode =
  // unpack
  | 'archive-unreadable'
  | 'archive-truncated'
  | 'member-unreadable'
  | 'encrypted-member'
  | 'unsupported-compression'
  | 'unsupported-format'
  | 'total-bytes-limit'
  | 'member-bytes-limit'
  | 'ratio-limit'
  | 'member-count-limit'
  | 'path-limit'
  | 'nesting-limit'
  | 'anomaly-limit'
  // artifacts
  | 'source-undecodable'
  | 'syntax-errors'
  | 'nesting-too-deep'
  | 'bytecode-unreadable'
  | 'binary-unreadable'
  | 'pickle-unreadable'
  | 'notebook-unreadable'
  | 'metadata-unreadable'
  | 'opaque-code'
  // analyses
  | 'analysis-budget'
  | 'analysis-crash'
  | 'layer-limit'
  | 'decode-limit'
  | 'fact-limit'
  // rules and engines
  | 'rule-crash'
  | 'yara-unavailable'
  | 'yara-pack-unusable'
  | 'yara-timeout'
  | 'finding-limit'
  // running
  | 'time-limit'
  | 'memory-limit'
  | 'worker-crash'
  | 'fetch-failed'
  | 'hash-mismatch';
