/** Which scan comes first, as the one whole number that the queue sorts by. */
import type { Source } from '../contracts/service.ts';

/** The least urgent first. A class never waits for a lesser one. */
const CLASSES = ['backfill', 'feed', 'upload', 'first-upload', 'demanded'] as const;
export type Urgency = (typeof CLASSES)[number];

/** Seconds that one class has room for: 12 years from the epoch below. Five of them fit the queue's 32 bits. */
export const PRIORITY_SPAN = 400_000_000;
const EPOCH_S = Date.UTC(2026, 0, 1) / 1000;

/** Higher is sooner: first by class, then by whose turn it is. */
export function priorityOf(urgency: Urgency, due: Date): number {
  const seconds = Math.round(due.getTime() / 1000 - EPOCH_S);
  return CLASSES.indexOf(urgency) * PRIORITY_SPAN - Math.min(Math.max(seconds, 0), PRIORITY_SPAN - 1);
}

/** The class of a priority, for figures. */
export function urgencyOf(priority: number): Urgency {
  return CLASSES[Math.ceil(priority / PRIORITY_SPAN)] ?? 'demanded';
}

/** Somebody waits for what the proxy asks; nobody has looked at a new project's first file. */
export function urgencyFor(source: Source, isNewProject: boolean): Urgency {
  if (source === 'proxy') return 'demanded';
  if (source === 'backfill') return 'backfill';
  if (isNewProject) return 'first-upload';
  return source === 'gate' || source === 'api' ? 'upload' : 'feed';
}
