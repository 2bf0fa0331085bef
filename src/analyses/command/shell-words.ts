/**
 * Splits a POSIX shell text into simple commands (IEEE 1003.1, Shell Command Language): quotes, escapes,
 * substitutions, redirections, here-documents and the variables a script sets to literals. Grouping and control
 * flow are flattened: every command that could run is listed in order.
 */
import { COMMAND_COUNT } from '../../limits.ts';
import { type Connector, type Redirect, type SimpleCommand, simpleCommand } from './reading.ts';

export interface ShellScript {
  commands: SimpleCommand[];
  /** Tricks that hide words: empty quotes inside names, `$'\x..'`, `${IFS}`, brace lists as commands. */
  tricks: number;
}

/** Words before the command they introduce. */
const KEYWORDS = new Set('if then else elif fi do done while until { } ! esac'.split(' '));
/** Heads that are no command themselves: `for x in a b`. */
const HEADS = new Set(['for', 'case', 'select', 'function', 'in']);
const EXPANSION_CHARS = 4096;
const EXPANSION_TOTAL = 1_000_000;
const BLANKS = ' \t\r';
const ENDS = ' \t\r\n;|&<>()';

/** Offset of the `)` that closes what was opened before `from`, or the text's end. Quotes are respected. */
function closingParen(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const ch = text[at]!;
    if (ch === '\\') at++;
    else if (ch === "'") {
      const end = text.indexOf("'", at + 1);
      if (end === -1) return text.length;
      at = end;
    } else if (ch === '(') depth++;
    else if (ch === ')' && --depth === 0) return at;
    at++;
  }
  return text.length;
}

const ANSI: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\x07',
  e: '\x1b',
  E: '\x1b',
};

/** Decodes the escapes of `$'…'` and `printf`: `\x41`, `\101`, `\u0041`, `\n`. */
export function decodeEscapes(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|0?([0-7]{1,3})|(.))/gs,
    (_, hex, unicode, octal, other) => {
      if (hex ?? unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
      return ANSI[other] ?? other;
    },
  );
}

class Lexer {
  readonly commands: SimpleCommand[] = [];
  tricks = 0;
  private readonly text: string;
  private readonly variables = new Map<string, string>();
  private at = 0;
  /** Characters that variables may still add to the text. */
  private expansion = EXPANSION_TOTAL;
  private words: string[] = [];
  private redirects: Redirect[] = [];
  private substitutions: string[] = [];
  private heredocs: { delimiter: string; dashed: boolean; redirect: Redirect }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  run(): ShellScript {
    const { text } = this;
    while (this.at < text.length && this.commands.length < COMMAND_COUNT) this.token();
    this.finish('');
    return { commands: this.commands, tricks: this.tricks };
  }

  private token(): void {
    const { text } = this;
    const ch = text[this.at]!;
    if (BLANKS.includes(ch)) this.at++;
    else if (ch === '\\' && text[this.at + 1] === '\n') this.at += 2;
    else if (ch === '\n') this.newline();
    else if (ch === '#') this.skipLine();
    else if (ch === '<' || ch === '>') this.redirection();
    else if (ch === '&' && text[this.at + 1] === '>') {
      this.at++;
      this.redirection();
    } else if (';|&()'.includes(ch)) this.operator(ch);
    else this.wordOrDescriptor();
  }

  private newline(): void {
    this.at++;
    this.finish(';');
    for (const heredoc of this.heredocs) this.readHeredoc(heredoc);
    this.heredocs = [];
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end === -1 ? this.text.length : end;
  }

  private operator(ch: string): void {
    const double = this.text[this.at + 1] === ch;
    this.at += double && ch !== '(' && ch !== ')' ? 2 : 1;
    if (ch === '|' && !double && this.text[this.at] === '&') this.at++;
    const connector: Connector =
      ch === '|' ? (double ? '||' : '|') : ch === '&' ? (double ? '&&' : '&') : ';';
    this.finish(connector);
  }

