import { busy } from './problem.ts';

/** Does work while there is room. @throws Problem 503 when there is none */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

const BUSY_SECONDS = 5;

/** @param count how much may be under way at the same time. @param what there is too much of, for the answer */
export function createSlots(count: number, what: string): Slots {
  let taken = 0;
  return async (work) => {
    if (taken >= count) throw busy(`${count} ${what} already.`, BUSY_SECONDS);
    taken += 1;
    try {
      return await work();
    } finally {
      taken -= 1;
    }
  };
}
