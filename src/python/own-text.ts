/** Slices of so many characters refer to what they are slices of in V8, and keep all of it in memory; shorter ones are copies. */
const SHARED_LENGTH = 13;

/** The same text in memory of its own. */
export function ownText(slice: string): string {
  return slice.length < SHARED_LENGTH ? slice : [slice.slice(0, 1), slice.slice(1)].join('');
}