  private finish(next: Connector): void {
    while (this.words.length > 0 && KEYWORDS.has(this.words[0]!)) this.words.shift();
    const assigned = this.takeAssignments();
    if (this.words.length > 0 && !HEADS.has(this.words[0]!)) this.push(next);
    else if (this.redirects.length > 0 || (this.substitutions.length > 0 && assigned)) {
      this.words = [];
      this.push(next);
    } else if (this.commands.length > 0 && next !== ';' && this.words.length === 0) {
      // `( a; b ) | c` and `{ …; } > f`: what follows the group follows its last command.
      this.commands.at(-1)!.next = next;
    }
    this.words = [];
    this.redirects = [];
    this.substitutions = [];
  }

  private push(next: Connector): void {
    const first = this.words[0] ?? '';
    if (/^\{[^{}]+,[^{}]*\}$/.test(first)) {
      this.words = [...first.slice(1, -1).split(','), ...this.words.slice(1)];
      this.tricks++;
    }
    const command = simpleCommand(this.words, next, this.substitutions);
    command.redirects = this.redirects;
    this.commands.push(command);
  }

  /** Takes `A=b` words off the front; remembers them. */
  private takeAssignments(): boolean {
    let taken = false;
    while (this.words.length > 0) {
      const word = this.words[0]!;
      const match = /^(?:export )?([A-Za-z_][A-Za-z0-9_]{0,63})=/.exec(word.slice(0, 80));
      if (!match) break;
      const value = word.slice(match[0].length);
      if (!value.includes('$(')) this.variables.set(match[1]!, value.slice(0, EXPANSION_CHARS));
      this.words.shift();
      taken = true;
    }
    return taken;
  }

  /** A word, or the digits before a redirection. */
  private wordOrDescriptor(): void {
    const match = /^[0-9]{1,2}(?=[<>])/.exec(this.text.slice(this.at, this.at + 3));
    if (match) {
      this.at += match[0].length;
      this.redirection();
      return;
    }
    this.words.push(...this.word());
  }

  private redirection(): void {
    const { text } = this;
    if (text[this.at + 1] === '(') {
      // Process substitution stands for a file name.
      const end = closingParen(text, this.at + 2);
      this.substitutions.push(text.slice(this.at + 2, end));
      this.words.push(`<(${text.slice(this.at + 2, end)})`);
      this.at = end + 1;
      return;
    }
    const op = /^(?:<<<|<<-?|<&|<>|>>|>&|>\||<|>)/.exec(text.slice(this.at, this.at + 3))![0];
    this.at += op.length;
    while (BLANKS.includes(text[this.at] ?? '\0')) this.at++;
    const target = this.word().join(' ');
    if (op.startsWith('<<') && op !== '<<<') {
      const redirect: Redirect = { op: '<<', target: '' };
      this.heredocs.push({ delimiter: target, dashed: op === '<<-', redirect });
      this.redirects.push(redirect);
    } else this.redirects.push({ op: (op === '>|' ? '>' : op) as Redirect['op'], target });
  }

  private readHeredoc({ delimiter, dashed, redirect }: (typeof this.heredocs)[number]): void {
    const start = this.at;
    while (this.at < this.text.length) {
      const end = this.text.indexOf('\n', this.at);
      const stop = end === -1 ? this.text.length : end;
      const line = this.text.slice(this.at, stop);
      const lineStart = this.at;
      this.at = stop + 1;
      if ((dashed ? line.replace(/^\t+/, '') : line).trimEnd() === delimiter) {
        redirect.target = this.text.slice(start, lineStart);
        return;
      }
    }
    redirect.target = this.text.slice(start);
  }

  /** Reads one word; `${IFS}` splits it into several. */
  private word(): string[] {
    const { text } = this;
    let value = '';
    let quotes = 0;
    const begin = this.at;
    while (this.at < text.length) {
      const ch = text[this.at]!;
      if (ENDS.includes(ch)) break;
      if (ch === "'") {
        quotes++;
        value += this.single();
      } else if (ch === '"') {
        quotes++;
        value += this.double();
      } else if (ch === '\\') {
        if (/[a-z]/i.test(text[this.at + 1] ?? '')) quotes++;
        if (text[this.at + 1] !== '\n') value += text[this.at + 1] ?? '';
        this.at += 2;
      } else if (ch === '$' || ch === '`') value += this.dollar(ch, false);
      else {
        value += ch;
        this.at++;
      }
    }
    if (
      this.words.length === 0 &&
      quotes >= 2 &&
      /^[a-z0-9]{2,12}$/.test(value) &&
      this.at - begin > value.length + 3
    ) {
      this.tricks++;
    }
    if (this.at === begin) this.at++;
    if (!value.includes('\x1f')) return [value];
    this.tricks++;
    return value.split('\x1f').filter((part) => part !== '');
  }

