import type { Member } from '../contracts/member.ts';
import { decodeSource } from '../python/decode.ts';

/** Times that all texts together are decoded again before none is given up any more. */
const ROUNDS = 8;

/**
 * Texts of members as Python decodes them: those that were read last are held, others are decoded again whenever they
 * are read. Code made to ask for ever different ones ends up with all of them held.
 */
export class HeldTexts {
  readonly #most: number;
  /** The one read last comes last. */
  readonly #texts = new Map<Member, string>();
  #held = 0;
  #added = 0;
  #again = 0;

  /** @param most characters held; a single text may have more. */
  constructor(most: number) {
    this.#most = most;
  }

  /** A text that was decoded for the first time. */
  add(member: Member, text: string): void {
    this.#added += text.length;
    this.#hold(member, text);
  }

  read(member: Member): string {
    const known = this.#texts.get(member);
    if (known === undefined) {
      const { text } = decodeSource(member.data);
      this.#again += text.length;
      this.#hold(member, text);
      return text;
    }
    this.#texts.delete(member);
    this.#texts.set(member, known);
    return known;
  }

  #hold(member: Member, text: string): void {
    this.#texts.set(member, text);
    this.#held += text.length;
    if (this.#again > ROUNDS * this.#added) return;
    for (const [oldest, { length }] of this.#texts) {
      if (this.#held <= this.#most || oldest === member) break;
      this.#texts.delete(oldest);
      this.#held -= length;
    }
  }
}
