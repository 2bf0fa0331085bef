export type InfrastructureErrorCode =
  | 'file-unreadable'
  | 'not-a-distribution' // a directory, device or pipe where a file's bytes were asked for
  | 'target-invalid' // neither an existing path nor name==version
  | 'not-found' // the index answers, and has no such project, release or file
  | 'http-status'
  | 'network'
  | 'timeout'
  | 'redirect-refused' // too many, to another scheme, or from https to http
  | 'address-refused' // an address that may not be fetched from on a stranger's word
  | 'protocol' // the index's answer is not what PEP 503 or PEP 691 describe
  | 'too-large'
  | 'hash-mismatch'
  | 'busy' // as much as the service takes in is waiting; later there is room
  | 'busy' // too much waits already; the same will be taken later
  | 'claimed' // another reviewer has it in hand
  | 'config-invalid' // a file an operator wrote does not say what it should
  | 'cursor-invalid' // a page was asked for with a cursor that no page gave
  | 'database-held' // another process has the embedded database open
  | 'database-version' // the server is too old, or a newer Lazaret has written the database
  | 'disk-full'
  | 'backup-invalid' // a backup that is damaged, or none at all
  | 'not-empty'; // the database that a backup is to be restored into

/**
 * Something around the scan failed: disk, network, index. Never thrown for what a distribution contains; that is
 * a `Limitation`. The caller decides by `retryable` whether the same call may succeed later.
 */
export class InfrastructureError extends Error {
  override readonly name = 'InfrastructureError';
  readonly code: InfrastructureErrorCode;
  readonly retryable: boolean;

  constructor(
    code: InfrastructureErrorCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
