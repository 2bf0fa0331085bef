/**
 * One lexical pass over Python source that gathers the figures behind `textForms`. It needs no syntax tree, so it
 * works on text that does not parse, and it sees identifiers as they are spelt, before Python normalises them.
 */
import { identifierScript, isOpaqueIdentifier } from './identifier-shape.ts';
import {
  emptyFigures,
  isBidi,
  isInvisible,
  type LiteralGroup,
  type SourceFigures,
} from './source-figures.ts';

const SAMPLE = 8192;
const FAR_COLUMN = 120;
const OPAQUE_NAMES_KEPT = 200;

/** Character kinds: 0 other, 1 identifier, 2 digit, 3 blank. */
const KIND = new Uint8Array(128);
for (let code = 48; code <= 57; code++) KIND[code] = 2;
for (let code = 65; code <= 90; code++) KIND[code] = KIND[code + 32] = 1;
KIND[95] = 1;
KIND[32] = KIND[9] = KIND[12] = 3;

const IN_WORD = KIND.map((kind) => (kind === 1 || kind === 2 ? 1 : 0));

/** Of an identifier of less than ten characters: it may be opaque only if it begins with two look-alikes. */
function looksOdd(text: string, start: number): boolean {
  return ODD[text.charCodeAt(start)] === 1 && ODD[text.charCodeAt(start + 1)] === 1;
}

const ODD = new Uint8Array(128);
for (const character of 'Il1iO0o_') ODD[character.charCodeAt(0)] = 1;

/** Letters, marks, digits and connectors outside ASCII; NFKC may make an identifier of them. */
const IDENTIFIER = /[\p{L}\p{M}\p{N}\p{Pc}]/u;

class Scanner {
  readonly figures = emptyFigures();
  readonly text: string;
  private at = 0;
  private lineStart = 0;
  private depth = 0;
  private statements = 1;
  private blankLines = 0;
  private lineHasCode = false;
  private lineHasComment = false;
  private blanks = 0;
  private numberRun = 0;
  private numberStart = 0;
  private group: LiteralGroup | null = null;

  constructor(text: string) {
    this.text = text;
  }

  run(): SourceFigures {
    const { text } = this;
    while (this.at < text.length) this.step(text.charCodeAt(this.at));
    this.endLine();
    this.closeGroup();
    this.closeNumbers();
    return this.figures;
  }

  private step(code: number): void {
    const kind = code < 128 ? KIND[code]! : 4;
    if (kind === 3) this.blank();
    else if (kind === 1) this.word();
    else if (kind === 2) this.number();
    else if (code === 10 || code === 13) this.newline(code);
    else if (kind === 4) this.wide(code);
    else this.punctuation(code);
  }

  private blank(): void {
    const start = this.at;
    let at = start + 1;
    while (KIND[this.text.charCodeAt(at)] === 3) at++;
    this.blanks += at - start;
    this.at = at;
  }

  /** Notes code that begins after many blanks, out of sight of a reader. */
  private beginToken(): void {
    const { figures, at } = this;
    const column = at - this.lineStart;
    this.lineHasCode = true;
    if (this.blanks >= FAR_COLUMN && (this.depth === 0 || this.blanks >= 2 * FAR_COLUMN)) {
      if (figures.farRight === null || column > figures.farRight.amount) {
        figures.farRight = { amount: column, offset: at };
      }
    }
    this.blanks = 0;
  }

  private newline(code: number): void {
    this.endLine();
    this.at += code === 13 && this.text.charCodeAt(this.at + 1) === 10 ? 2 : 1;
    this.lineStart = this.at;
    this.blanks = 0;
  }

  private endLine(): void {
    const { figures } = this;
    const length = this.at - this.lineStart;
    if (length > figures.longestLine.amount) figures.longestLine = { amount: length, offset: this.lineStart };
    if (this.lineHasCode) {
      if (this.blankLines > figures.padding.amount) {
        figures.padding = { amount: this.blankLines, offset: this.lineStart };
      }
      if (this.statements > figures.joined.amount) {
        figures.joined = { amount: this.statements, offset: this.lineStart };
      }
      this.blankLines = 0;
    } else if (!this.lineHasComment) this.blankLines++;
    this.lineHasCode = false;
    this.lineHasComment = false;
    this.statements = 1;
  }

