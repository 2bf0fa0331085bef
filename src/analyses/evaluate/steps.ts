/** How far calls and loops are followed: evaluation steps beyond the one plain pass over every module. */
import {
  STEPS_BASE,
  STEPS_BUILDING,
  STEPS_BUILDING_TOTAL,
  STEPS_DECODING,
  STEPS_EARNED,
  STEPS_PER_CHARACTER,
  STEPS_PER_EFFECT,
  STEPS_PER_LITERAL_CHARACTER,
  STEPS_QUIET,
  STEPS_RESERVE,
  STEPS_SHARED,
  STEPS_TOTAL,
} from '../../limits.ts';

/** Steps spent on something, and how many there may be. */
interface Allowance {
  spent: number;
  limit: number;
  /** Of the limit, what is left when others have used up what is shared. */
  reserve: number;
}

/** Of one module: for calls and plain loops, and for loops over opaque data. */
export interface Budget {
  plain: Allowance;
  decoding: Allowance;
  /** Steps left that are given back to loops that put something together. */
  building: number;
  /** Effects that came to light while it was spent, and the collector's count when that began. */
  effects: number;
  since: number;
  /** The same of alerts. */
  alerts: number;
  alertsSince: number;
  /** Steps in a row that may tell nothing new. */
  patience: number;
  /** What had come to light when it was last asked, and the plain steps spent since that grew. */
  news: number;
  quiet: number;
}

/** What has come to light so far, in numbers that only grow. */
export interface Seen {
  /** Facts and flows, better informed ones included. */
  readonly news: number;
  /** Things that were fetched, run, decoded or written. */
  readonly effects: number;
  /** Hidden names, layers and commands. */
  readonly alerts: number;
}

/** For a text of so many characters; `isBeside` for tests, examples and tools. */
export function budgetFor(characters: number, isBeside = false): Budget {
  const share = characters * STEPS_PER_CHARACTER;
  return {
    plain: { spent: 0, limit: STEPS_BASE + share, reserve: STEPS_RESERVE + share / 2 },
    decoding: { spent: 0, limit: STEPS_DECODING, reserve: STEPS_RESERVE },
    building: STEPS_BUILDING,
    effects: 0,
    since: 0,
    alerts: 0,
    alertsSince: 0,
    patience: isBeside ? STEPS_QUIET.beside : STEPS_QUIET.module,
    news: 0,
    quiet: 0,
  };
}

/** Steps of one distribution. */
export class StepCounter {
  /** Of the module being evaluated. */
  budget: Budget = budgetFor(0);
  /** Loops over opaque data now on the stack: those have an allowance of their own. */
  decoding = 0;
  /** Of all modules. */
  readonly #spent = { plain: 0, decoding: 0 };
  readonly #shared: number;
  readonly #deadline: number;
  #building = STEPS_BUILDING_TOTAL;
  #ticks = 0;
  #late = false;

  /** @param characters of source in the whole distribution. */
  constructor(characters: number, deadline: number) {
    this.#shared = STEPS_SHARED + characters * STEPS_PER_CHARACTER;
    this.#deadline = deadline;
  }

  /** A module that acts is followed further; one that has told nothing for some time is not until it does. */
  mayFollow(seen: Seen): boolean {
    return (this.decoding > 0 || !this.#isQuiet(seen)) && this.mayRun(seen);
  }

  /** The same for code that was hidden, however long nothing new has been told. */
  mayRun(seen: Seen): boolean {
    if ((++this.#ticks & 1023) === 0) this.#late = Date.now() > this.#deadline;
    if (this.#late) return false;
    const kind = this.decoding > 0 ? 'decoding' : 'plain';
    const { spent, limit, reserve } = this.budget[kind];
    const all = this.#spent[kind];
    const earned = Math.min((seen.effects - this.budget.since) * STEPS_PER_EFFECT, STEPS_EARNED);
    return spent < limit + earned && all < STEPS_TOTAL && (spent < reserve + earned || all < this.#shared);
  }

  #isQuiet({ news, effects, alerts }: Seen): boolean {
    const { budget } = this;
    if (news !== budget.news) {
      budget.quiet = Math.max(0, budget.quiet - (news - budget.news) * STEPS_QUIET.perNews);
      budget.news = news;
    }
    const earned =
      (effects - budget.since) * STEPS_QUIET.perEffect + (alerts - budget.alertsSince) * STEPS_QUIET.perAlert;
    return budget.quiet > budget.patience + Math.min(earned, STEPS_EARNED);
  }

  spend(steps: number): void {
    const kind = this.decoding > 0 ? 'decoding' : 'plain';
    this.budget[kind].spent += steps;
    this.#spent[kind] += steps;
  }

  /** One step of evaluation. */
  step(): void {
    if (this.decoding === 0) {
      this.budget.quiet++;
      this.budget.plain.spent++;
      this.#spent.plain++;
    } else {
      this.budget.decoding.spent++;
      this.#spent.decoding++;
    }
  }

  /** All steps so far of the kind that is spent now. */
  get spent(): number {
    return this.#spent[this.decoding > 0 ? 'decoding' : 'plain'];
  }

  /**
   * Steps put something together out of known parts: they are given back, as far as that goes. What was `computed`
   * may be a program yet, so that they were not spent in quiet.
   */
  giveBack(steps: number, computed: boolean): void {
    const { budget } = this;
    if (computed) this.unquiet(steps);
    const back = Math.min(steps, budget.building, this.#building);
    budget.building -= back;
    this.#building -= back;
    this.spend(-back);
  }

  /** Steps made what may be a program yet. */
  unquiet(steps: number): void {
    this.budget.quiet = Math.max(0, this.budget.quiet - steps);
  }

  /** An opaque literal was seen: following a loop over it is worth its length. */
  grant(characters: number): void {
    const { decoding } = this.budget;
    decoding.limit += characters * STEPS_PER_LITERAL_CHARACTER;
    decoding.reserve += characters * STEPS_PER_LITERAL_CHARACTER;
    this.budget.patience = Math.max(this.budget.patience, STEPS_BASE);
  }

  /** Begins or goes on with a module; gives what to call when it is left. */
  enter(budget: Budget, seen: Seen): () => void {
    const { budget: outer, decoding } = this;
    this.budget = budget;
    this.decoding = 0;
    budget.since = seen.effects - budget.effects;
    budget.news = seen.news;
    budget.alertsSince = seen.alerts - budget.alerts;
    return () => {
      budget.effects = seen.effects - budget.since;
      budget.alerts = seen.alerts - budget.alertsSince;
      this.budget = outer;
      this.decoding = decoding;
    };
  }
}
