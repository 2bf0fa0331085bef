/**
 * One lexical pass over Python source that gathers the figures behind `textForms`. It needs no syntax tree, so it
 * works on text that does not parse, and it sees identifiers as they are spelt, before Python normalises them.
 */
import { identifierScript, isOpaqueIdentifier } from './identifier-shape.ts';
import { LiteralGroup } from './literal-group.ts';
import {
  BACKSLASH,
  BLANK,
  COMMENT,
  DIGIT,
  escapeSize,
  HIDDEN,
  isPrefixLetter,
  isPrintableEscape,
  isWideLetter,
  KIND,
  LETTER,
  LINE_END,
  looksOdd,
  MARK,
  OTHER,
  QUOTE,
  WIDE,
} from './source-characters.ts';
import { emptyFigures, isBidi, type SourceFigures } from './source-figures.ts';

const FAR_COLUMN = 120;
const OPAQUE_NAMES_KEPT = 200;

class Scanner {
  readonly figures = emptyFigures();
  readonly text: string;
  private readonly length: number;
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
  private readonly group = new LiteralGroup();

  constructor(text: string) {
    this.text = text;
    this.length = text.length;
  }

  run(): SourceFigures {
    const { text, length } = this;
    while (this.at < length) this.step(text.charCodeAt(this.at));
    this.endLine();
    this.closeGroup();
    this.closeNumbers();
    return this.figures;
  }

  private step(code: number): void {
    switch (KIND[code]) {
      case BLANK:
        this.blank();
        break;
      case LETTER:
        this.word();
        break;
      case OTHER:
        this.beginToken();
        this.closeGroup();
        this.closeNumbers();
        this.at++;
        break;
      case MARK:
        this.mark(code);
        break;
      case LINE_END:
        this.newline(code);
        break;
      case QUOTE:
        this.beginToken();
        this.string(code);
        break;
      case DIGIT:
        this.number();
        break;
      case COMMENT:
        this.comment();
        break;
      case WIDE:
        if (isWideLetter(this.text, this.at)) this.wideWord(this.at, this.at);
        else this.at++;
        break;
      case HIDDEN:
        this.invisible(code, this.at++);
        break;
      default:
        this.at++;
    }
  }

  private blank(): void {
    const { text, length } = this;
    const start = this.at;
    let at = start + 1;
    while (at < length && KIND[text.charCodeAt(at)] === BLANK) at++;
    this.blanks += at - start;
    this.at = at;
  }

  /** Notes code that begins after many blanks, out of sight of a reader. */
  private beginToken(): void {
    this.lineHasCode = true;
    if (this.blanks >= FAR_COLUMN) this.farToken();
    this.blanks = 0;
  }

  private farToken(): void {
    if (this.depth > 0 && this.blanks < 2 * FAR_COLUMN) return;
    const { figures, at } = this;
    const column = at - this.lineStart;
    if (figures.farRight === null || column > figures.farRight.amount) {
      figures.farRight = { amount: column, offset: at };
    }
  }

  private newline(code: number): void {
    const { text, length } = this;
    this.endLine();
    const at = this.at + 1;
    this.at = code === 13 && at < length && text.charCodeAt(at) === 10 ? at + 1 : at;
    this.lineStart = this.at;
    this.blanks = 0;
  }

  private noteLine(end: number): void {
    const { figures, lineStart } = this;
    const length = end - lineStart;
    if (length > figures.longestLine.amount) figures.longestLine = { amount: length, offset: lineStart };
  }

  private endLine(): void {
    const { figures } = this;
    this.noteLine(this.at);
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
    const { text, length } = this;
    const start = this.at;
    let at = start + 1;
    let kind = OTHER;
    for (; at < length; at++) {
      kind = KIND[text.charCodeAt(at)]!;
      if (kind > LETTER) break;
    }
    if (kind === WIDE) this.wideWord(start, at);
    else this.endWord(start, at, kind, false);
  }

