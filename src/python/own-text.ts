/** Slices of so many characters refer to what they are slices of in V8, and keep all of it in memory; shorter ones are copies. */
const SHARED_LENGTH = 13;

/**
 * The same text in memory of its own, flat. Texts that are read character by character should be so: loops that meet
 * texts of all the forms that V8 gives to pieced and cut ones look up again at each character how to read it.
 */
export function ownText(slice: string): string {
  return slice.length < SHARED_LENGTH ? slice : [slice.slice(0, 1), slice.slice(1)].join('');
}
