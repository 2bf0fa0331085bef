import { SOURCE_COMMENTS, SOURCE_TOKENS, SYNTAX_PROBLEMS } from '../limits.ts';
import type { Comment, SyntaxProblem } from './ast.ts';
import * as C from './characters.ts';
import { columnAfter, lineStartBefore, START_CLASS, skipLineEnd, WORD_PART } from './characters.ts';
import { isIdentifier, isStringPrefix, skipDigits, skipNumber, skipString } from './lexemes.ts';
import { scanOperator } from './operators.ts';
import { ownText } from './own-text.ts';
import * as T from './tokens.ts';

/** Everything that moves when tokens are read; taken before a guess and given back when it fails. */
export interface Snapshot {
  pos: number;
  kind: number;
  start: number;
  end: number;
  prevEnd: number;
  column: number;
  brackets: number;
  level: number;
  python2: boolean;
  problems: number;
  comments: number;
}

/**
 * Reads one token at a time; the current token is in `kind`, `start`, `end`.
 *
 * There are no INDENT and DEDENT tokens: `column` is the indentation of the current logical line (tabs to
 * multiples of 8) and blocks compare columns. At the end of the text it is -1, which ends every block.
 * A failure (`fail`) turns the current token into PANIC, which matches nothing: every parse function then
 * returns what it has, and the statement parser resumes from the token that failed.
 */
export class Scanner {
  readonly source: string;
  readonly length: number;
  kind: number = T.NEWLINE;
  start = 0;
  end = 0;
  /** End of the last token before the current one that is no newline. */
  prevEnd = 0;
  /** Where the next token is looked for. */
  pos = 0;
  column = 0;
  /** Open brackets; newlines inside them are blanks. */
  brackets = 0;
  /** `brackets` of the innermost f-string field, where `:` and `!` end the expression; else -1. */
  fieldBrackets = -1;
  /** The current name has characters outside ASCII. */
  wide = false;
  /** The current string has a backslash or a carriage return. */
  escaped = false;
  /** Offset of the opening quote of the current string; `start` is its prefix. */
  quote = 0;
  /** Why the current ERROR token is none. */
  problem = '';
  /** Nesting of expressions and of blocks, both bounded. */
  level = 0;
  blockLevel = 0;
  /** The kind that PANIC hides. */
  failedKind: number = T.EOF;
  /** Why `fail` was last called. */
  failure = '';
  /** Set while skipping the rest of a broken line, whose problem is recorded already. */
  recovering = false;
  python2 = false;
  /** Functions and classes read; no guess that is taken back reads one. */
  definitions = 0;
  /** Tokens read; from SOURCE_TOKENS on the text counts as ended at `cutAt`. */
  tokens = 0;
  cutAt = -1;
  /** Characters that may still be spent on texts of `=` fields; nested fields repeat them. */
  debugCharacters: number;
  sawNull = false;
  /** Per quote character: no closing triple quote follows, so openers are not searched again. */
  noTripleSingle = false;
  noTripleDouble = false;
  /** Names by their spelling: one string for each. */
  private readonly names = new Map<string, string>();
  readonly problems: SyntaxProblem[] = [];
  readonly comments: Comment[] = [];

  /** Of the text from `pos`, the beginning of a line, to `length`. */
  constructor(source: string, pos = 0, length: number = source.length) {
    this.source = source;
    this.length = length;
    this.debugCharacters = source.length;
    this.pos = pos === 0 && source.charCodeAt(0) === 0xfeff ? 1 : pos;
  }

  text(): string {
    return this.source.slice(this.start, this.end);
  }

  /** The current name as Python sees it: NFKC-normalised. */
  name(): string {
    const text = this.source.slice(this.start, this.end);
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = ownText(this.wide ? text.normalize('NFKC') : text);
    this.names.set(ownText(text), name);
    return name;
  }

  /** Records a problem at the current token and stops parsing until the statement parser resumes. */
  fail(message: string): void {
    if (this.kind === T.PANIC) return;
    this.failure = this.kind === T.ERROR ? this.problem : message;
    this.report(this.failure, this.start, this.end);
    this.failedKind = this.kind;
    this.kind = T.PANIC;
  }

  report(message: string, start: number, end: number): void {
    if (this.recovering || this.problems.length >= SYNTAX_PROBLEMS) return;
    this.problems.push({ start, end, message });
  }

  /** Makes the token that failed current again. */
  resume(): void {
    if (this.kind === T.PANIC) this.kind = this.failedKind;
  }

  save(): Snapshot {
    return {
      pos: this.pos,
      kind: this.kind,
      start: this.start,
      end: this.end,
      prevEnd: this.prevEnd,
      column: this.column,
      brackets: this.brackets,
      level: this.level,
      python2: this.python2,
      problems: this.problems.length,
      comments: this.comments.length,
    };
  }

  /** Back to a snapshot taken at a name or keyword. */
  restore(at: Snapshot): void {
    this.pos = at.pos;
    this.kind = at.kind;
    this.start = at.start;
    this.end = at.end;
    this.prevEnd = at.prevEnd;
    this.column = at.column;
    this.brackets = at.brackets;
    this.level = at.level;
    this.python2 = at.python2;
    this.problems.length = at.problems;
    this.comments.length = at.comments;
    this.wide = false;
  }

