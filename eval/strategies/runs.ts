import { crossValidate, type TimeSplit, timeSplit } from '../cross-validate.ts';
import type { Sample } from '../dataset.ts';
import { CANDIDATES, STRATEGIES } from './all.ts';
import { calibratedRun } from './calibrated.ts';
import { COMBINED } from './combined.ts';
import { runShipped } from './shipped.ts';
import type { StrategyRun } from './strategy.ts';

/** Dates that split families into those to learn from and those to be judged. */
export const SPLIT_DATES: readonly string[] = ['2023-01-01', '2024-01-01', '2025-01-01'];

export interface NamedSplit {
  strategy: string;
  split: TimeSplit;
}

export interface RunOptions {
  /** Also ways to combine that were tried and not kept. */
  candidates: boolean;
  /** Names of strategies to leave out; the combined one stays, since the shipped model comes from it. */
  without: readonly string[];
}

export interface AllRuns {
  runs: StrategyRun[];
  splits: NamedSplit[];
  /** CPU seconds by strategy, for cross-validation and splits together. */
  seconds: Record<string, number>;
}

/** Every strategy, cross-validated and over time, then what is shipped as it would meet samples it has not seen. */
export function runAll(
  samples: readonly Sample[],
  { candidates, without }: RunOptions,
  said: (line: string) => void,
): AllRuns {
  const result: AllRuns = { runs: [], splits: [], seconds: {} };
  for (const strategy of candidates ? [...STRATEGIES, ...CANDIDATES] : STRATEGIES) {
    if (without.includes(strategy.name) && strategy !== COMBINED) continue;
    const before = process.cpuUsage();
    result.runs.push(crossValidate(strategy, samples));
    for (const date of SPLIT_DATES) {
      result.splits.push({ strategy: strategy.name, split: timeSplit(strategy, samples, date) });
    }
    const { user, system } = process.cpuUsage(before);
    result.seconds[strategy.name] = (user + system) / 1e6;
    said(`${strategy.name}: ${result.seconds[strategy.name]!.toFixed(1)} CPU seconds`);
  }
  const combined = result.runs.find(({ strategy }) => strategy.name === COMBINED.name)!;
  result.runs.push(calibratedRun(combined, samples), runShipped(samples));
  result.splits.sort((a, b) => (a.split.date < b.split.date ? -1 : a.split.date > b.split.date ? 1 : 0));
  return result;
}