  private word(): void {
    const { text } = this;
    this.beginToken();
    const start = this.at;
    const { length } = text;
    let at = start;
    let wide = false;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        if (!IN_WORD[code]) break;
        continue;
      }
      this.at = at;
      if (!this.isWideLetter()) break;
      wide = true;
      if (code >= 0xd800 && code <= 0xdbff) at++;
    }
    this.at = at;
    const next = at - start <= 2 ? text.charCodeAt(at) : 0;
    if ((next === 34 || next === 39) && /^[rbuft]{1,2}$/i.test(text.slice(start, this.at))) {
      this.string(next);
      return;
    }
    this.closeGroup();
    this.closeNumbers();
    this.identifier(start, wide);
  }

  private identifier(start: number, wide: boolean): void {
    const { figures } = this;
    figures.identifiers++;
    const length = this.at - start;
    if (wide) this.wideIdentifier(this.text.slice(start, this.at), start);
    else if (length >= 10 || (length >= 4 && looksOdd(this.text, start))) {
      const name = this.text.slice(start, this.at);
      if (isOpaqueIdentifier(name)) {
        if (figures.opaque.amount++ === 0) figures.opaque.offset = start;
        if (figures.opaqueNames.size < OPAQUE_NAMES_KEPT) figures.opaqueNames.add(name);
      }
    }
  }

  private wideIdentifier(name: string, start: number): void {
    const { figures } = this;
    const script = identifierScript(name.slice(0, 256));
    if (script === 'latin') return;
    if (figures.nonLatin.amount++ === 0) figures.nonLatin.offset = start;
    if (script !== 'look-alike') return;
    if (figures.lookAlike.amount++ > 0) return;
    figures.lookAlike.offset = start;
    figures.lookAlikeName = name.slice(0, 64);
  }

  private number(): void {
    const { text } = this;
    this.beginToken();
    this.closeGroup();
    const start = this.at;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code >= 128 || (KIND[code] !== 1 && KIND[code] !== 2)) break;
      this.at++;
    }
    const length = this.at - start;
    if (length > 8) this.closeNumbers();
    else if (this.numberRun++ === 0) this.numberStart = start;
  }

  private closeNumbers(): void {
    if (this.numberRun > this.figures.numbers.amount) {
      this.figures.numbers = { amount: this.numberRun, offset: this.numberStart };
    }
    this.numberRun = 0;
  }

  private isWideLetter(): boolean {
    const code = this.text.codePointAt(this.at)!;
    return code < 0xe0000 && !isInvisible(code) && IDENTIFIER.test(String.fromCodePoint(code));
  }

  private wide(code: number): void {
    if (isBidi(code) || isInvisible(code)) this.invisible(code, this.at);
    else if (this.isWideLetter()) {
      this.word();
      return;
    }
    this.at++;
  }

  private invisible(code: number, offset: number): void {
    const { figures } = this;
    if (code === 0xfeff && offset === 0) return;
    // A table of such characters holds each in quotes of its own, where it reorders nothing.
    if (isBidi(code) && this.isQuotedAlone(offset)) return;
    const figure = isBidi(code) ? figures.bidi : figures.invisible;
    if (figure.amount++ === 0) figure.offset = offset;
  }

  private isQuotedAlone(offset: number): boolean {
    const before = this.text[offset - 1];
    return (before === '"' || before === "'") && this.text[offset + 1] === before;
  }

  private punctuation(code: number): void {
    if (code === 35) {
      this.comment();
      return;
    }
    if (code === 92) {
      this.at++;
      return;
    }
    this.beginToken();
    if (code === 34 || code === 39) {
      this.string(code);
      return;
    }
    if (code !== 43) this.closeGroup();
    if (code !== 44 && code !== 45) this.closeNumbers();
    if (code === 40 || code === 91 || code === 123) this.depth++;
    else if ((code === 41 || code === 93 || code === 125) && this.depth > 0) this.depth--;
    else if (code === 59) this.statements++;
    else if (code === 0 && this.figures.nul.amount++ === 0) this.figures.nul.offset = this.at;
    this.at++;
  }

  private comment(): void {
    const { text } = this;
    this.blanks = 0;
    this.lineHasComment = true;
    const { length } = text;
    let at = this.at;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (code >= 128 && (isBidi(code) || isInvisible(code))) this.invisible(code, at);
    }
    this.at = at;
  }

  /** A literal whose opening quote is at `at`; escapes are stepped over even in raw strings, as Python does. */
  private string(quote: number): void {
    const { text } = this;
    this.closeNumbers();
    const triple = text.charCodeAt(this.at + 1) === quote && text.charCodeAt(this.at + 2) === quote;
    this.at += triple ? 3 : 1;
    const start = this.at;
    let escapes = 0;
    let printable = 0;
    const { length } = text;
    let at = start;
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code === quote && (!triple || this.closesTriple(quote, at))) break;
      if (code === 92) {
        this.at = at;
        const size = this.escape();
        if (size > 0) escapes++;
        if (size > 0 && this.printableEscape(size)) printable += size;
        at += Math.max(2, size);
        continue;
      }
      if (code === 10 || code === 13) {
        if (!triple) break;
        if (at - this.lineStart > this.figures.longestLine.amount) {
          this.figures.longestLine = { amount: at - this.lineStart, offset: this.lineStart };
        }
        this.lineStart = at + 1;
      } else if (code >= 128 && (isBidi(code) || isInvisible(code))) this.invisible(code, at);
      at++;
    }
    const end = Math.min(at, length);
    this.at = end + (triple ? 3 : text.charCodeAt(end) === quote ? 1 : 0);
    this.lineHasCode = true;
    this.noteEscapes(start, end, escapes, printable);
    this.joinLiteral(start, end, triple);
  }

  private closesTriple(quote: number, at: number): boolean {
    return this.text.charCodeAt(at + 1) === quote && this.text.charCodeAt(at + 2) === quote;
  }

  /** Characters of the numeric escape at `at`, 0 for another escape. */
  private escape(): number {
    const code = this.text.charCodeAt(this.at + 1);
    if (code === 120) return 4;
    if (code === 117) return 6;
    if (code === 85) return 10;
    if (code < 48 || code > 55) return 0;
    let size = 2;
    while (size < 4) {
      const digit = this.text.charCodeAt(this.at + size);
      if (!(digit >= 48 && digit <= 55)) break;
      size++;
    }
    return size;
  }

  /** Whether the escape spells a letter or digit, which needs no escape. */
  private printableEscape(size: number): boolean {
    const octal = size <= 4 && this.text[this.at + 1] !== 'x';
    const digits = this.text.slice(this.at + (octal ? 1 : 2), this.at + size);
    const value = Number.parseInt(digits, octal ? 8 : 16);
    return value < 128 && value >= 32 && (KIND[value] === 1 || KIND[value] === 2);
  }

  private noteEscapes(start: number, end: number, escapes: number, printable: number): void {
    const { figures } = this;
    if (escapes === 0) return;
    if (figures.escapes.amount === 0) figures.escapes.offset = start;
    figures.escapes.amount += escapes;
    const share = printable / Math.max(1, end - start);
    if (printable >= 32 && share > figures.escaped.amount) figures.escaped = { amount: share, offset: start };
  }

  private joinLiteral(start: number, end: number, triple: boolean): void {
    const length = end - start;
    this.figures.literalCharacters += length;
    const group = (this.group ??= { offset: start, length: 0, sample: '', oneLine: true });
    group.length += length;
    if (triple) group.oneLine = false;
    if (group.sample.length < SAMPLE) group.sample += this.text.slice(start, Math.min(end, start + SAMPLE));
  }

  private closeGroup(): void {
    const { group, figures } = this;
    if (group === null) return;
    if (group.length > (figures.longest?.length ?? 0)) figures.longest = group;
    this.group = null;
  }
}

/** Gathers the figures of one Python source text; linear, works on any text. */
export function scanSource(text: string): SourceFigures {
  return new Scanner(text).run();
}
