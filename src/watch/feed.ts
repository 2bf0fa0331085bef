/** Ways to learn what is new on an index. */

/** Something was added. */
export interface Change {
  /** PEP 503. */
  project: string;
  /** Null when only the project is known to have changed. */
  version: string | null;
  /** Null when the feed does not name the file. */
  filename: string | null;
}

/** Where reading has got to: a JSON object that the feed alone understands. */
export type Cursor = Readonly<Record<string, unknown>>;

export interface FeedPage {
  /** Oldest first, at most `FEED_CHANGES`. */
  changes: Change[];
  /** To be kept once the changes are dealt with. */
  cursor: Cursor;
  /** Whether there is more to read at once. */
  more: boolean;
  /** Why changes may have been missed, or null. */
  gap: string | null;
}

export interface Feed {
  /** What it is called in the store; the same for the same feed. */
  readonly name: string;
  /**
   * What came after the cursor. With null as the cursor: where to start, and what a feed that shows only the newest
   * has at hand.
   * @throws InfrastructureError
   */
  read(cursor: Cursor | null): Promise<FeedPage>;
}
