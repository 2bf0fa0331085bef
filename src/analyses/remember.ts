/** Remembers a value; where there are as many as may be, all others are forgotten first. */
export function remember<K, V>(known: Map<K, V>, key: K, value: V, most: number): void {
  if (known.size >= most) known.clear();
  known.set(key, value);
}
