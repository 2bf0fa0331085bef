import { ownText } from './own-text.ts';

/** Characters turned into a string at once; more would overflow the stack as arguments. */
const CHUNK = 4096;
/** Slices shorter than this are copied, longer ones kept whole. */
const SHORT_SLICE = 64;

/** Joins slices and single characters into one string without a string object for each of them. */
export class TextBuilder {
  private readonly pieces: string[] = [];
  private codes: number[] = [];

  addSlice(text: string, start: number, end: number): void {
    if (end - start > SHORT_SLICE) {
      this.flush();
      this.pieces.push(text.slice(start, end));
      return;
    }
    for (let i = start; i < end; i++) this.codes.push(text.charCodeAt(i));
    if (this.codes.length >= CHUNK) this.flush();
  }

  addCodePoint(code: number): void {
    if (code > 0xffff) {
      this.codes.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    } else this.codes.push(code);
    if (this.codes.length >= CHUNK) this.flush();
  }

  finish(): string {
    this.flush();
    return this.pieces.length === 1 ? ownText(this.pieces[0]!) : this.pieces.join('');
  }

  private flush(): void {
    if (this.codes.length === 0) return;
    this.pieces.push(String.fromCharCode.apply(null, this.codes));
    this.codes = [];
  }
}
