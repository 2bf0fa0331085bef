import { createFetcher } from '../fetch/fetcher.ts';
import { FEED_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { type Ask, politely } from './ask.ts';
import { changelogFeed } from './changelog.ts';
import type { Feed } from './feed.ts';
import { folderWatch } from './folder.ts';
import { followOnce } from './follow.ts';
import { indexReader } from './index-reader.ts';
import { rssFeed } from './rss.ts';
import { serialsFeed } from './serials.ts';
import { watch } from './watch.ts';

export const FEED_KINDS = ['rss', 'changelog', 'serials'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

export interface WatchSettings {
  /** An index to follow, or null. */
  feed: { kind: FeedKind; url: string; index: string; intervalMs: number } | null;
  /** A folder to watch, or null. */
  folder: { path: string; intervalMs: number } | null;
  /** Hosts that may be fetched from although they are private. */
  allow: readonly string[];
  /** Tells the index who follows it. */
  userAgent: string;
  log: (message: string) => void;
}

const KINDS: Record<FeedKind, (ask: Ask, url: string) => Feed> = {
  rss: rssFeed,
  changelog: changelogFeed,
  serials: serialsFeed,
};

/** Starts following what the settings name; the returned function stops it. */
export function startWatch(service: Service, settings: WatchSettings): () => Promise<void> {
  const { feed, folder, log } = settings;
  const stops: (() => Promise<void>)[] = [];
  if (folder !== null) {
    stops.push(watch({ ...folderWatch(service, folder.path), intervalMs: folder.intervalMs, log }));
  }
  if (feed !== null) {
    // The index itself is the operator's choice; what its pages link to is not.
    const allow = [...settings.allow, feed.url, feed.index];
    const fetcher = createFetcher({ allow, limits: { maxBytes: FEED_BYTES } });
    const ask = politely(fetcher, settings.userAgent);
    const followed = {
      service,
      feed: KINDS[feed.kind](ask, feed.url),
      index: indexReader(ask, feed.index),
      log,
    };
    const stop = watch({ round: () => followOnce(followed), intervalMs: feed.intervalMs, log });
    stops.push(async () => {
      await stop();
      await fetcher.close();
    });
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
