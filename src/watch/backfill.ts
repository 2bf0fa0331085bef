/** Submits what is there already: of a folder, a list or a whole index, in order and to be continued after any stop. */
import { InfrastructureError } from '../contracts/errors.ts';
import { type RunOptions, roomFor } from '../jobs/rescore.ts';
import type { Service } from '../service/service.ts';
import { BACKFILL_AT_ONCE } from '../service-limits.ts';
import { finishRun, noteRun, resumeRun } from '../store/runs.ts';

/** Something to submit: a file, or all files of a project or release. */
export interface BackfillItem {
  label: string;
  /** Where to go on after it. */
  cursor: Record<string, unknown>;
  /** Submits it; returns how many files were new. @throws InfrastructureError */
  take(): Promise<number>;
}

export interface BackfillSource {
  /** Tells it from other sources: a run goes on where an unfinished one of this name was stopped. */
  name: string;
  /** Always in the same order. @param cursor of the last item that was dealt with; {} at first */
  items(cursor: Record<string, unknown>): AsyncIterable<BackfillItem>;
}

export interface BackfillOptions extends RunOptions {
  /** Told of what could not be had; the run goes on. */
  failed?: (label: string, reason: string) => void;
}

export interface BackfillOutcome {
  /** Items dealt with, by this run and those it went on from. */
  done: number;
  /** Files submitted by this run. */
  submitted: number;
  failed: number;
}

/** A few items at a time, no faster than workers follow. */
export async function backfill(
  service: Service,
  source: BackfillSource,
  options: BackfillOptions = {},
): Promise<BackfillOutcome> {
  const { db } = service.database;
  const run = await resumeRun(db, 'backfill', source.name);
  const outcome: BackfillOutcome = { done: run.done, submitted: 0, failed: 0 };
  const deal = async (items: readonly BackfillItem[]): Promise<void> => {
    await roomFor(service.queue, options.signal);
    if (options.signal?.aborted) return;
    const counts = await Promise.all(items.map((item) => taken(service, item, options)));
    for (const count of counts) {
      if (count === null) outcome.failed += 1;
      else outcome.submitted += count;
    }
    outcome.done += items.length;
    await noteRun(db, run.id, { done: outcome.done, cursor: items.at(-1)!.cursor });
    options.progress?.(outcome.done, null);
  };
  let group: BackfillItem[] = [];
  for await (const item of source.items(run.cursor)) {
    group.push(item);
    if (group.length < BACKFILL_AT_ONCE) continue;
    await deal(group);
    if (options.signal?.aborted) return outcome;
    group = [];
  }
  if (group.length > 0) await deal(group);
  if (!options.signal?.aborted) await finishRun(db, run.id);
  return outcome;
}

/** Null when it could not be had. */
async function taken(service: Service, item: BackfillItem, options: BackfillOptions): Promise<number | null> {
  for (;;) {
    try {
      return await item.take();
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error;
      if (error.code !== 'busy' || options.signal?.aborted) {
        options.failed?.(item.label, error.message);
        return null;
      }
      await roomFor(service.queue, options.signal);
    }
  }
}
