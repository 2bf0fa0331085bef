/**
 * Finds many fixed strings in one pass over a text (Aho and Corasick, "Efficient string matching", CACM 1975).
 *
 * ASCII case is ignored. The automaton is a full table (state × character class), so a scan costs two array
 * reads per character whatever the text holds: no pattern set and no hostile text makes it slower than linear,
 * as long as the caller bounds what it does per match.
 */

export interface MatcherOptions {
  /**
   * Treat `\` and `/` alike and a run of them as one, so that one pattern `a/b` finds `a/b`, `a\b` and the
   * doubled backslashes of text quoted in another language.
   */
  paths?: boolean;
}

/** Called for every occurrence; `start` and `end` are UTF-16 offsets, half-open. Return true to stop. */
// biome-ignore lint/suspicious/noConfusingVoidType: a callback that returns nothing goes on
export type OnMatch = (pattern: number, start: number, end: number) => boolean | void;

export interface Matcher {
  scan(text: string, onMatch: OnMatch): void;
}

const SLASH = 47;
const BACKSLASH = 92;

/** Lower-case ASCII code, with `\` as `/` when paths are meant; -1 for what no pattern can hold. */
function fold(code: number, paths: boolean): number {
  if (code > 127) return -1;
  if (code >= 65 && code <= 90) return code + 32;
  if (paths && code === BACKSLASH) return SLASH;
  return code;
}

interface Trie {
  classes: Uint8Array;
  classCount: number;
  /** Child tables, one row per state; 0 means no child (the root is nobody's child). */
  rows: Int32Array;
  stateCount: number;
  /** Pattern ending at a state, -1 for none. */
  ending: Int32Array;
  /** Patterns that share their end state with an earlier, equal one. */
  twins: Map<number, number[]>;
}

function buildTrie(patterns: readonly string[], paths: boolean): Trie {
  const classes = new Uint8Array(128);
  let classCount = 1;
  let size = 1;
  for (const pattern of patterns) {
    size += pattern.length;
    for (let i = 0; i < pattern.length; i++) {
      const code = fold(pattern.charCodeAt(i), paths);
      if (code < 0) throw new RangeError(`pattern is not ASCII: ${pattern}`);
      if (classes[code] === 0) classes[code] = classCount++;
    }
  }
  for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32]!;
  if (paths) classes[BACKSLASH] = classes[SLASH]!;
  const rows = new Int32Array(size * classCount);
  const ending = new Int32Array(size).fill(-1);
  const twins = new Map<number, number[]>();
  let stateCount = 1;
  // The states near the root, where a scan nearly always is, lie close together.
  const states = new Int32Array(patterns.length);
  const longest = Math.max(...patterns.map(({ length }) => length));
  for (let i = 0; i < longest; i++) {
    for (const [id, pattern] of patterns.entries()) {
      if (i >= pattern.length) continue;
      const cell = states[id]! * classCount + classes[fold(pattern.charCodeAt(i), paths)]!;
      if (rows[cell] === 0) rows[cell] = stateCount++;
      states[id] = rows[cell]!;
    }
  }
  for (const [id, state] of states.entries()) {
    if (ending[state] === -1) ending[state] = id;
    else twins.set(ending[state]!, [...(twins.get(ending[state]!) ?? []), id]);
  }
  return { classes, classCount, rows, stateCount, ending, twins };
}

/** Completes the trie to an automaton in breadth-first order; returns for each state the next suffix that ends a pattern. */
function link(trie: Trie): Int32Array {
  const { rows, classCount, stateCount, ending } = trie;
  const failure = new Int32Array(stateCount);
  const suffix = new Int32Array(stateCount);
  const queue = new Int32Array(stateCount);
  let tail = 0;
  for (let c = 0; c < classCount; c++) if (rows[c] !== 0) queue[tail++] = rows[c]!;
  for (let head = 0; head < tail; head++) {
    const state = queue[head]!;
    const fail = failure[state]!;
    suffix[state] = ending[fail] !== -1 ? fail : suffix[fail]!;
    for (let c = 0; c < classCount; c++) {
      const cell = state * classCount + c;
      const child = rows[cell]!;
      const viaFailure = rows[fail * classCount + c]!;
      if (child === 0) rows[cell] = viaFailure;
      else {
        failure[child] = viaFailure;
        queue[tail++] = child;
      }
    }
  }
  return suffix;
}

/**
 * The automaton as one flat table: from a state and a character class to the next state, as its complement (negative)
 * where a pattern ends, so that the scan tests nothing else. Small numbers: what a scan costs is fetching them.
 */
function transitions(
  { rows, stateCount, classCount, ending }: Trie,
  suffix: Int32Array,
): Int16Array | Int32Array {
  const size = stateCount * classCount;
  const next = stateCount <= 0x8000 ? new Int16Array(size) : new Int32Array(size);
  for (let cell = 0; cell < size; cell++) {
    const state = rows[cell]!;
    next[cell] = ending[state] !== -1 || suffix[state] !== 0 ? ~state : state;
  }
  return next;
}

/** Offset where a match that ends before `end` began, when runs of separators counted as one. */
function startOfPathMatch(text: string, end: number, length: number): number {
  let at = end;
  for (let left = length; left > 0; left--) {
    at--;
    const code = text.charCodeAt(at);
    if (code !== SLASH && code !== BACKSLASH) continue;
    while (at > 0 && left > 1 && isSeparator(text.charCodeAt(at - 1))) at--;
  }
  return at;
}

function isSeparator(code: number): boolean {
  return code === SLASH || code === BACKSLASH;
}

/**
 * @param patterns non-empty ASCII strings; with `paths`, separators must be written singly.
 * @throws RangeError for a pattern that is empty or not ASCII (a broken table, not hostile input).
 */
export function buildMatcher(patterns: readonly string[], options: MatcherOptions = {}): Matcher {
  const paths = options.paths === true;
  if (patterns.some((pattern) => pattern === '')) throw new RangeError('empty pattern');
  const trie = buildTrie(patterns, paths);
  const suffix = link(trie);
  const { classes, classCount, ending, twins } = trie;
  const separatorClass = paths && classes[SLASH] !== 0 ? classes[SLASH]! : -1;
  const lengths = Int32Array.from(patterns, (pattern) => pattern.length);

  const next = transitions(trie, suffix);

  /** Reports everything that ends at `end`; true when the caller wants to stop. */
  function report(state: number, text: string, end: number, onMatch: OnMatch): boolean {
    for (let at = state; at !== 0; at = suffix[at]!) {
      const id = ending[at]!;
      if (id === -1) continue;
      const length = lengths[id]!;
      const start = paths ? startOfPathMatch(text, end, length) : end - length;
      if (onMatch(id, start, end) === true) return true;
      for (const twin of twins.get(id) ?? []) if (onMatch(twin, start, end) === true) return true;
    }
    return false;
  }

  function scan(text: string, onMatch: OnMatch): void {
    let state = 0;
    let separator = false;
    const { length } = text;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        state = 0;
        separator = false;
        continue;
      }
      const letter = classes[code]!;
      if (letter === separatorClass) {
        if (separator) continue;
        separator = true;
      } else separator = false;
      state = next[state * classCount + letter]!;
      if (state < 0) {
        state = ~state;
        if (report(state, text, i + 1, onMatch)) return;
      }
    }
  }

  return { scan };
}
