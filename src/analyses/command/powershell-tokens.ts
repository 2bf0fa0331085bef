/** Tokens of PowerShell (about_Parsing, about_Quoting_Rules), as far as reading what a script does needs them. */

export type TokenKind = 'string' | 'number' | 'variable' | 'word' | 'type' | 'op' | 'end';

export interface Token {
  kind: TokenKind;
  /** Strings: the value. Words: without backticks. Types: `[name]`, lower case, without blanks. `end`: `;` or newline. */
  text: string;
  /** Blanks stand before it. */
  spaced: boolean;
  /** Expandable string: `$variables` inside count. */
  expands?: boolean;
}

export interface TokenList {
  tokens: Token[];
  /** Backticks inside words. */
  backticks: number;
}

/** A script of one megabyte has about that many. */
const TOKEN_COUNT = 100_000;
const WORD = /[A-Za-z0-9_?\u0080-\uffff]/;
const QUOTES_SINGLE = "'\u2018\u2019\u201a\u201b";
const QUOTES_DOUBLE = '"\u201c\u201d\u201e';
const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

class Tokenizer {
  readonly tokens: Token[] = [];
  backticks = 0;
  private readonly text: string;
  private at = 0;
  private spaced = false;

  constructor(text: string) {
    this.text = text;
  }

  run(): TokenList {
    while (this.at < this.text.length && this.tokens.length < TOKEN_COUNT) this.next();
    return { tokens: this.tokens, backticks: this.backticks };
  }

  private add(kind: TokenKind, text: string, expands = false): void {
    this.tokens.push(
      expands ? { kind, text, spaced: this.spaced, expands } : { kind, text, spaced: this.spaced },
    );
    this.spaced = false;
  }

