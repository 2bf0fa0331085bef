import type { LongLiteral } from './source-figures.ts';

/** Characters at the start of a literal that tell what it is. */
const SAMPLE = 8192;

/** String literals that Python joins, or that `+` does, while they are read. */
export class LiteralGroup {
  isOpen = false;
  /** Characters of the contents as spelt, quotes left out. */
  length = 0;
  private start = 0;
  /** Pairs of offsets of the contents: few groups are asked for their characters. What is behind `used` is old. */
  private readonly parts: number[] = [];
  private used = 0;
  private sampled = 0;

  add(start: number, end: number): void {
    if (!this.isOpen) this.start = start;
    this.isOpen = true;
    this.length += end - start;
    if (end === start || this.sampled >= SAMPLE) return;
    const stop = Math.min(end, start + SAMPLE);
    this.parts[this.used++] = start;
    this.parts[this.used++] = stop;
    this.sampled += stop - start;
  }

  read(text: string): LongLiteral {
    const { parts, start: offset, length } = this;
    let sample = '';
    for (let i = 0; i < this.used; i += 2) sample += text.slice(parts[i], parts[i + 1]);
    return { offset, length, sample };
  }

  clear(): void {
    this.isOpen = false;
    this.length = 0;
    this.used = 0;
    this.sampled = 0;
  }
}
