import type { Location } from '../../contracts/location.ts';

/** A place that stands for a whole member. */
export function wholeMember(path: string): Location {
  return { path, line: 0, column: 0, layer: null };
}