  private next(): void {
    const { text } = this;
    const ch = text[this.at]!;
    const following = text[this.at + 1] ?? '\0';
    if (ch === ' ' || ch === '\t' || ch === '\r') this.blank();
    else if (ch === '`' && (following === '\n' || following === '\r')) this.at += following === '\r' ? 3 : 2;
    else if (ch === '\n' || ch === ';') {
      this.add('end', ch);
      this.at++;
    } else if (ch === '#') this.lineComment();
    else if (ch === '<' && following === '#') this.blockComment();
    else if (ch === '@' && (QUOTES_SINGLE + QUOTES_DOUBLE).includes(following)) this.hereString(following);
    else if (QUOTES_SINGLE.includes(ch)) this.single();
    else if (QUOTES_DOUBLE.includes(ch)) this.double();
    else if (ch === '$') this.variable();
    else if (ch === '[') this.bracket();
    else if (/[0-9]/.test(ch) || (ch === '-' && /[0-9]/.test(following) && this.isOperandPosition()))
      this.number();
    else if (
      WORD.test(ch) ||
      ch === '`' ||
      (ch === '-' && /[A-Za-z`]/.test(following)) ||
      this.beginsPath(ch, following)
    ) {
      this.word();
    } else this.operator(ch);
  }

  private blank(): void {
    this.spaced = true;
    this.at++;
  }

  private isOperandPosition(): boolean {
    const last = this.tokens.at(-1);
    return last === undefined || (last.kind === 'op' && last.text !== ')' && last.text !== ']');
  }

  private beginsPath(ch: string, following: string): boolean {
    if (ch === '.' || ch === '~') return following === '\\' || following === '/';
    // `/c` as an argument, `$env:TEMP\\x` as one path; `$a / $b` stays a division.
    return (ch === '/' || ch === '\\') && /[A-Za-z_.]/.test(following);
  }

  private lineComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end === -1 ? this.text.length : end;
  }

  private blockComment(): void {
    const end = this.text.indexOf('#>', this.at + 2);
    this.at = end === -1 ? this.text.length : end + 2;
  }

  private hereString(quote: string): void {
    const start = this.text.indexOf('\n', this.at);
    const close = start === -1 ? -1 : this.text.indexOf(`\n${quote}@`, start);
    if (start === -1) {
      this.at = this.text.length;
      return;
    }
    const end = close === -1 ? this.text.length : close;
    this.add('string', this.text.slice(start + 1, Math.max(start + 1, end)), QUOTES_DOUBLE.includes(quote));
    this.at = close === -1 ? this.text.length : close + 3;
  }

  private single(): void {
    let value = '';
    this.at++;
    while (this.at < this.text.length) {
      const ch = this.text[this.at]!;
      if (QUOTES_SINGLE.includes(ch)) {
        if (!QUOTES_SINGLE.includes(this.text[this.at + 1] ?? '\0')) break;
        this.at++;
      }
      value += ch;
      this.at++;
    }
    this.at++;
    this.add('string', value);
  }

  private double(): void {
    let value = '';
    let parens = 0;
    this.at++;
    while (this.at < this.text.length) {
      const ch = this.text[this.at]!;
      const following = this.text[this.at + 1] ?? '\0';
      if (ch === '`') {
        value += ESCAPES[following] ?? following;
        this.at += 2;
        continue;
      }
      if (ch === '$' && following === '(') parens++;
      else if (ch === '(' && parens > 0 && this.text[this.at - 1] !== '$') parens++;
      else if (ch === ')' && parens > 0) parens--;
      else if (QUOTES_DOUBLE.includes(ch) && parens === 0) {
        if (!QUOTES_DOUBLE.includes(following)) break;
        this.at++;
      }
      value += ch;
      this.at++;
    }
    this.at++;
    this.add('string', value, true);
  }

  private variable(): void {
    const match = /^\$(?:\{([^}]{1,100})\}|((?:[A-Za-z]+:)?[A-Za-z0-9_?^$]+))/.exec(
      this.text.slice(this.at, this.at + 110),
    );
    if (!match) {
      this.add('op', '$');
      this.at++;
      return;
    }
    this.add('variable', `$${(match[1] ?? match[2]!).replaceAll('`', '').toLowerCase()}`);
    this.at += match[0].length;
  }

  /** A type literal or cast, else an index. */
  private bracket(): void {
    const match = /^\[\s{0,4}([A-Za-z_][A-Za-z0-9_.`+]{0,120}(?:\[\s?\])?)\s{0,4}\]/.exec(
      this.text.slice(this.at, this.at + 140),
    );
    if (!match || (this.tokens.at(-1)?.kind === 'variable' && !this.spaced)) {
      this.add('op', '[');
      this.at++;
      return;
    }
    this.add('type', `[${match[1]!.replaceAll('`', '').toLowerCase()}]`);
    this.at += match[0].length;
  }

  private number(): void {
    const match = /^-?(?:0x[0-9a-f]{1,16}|[0-9]{1,20}(?:\.[0-9]{1,20})?)(?:[kmgt]b)?/i.exec(
      this.text.slice(this.at, this.at + 48),
    );
    const after = this.text[this.at + (match?.[0].length ?? 1)] ?? ' ';
    if (!match || /[A-Za-z_\\/:-]/.test(after)) {
      this.word();
      return;
    }
    this.add('number', match[0]);
    this.at += match[0].length;
  }

  /** A bare word: command, parameter, path, member name. Dots join only when they cannot be a member access. */
  private word(): void {
    const { text } = this;
    let value = '';
    const member =
      this.tokens.at(-1)?.kind === 'op' && /^(?:\.|::)$/.test(this.tokens.at(-1)!.text) && !this.spaced;
    while (this.at < text.length) {
      const ch = text[this.at]!;
      if (ch === '`') {
        const following = text[this.at + 1] ?? '\0';
        if (following === '\n' || following === '\r') break;
        this.backticks++;
        value += following;
        this.at += 2;
        continue;
      }
      const joins = member
        ? false
        : '-.:\\/*%~?!'.includes(ch) || (ch === '$' && value !== '' && /[\\/:=]$/.test(value));
      if (!WORD.test(ch) && !joins && !(value === '' && ch === '-')) break;
      if (ch === ':' && text[this.at + 1] === ':') break;
      value += ch;
      this.at++;
    }
    if (value === '') {
      this.operator(text[this.at] ?? '');
      return;
    }
    this.add('word', value);
  }

  private operator(ch: string): void {
    const two = this.text.slice(this.at, this.at + 2);
    const text = /^(?:::|&&|\|\||\+=|>>|\.\.|@\(|\$\()$/.test(two) ? two : ch;
    this.at += Math.max(1, text.length);
    this.add('op', text);
  }
}

export function tokenizePowershell(text: string): TokenList {
  return new Tokenizer(text).run();
}