  private single(): string {
    const end = this.text.indexOf("'", this.at + 1);
    const stop = end === -1 ? this.text.length : end;
    const value = this.text.slice(this.at + 1, stop);
    this.at = stop + 1;
    return value;
  }

  private double(): string {
    const { text } = this;
    let value = '';
    this.at++;
    while (this.at < text.length && text[this.at] !== '"') {
      const ch = text[this.at]!;
      if (ch === '\\') {
        const next = text[this.at + 1] ?? '';
        value += '$`"\\'.includes(next) ? next : next === '\n' ? '' : ch + next;
        this.at += 2;
      } else if (ch === '$' || ch === '`') value += this.dollar(ch, true);
      else {
        value += ch;
        this.at++;
      }
    }
    this.at++;
    return value;
  }

  /** `$…` or a backtick; returns its value where known, else its own text. */
  private dollar(ch: string, inDouble: boolean): string {
    const { text } = this;
    const next = text[this.at + 1] ?? '';
    if (ch === '`') return this.backtick();
    if (next === "'" && !inDouble) {
      this.at++;
      const raw = this.ansi();
      if (/\\(?:x|[0-7]{2})/.test(raw)) this.tricks++;
      return decodeEscapes(raw);
    }
    if (next === '(') {
      const end = closingParen(text, this.at + 2);
      const body = text.slice(this.at + 2, end);
      this.at = end + 1;
      if (!body.startsWith('(')) this.substitutions.push(body);
      return `$(${body})`;
    }
    return this.variable();
  }

  private ansi(): string {
    const { text } = this;
    const start = ++this.at;
    while (this.at < text.length && text[this.at] !== "'") this.at += text[this.at] === '\\' ? 2 : 1;
    const value = text.slice(start, this.at);
    this.at++;
    return value;
  }

  private backtick(): string {
    const { text } = this;
    const end = text.indexOf('`', this.at + 1);
    const stop = end === -1 ? text.length : end;
    const body = text.slice(this.at + 1, stop);
    this.at = stop + 1;
    this.substitutions.push(body);
    return `$(${body})`;
  }

  private variable(): string {
    const match = /^\$(?:\{([^}]{0,200})\}|([A-Za-z_][A-Za-z0-9_]{0,63}|[0-9*@#?$!-]))/.exec(
      this.text.slice(this.at, this.at + 210),
    );
    if (!match) {
      this.at++;
      return '$';
    }
    this.at += match[0].length;
    const name = match[1] ?? match[2]!;
    if (name === 'IFS' || name.startsWith('IFS%')) return '\x1f';
    if (/^[A-Za-z_]+:[0-9]+:1$/.test(name)) this.tricks++;
    const known = this.variables.get(name);
    if (known === undefined || known.length > this.expansion) return match[0];
    this.expansion -= known.length;
    return known;
  }
}

export function splitShell(text: string): ShellScript {
  return new Lexer(text).run();
}

/** Words of a shell-joined argument vector: quotes and escapes only, no operators, no expansion. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let value: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const ch = text[at]!;
    if (ch === "'" || ch === '"') {
      const end = text.indexOf(ch, at + 1);
      const stop = end === -1 ? text.length : end;
      value = (value ?? '') + text.slice(at + 1, stop);
      at = stop;
    } else if (' \t\n\r'.includes(ch)) {
      if (value !== null) words.push(value);
      value = null;
    } else if (ch === '\\' && /["'\\ ]/.test(text[at + 1] ?? '')) {
      value = (value ?? '') + text[++at]!;
    } else value = (value ?? '') + ch;
  }
  if (value !== null) words.push(value);
  return words;
}

/** Joins an argument vector so that `splitWords` gives it back. */
export function joinWords(args: readonly string[]): string {
  return args
    .map((arg) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'"'"'`)}'`))
    .join(' ');
}
