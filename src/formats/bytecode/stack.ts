/** The stack of an interpreter on which expressions stand for values. */
import { BYTECODE_EXPRESSION_DEPTH, BYTECODE_STACK, BYTECODE_STACK_WORK } from '../../limits.ts';
import { compound, type Entry, type Expression, isUnknown, UNKNOWN, UNKNOWN_NAME } from './entries.ts';

/** How a value came to be one of two: what the jump tested, if that says it. */
export type Meeting = 'and' | 'or' | null;

interface Waiting {
  entries: Entry[];
  meeting: Meeting;
  /** Reached by an exception only. */
  thrown: boolean;
}

/** Characters of a value that is kept as one of two. */
const MERGED_CHARACTERS = 2_000;

export class Stack {
  #entries: Entry[] = [];
  /** What the stack was where a jump to an offset was seen. */
  readonly #waiting = new Map<number, Waiting>();
  /** Values taken from an empty stack. */
  missing = 0;
  /** Values copied and compared at jumps. */
  #work = 0;

  get height(): number {
    return this.#entries.length;
  }

  push(...entries: Entry[]): void {
    if (this.#entries.length < BYTECODE_STACK) this.#entries.push(...entries);
  }

  pop(): Entry {
    const entry = this.#entries.pop();
    if (entry === undefined) this.missing++;
    return entry ?? UNKNOWN;
  }

  popMany(count: number): Entry[] {
    const wanted = Math.min(count, BYTECODE_STACK);
    const found = this.#entries.splice(Math.max(0, this.#entries.length - wanted));
    this.missing += wanted - found.length;
    // What is missing stands for nothing: arguments that are not there must not cost memory.
    return found.length === 0 && wanted > 0 ? [UNKNOWN] : found;
  }

  /** `depth` 1 is the top. */
  peek(depth = 1): Entry {
    return this.#entries[this.#entries.length - depth] ?? UNKNOWN;
  }

  replace(depth: number, value: Entry): void {
    const at = this.#entries.length - depth;
    if (at >= 0 && depth > 0) this.#entries[at] = value;
  }

  /** Moves the top below `count - 1` others. */
  rotate(count: number): void {
    if (count < 2 || count > this.#entries.length) return;
    this.#entries.splice(this.#entries.length - count, 0, this.#entries.pop()!);
  }

  swap(depth: number): void {
    const [top, other] = [this.peek(1), this.peek(depth)];
    this.replace(1, other);
    this.replace(depth, top);
  }

  /** The stack as a jump to `target` leaves it: `keep` values of it, and `more` on top. */
  leave(
    target: number,
    { keep = this.height, more = [], meeting = null, thrown = false }: Leaving = {},
  ): void {
    this.#work += this.height;
    if (this.#work > BYTECODE_STACK_WORK) return;
    const before = this.#waiting.get(target);
    if (before !== undefined && (thrown || !before.thrown)) {
      // Ways that meet somewhere are merged there; further ones add nothing.
      if (!thrown && before.entries.length === keep) before.entries = this.#merged(before, meeting, keep);
      return;
    }
    const kept = this.#entries.slice(0, keep);
    // What was evaluated before an exception is not evaluated again.
    const entries = thrown ? kept.map((entry) => (hasEffects(entry) ? UNKNOWN : entry)) : kept;
    this.#waiting.set(target, { entries: [...entries, ...more], meeting, thrown });
  }

  /** Reaches an offset, from the instruction before it or only by jumps. */
  arrive(offset: number, falls: boolean): void {
    const waiting = this.#waiting.get(offset);
    if (waiting === undefined) {
      if (!falls) this.#entries = [];
      return;
    }
    this.#waiting.delete(offset);
    if (!falls) this.#entries = waiting.entries;
    else if (!waiting.thrown) {
      this.#entries =
        waiting.entries.length === this.#entries.length
          ? this.#merged(waiting, waiting.meeting)
          : waiting.entries;
    }
  }

  /** Where two ways meet, values that differ are either of both. */
  #merged({ entries }: Waiting, meeting: Meeting, keep = this.height): Entry[] {
    const last = keep - 1;
    return this.#entries.slice(0, keep).map((here, index) => {
      const there = entries[index] ?? UNKNOWN;
      if (here === there || isUnknown(there)) return here;
      if (isUnknown(here)) return there;
      if (here.kind !== 'expression' || there.kind !== 'expression') return here;
      return here.text === there.text ? here : either(there, here, index === last ? meeting : null);
    });
  }
}

function hasEffects(entry: Entry): boolean {
  return entry.kind === 'expression' && entry.effects;
}

export interface Leaving {
  keep?: number;
  more?: Entry[];
  meeting?: Meeting;
  thrown?: boolean;
}

function either(there: Expression, here: Expression, meeting: Meeting): Expression {
  if (Math.max(there.depth, here.depth) >= BYTECODE_EXPRESSION_DEPTH) return here;
  if (there.text.length > MERGED_CHARACTERS && here.text.length > MERGED_CHARACTERS) return here;
  const [left, right] = [there, here].map((value) => (value.atom ? value.text : `(${value.text})`));
  const text = meeting === null ? `${left} if ${UNKNOWN_NAME} else ${right}` : `${left} ${meeting} ${right}`;
  return compound(text, [there, here], 'operation');
}
