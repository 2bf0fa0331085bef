/** Above this the spare room is small in proportion. */
const LONG = 100;

/**
 * A list without the spare room that `push` leaves (17 places for one element). Trees hold many short lists for
 * as long as a file is analysed.
 */
export function trimmed<T>(list: T[]): T[] {
  const length = list.length;
  if (length === 1) return [list[0]!];
  if (length === 2) return [list[0]!, list[1]!];
  if (length === 3) return [list[0]!, list[1]!, list[2]!];
  return length === 0 || length > LONG ? list : list.slice();
}