  /** Reads the next token. Does nothing after a failure and at the end. */
  next(): void {
    let pos = this.pos;
    if (this.kind <= T.PANIC) {
      if (this.kind !== T.NEWLINE) return;
      pos = this.startLine(pos);
    } else {
      this.prevEnd = this.end;
    }
    if (++this.tokens > SOURCE_TOKENS) pos = this.cut(pos);
    const source = this.source;
    while (pos < this.length) {
      const c = source.charCodeAt(pos);
      if (c >= 128) {
        this.scanWord(pos, pos, true);
        return;
      }
      switch (START_CLASS[c]) {
        case C.SPACE:
          if (c === 0) this.sawNullAt(pos);
          pos++;
          continue;
        case C.WORD:
          this.scanWord(pos, pos + 1, false);
          return;
        case C.LINE_END:
          if (this.brackets === 0) {
            this.scanNewline(pos, c);
            return;
          }
          pos++;
          continue;
        case C.DIGIT:
          this.setToken(T.NUMBER, pos, skipNumber(source, pos));
          return;
        case C.QUOTE:
          skipString(this, pos, pos);
          return;
        case C.COMMENT:
          pos = this.skipComment(pos);
          continue;
        case C.BACKSLASH: {
          const after = skipLineEnd(this.source, pos + 1);
          if (after === pos + 1) {
            this.setError('unexpected character after line continuation', pos, pos + 1);
            return;
          }
          pos = after;
          continue;
        }
        default:
          if (c === 46 && skipDigits(source, pos + 1) > pos + 1) {
            this.setToken(T.NUMBER, pos, skipNumber(source, pos));
            return;
          }
          scanOperator(this, pos, c);
          return;
      }
    }
    this.scanEnd();
  }

  setToken(kind: number, start: number, end: number): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.pos = end;
  }

  setError(problem: string, start: number, end: number): void {
    this.setToken(T.ERROR, start, end);
    this.problem = problem;
  }

  /** The offset at which scanning goes on when there were too many tokens: the end. */
  private cut(pos: number): number {
    if (this.cutAt < 0) {
      this.cutAt = pos;
      this.report('too many tokens', pos, this.length);
    }
    return this.length;
  }

  private scanEnd(): void {
    if (this.kind !== T.NEWLINE && this.brackets === 0) {
      this.setToken(T.NEWLINE, this.length, this.length);
      return;
    }
    this.setToken(T.EOF, this.length, this.length);
    this.column = -1;
    this.brackets = 0;
  }

  private scanNewline(pos: number, c: number): void {
    const end = c === 13 && this.source.charCodeAt(pos + 1) === 10 ? pos + 2 : pos + 1;
    this.setToken(T.NEWLINE, pos, end);
  }

  private scanWord(start: number, from: number, wideStart: boolean): void {
    const source = this.source;
    const length = this.length;
    let wide = wideStart;
    let pos = from;
    let c = 0;
    for (; pos < length; pos++) {
      c = source.charCodeAt(pos);
      if (c >= 128) wide = true;
      else if (WORD_PART[c] === 0) break;
    }
    const size = pos - start;
    if (!wide && size <= 8) {
      if ((c === 39 || c === 34) && size <= 2 && pos < length && isStringPrefix(source, start, size)) {
        skipString(this, start, pos);
        return;
      }
      this.kind = size >= 2 ? T.wordKind(source, start, pos) : T.NAME;
      if (this.brackets > 0 && this.kind >= T.ASSERT && this.kind < T.ASYNC && this.endsBrackets(start))
        return;
    } else {
      this.kind = T.NAME;
      if (wide && !isIdentifier(source.slice(start, pos))) {
        this.setError('invalid character in a name', start, pos);
        return;
      }
    }
    this.wide = wide;
    this.start = start;
    this.end = pos;
    this.pos = pos;
  }

  /**
   * Whether a statement keyword at `start` is the first word of its line although brackets are open: then a
   * bracket was never closed, and the line starts anew.
   */
  private endsBrackets(start: number): boolean {
    const line = lineStartBefore(this.source, start);
    if (line < 0) return false;
    this.brackets = 0;
    this.setToken(T.NEWLINE, this.prevEnd, this.prevEnd);
    this.pos = line;
    return true;
  }

  /** Skips blank and comment lines, measures the indentation, returns the offset of the first token. */
  private startLine(from: number): number {
    const source = this.source;
    let pos = from;
    let column = 0;
    let continued = -1;
    for (; pos < this.length; pos++) {
      const c = source.charCodeAt(pos);
      if (c === 32) column++;
      else if (c === 9 || c === 12) column = columnAfter(column, c);
      else if (c === 10 || c === 13) column = 0;
      else if (c === 0) this.sawNullAt(pos);
      else if (c === 35) pos = this.skipComment(pos) - 1;
      else if (c === 92 && skipLineEnd(this.source, pos + 1) > pos + 1) {
        if (continued < 0) continued = column;
        pos = skipLineEnd(this.source, pos + 1) - 1;
        column = 0;
      } else break;
    }
    this.column = continued >= 0 ? continued : column;
    return pos;
  }

  private skipComment(start: number): number {
    const source = this.source;
    let pos = start + 1;
    for (; pos < this.length; pos++) {
      const c = source.charCodeAt(pos);
      if (c === 10 || c === 13) break;
    }
    if (this.comments.length < SOURCE_COMMENTS) this.comments.push({ start, end: pos });
    return pos;
  }

  private sawNullAt(pos: number): void {
    if (this.sawNull) return;
    this.sawNull = true;
    this.report('null byte', pos, pos + 1);
  }
}
