/** What happens to a file that nobody has screened: clients wait for it, get it after the time, or do not get it. */
export const UNKNOWN_POLICIES = ['wait', 'allow', 'deny'] as const;
export type UnknownPolicy = (typeof UNKNOWN_POLICIES)[number];

/** Who may read: anyone who reaches the proxy, or whoever has a token. */
export const READERS = ['anyone', 'identified'] as const;
export type Readers = (typeof READERS)[number];

export interface ProxyOptions {
  /** Root of the simple index behind, e.g. `https://pypi.org/simple/`; may carry `user:password@`. */
  upstream: string;
  /** `wait` unless given. */
  unknown?: UnknownPolicy;
  /** Milliseconds that a download waits for fetch and screening. */
  budgetMs?: number;
  /** Milliseconds for which a page of the index behind is believed. */
  freshMs?: number;
  /** `anyone` unless given. */
  readers?: Readers;
  /** Hosts that files may be fetched from although they are private: `host` or `host:port`. The index's own may. */
  allow?: readonly string[];
  /** Where clients reach this service, with a slash at the end; taken from each request unless given. */
  publicUrl?: string;
}