  /** A word of which the characters up to `from` are ASCII. */
  private wideWord(start: number, from: number): void {
    const { text, length } = this;
    let at = from;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      const kind = KIND[code]!;
      if (kind <= LETTER) continue;
      if (kind !== WIDE || !isWideLetter(text, at)) break;
      if (code >= 0xd800 && code <= 0xdbff) at++;
    }
    const kind = at < length ? KIND[text.charCodeAt(at)]! : OTHER;
    this.endWord(start, at, kind, at > from);
  }

  /** @param next the kind of the character behind the word. */
  private endWord(start: number, end: number, next: number, wide: boolean): void {
    this.beginToken();
    this.at = end;
    if (next === QUOTE && end - start <= 2 && this.isPrefix(start, end))
      this.string(this.text.charCodeAt(end));
    else {
      this.closeGroup();
      this.closeNumbers();
      this.identifier(start, end, wide);
    }
  }

  private isPrefix(start: number, end: number): boolean {
    const { text } = this;
    return isPrefixLetter(text.charCodeAt(start)) && isPrefixLetter(text.charCodeAt(end - 1));
  }

  private identifier(start: number, end: number, wide: boolean): void {
    const { figures, text } = this;
    figures.identifiers++;
    const length = end - start;
    if (wide) this.wideIdentifier(text.slice(start, end), start);
    else if (length >= 10 || (length >= 4 && looksOdd(text, start))) {
      if (!isOpaqueIdentifier(text, start, end)) return;
      if (figures.opaque.amount++ === 0) figures.opaque.offset = start;
      if (figures.opaqueNames.size < OPAQUE_NAMES_KEPT) figures.opaqueNames.add(text.slice(start, end));
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
    const { text, length } = this;
    this.beginToken();
    this.closeGroup();
    const start = this.at;
    let at = start + 1;
    while (at < length && KIND[text.charCodeAt(at)]! <= LETTER) at++;
    this.at = at;
    if (at - start > 8) this.closeNumbers();
    else if (this.numberRun++ === 0) this.numberStart = start;
  }

  private closeNumbers(): void {
    if (this.numberRun > this.figures.numbers.amount) {
      this.figures.numbers = { amount: this.numberRun, offset: this.numberStart };
    }
    this.numberRun = 0;
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

  private mark(code: number): void {
    this.beginToken();
    if (code !== 43) this.closeGroup();
    if (code !== 44 && code !== 45) this.closeNumbers();
    if (code === 40 || code === 91 || code === 123) this.depth++;
    else if ((code === 41 || code === 93 || code === 125) && this.depth > 0) this.depth--;
    else if (code === 59) this.statements++;
    else if (code === 0 && this.figures.nul.amount++ === 0) this.figures.nul.offset = this.at;
    this.at++;
  }

  private comment(): void {
    const { text, length } = this;
    this.blanks = 0;
    this.lineHasComment = true;
    let at = this.at + 1;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      const kind = KIND[code]!;
      if (kind === LINE_END) break;
      if (kind === HIDDEN) this.invisible(code, at);
    }
    this.at = at;
  }

  /** A literal whose opening quote is at `at`; escapes are stepped over even in raw strings, as Python does. */
  private string(quote: number): void {
    const { text, length } = this;
    this.closeNumbers();
    const triple = this.isTriple(quote, this.at);
    const start = this.at + (triple ? 3 : 1);
    let escapes = 0;
    let printable = 0;
    let at = start;
    while (at < length) {
      const code = text.charCodeAt(at);
      const kind = KIND[code]!;
      if (kind < BACKSLASH) {
        at++;
        continue;
      }
      if (code === quote && (!triple || this.isTriple(quote, at))) break;
      if (kind === BACKSLASH) {
        const size = escapeSize(text, at);
        if (size > 0) escapes++;
        if (size > 0 && isPrintableEscape(text, at, size)) printable += size;
        at += Math.max(2, size);
        continue;
      }
      if (kind === LINE_END) {
        if (!triple) break;
        this.noteLine(at);
        this.lineStart = at + 1;
      } else if (kind === HIDDEN) this.invisible(code, at);
      at++;
    }
    const end = Math.min(at, length);
    this.at = end + (triple ? 3 : end < length && text.charCodeAt(end) === quote ? 1 : 0);
    this.lineHasCode = true;
    if (escapes > 0) this.noteEscapes(start, end, escapes, printable);
    this.group.add(start, end);
  }

  private isTriple(quote: number, at: number): boolean {
    const { text } = this;
    return at + 2 < this.length && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  }

  private noteEscapes(start: number, end: number, escapes: number, printable: number): void {
    const { figures } = this;
    if (figures.escapes.amount === 0) figures.escapes.offset = start;
    figures.escapes.amount += escapes;
    const share = printable / Math.max(1, end - start);
    if (printable >= 32 && share > figures.escaped.amount) figures.escaped = { amount: share, offset: start };
  }

  private closeGroup(): void {
    if (!this.group.isOpen) return;
    const { group, figures } = this;
    if (group.length > (figures.longest?.length ?? 0)) figures.longest = group.read(this.text);
    group.clear();
  }
}

/** Gathers the figures of one Python source text; linear, works on any text. */
export function scanSource(text: string): SourceFigures {
  return new Scanner(text).run();
}
