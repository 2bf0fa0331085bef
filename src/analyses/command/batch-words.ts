/**
 * Splits a cmd.exe text into simple commands: carets, double quotes, `%variables%` the script sets itself (with
 * `%v:~n,m%` slices), redirections, `&`, `&&`, `||`, `|`, parentheses, `if` and `for` heads.
 */
import { COMMAND_COUNT } from '../../limits.ts';
import { type Connector, type Redirect, type SimpleCommand, simpleCommand } from './reading.ts';

export interface BatchScript {
  commands: SimpleCommand[];
  /** Carets inside words and variable slices: ways to hide words. */
  tricks: number;
}

const EXPANSION_TOTAL = 1_000_000;
const VALUE_CHARS = 8191;

interface Expander {
  variables: Map<string, string>;
  left: number;
  tricks: number;
}

/** `%name%`, `%name:~from,length%`, `!name!`; unknown names stay. */
function expand(state: Expander, line: string): string {
  if (!/[%!]/.test(line)) return line;
  return line.replace(
    /[%!]([A-Za-z_#$@][A-Za-z0-9_.#$@-]{0,63})(?::~(-?[0-9]{1,5})(?:,(-?[0-9]{1,5}))?)?[%!]/g,
    (whole, name: string, from?: string, length?: string) => {
      if (from !== undefined) state.tricks++;
      const value = state.variables.get(name.toLowerCase());
      if (value === undefined || value.length > state.left) return whole;
      state.left -= value.length;
      if (from === undefined) return value;
      const start = Number(from) < 0 ? value.length + Number(from) : Number(from);
      if (length === undefined) return value.slice(Math.max(0, start));
      const count = Number(length);
      return value.slice(Math.max(0, start), count < 0 ? value.length + count : start + count);
    },
  );
}

/** `set "a=b"`, `set a=b`; the quotes belong to neither. */
function assign(state: Expander, line: string): boolean {
  const match = /^\s*@?set\s+(?:\/[ap]\s+)?"?([A-Za-z_#$@][A-Za-z0-9_.#$@-]{0,63})=([^"&|]*)/i.exec(
    line.slice(0, VALUE_CHARS),
  );
  if (!match) return false;
  state.variables.set(match[1]!.toLowerCase(), match[2]!.trimEnd());
  return true;
}

/** `if [not] … command`: the condition goes. */
const IF =
  /^if\s+(?:\/i\s+)?(?:not\s+)?(?:exist\s+(?:"[^"]*"|\S+)|defined\s+\S+|errorlevel\s+\S+|(?:"[^"]*"|[^\s=]+)\s*(?:==|equ|neq|lss|leq|gtr|geq)\s*(?:"[^"]*"|[^\s(]+))\s*/i;
const FOR = /^for\s+(?:\/[a-z]\s*)?(?:"[^"]{0,200}"\s+)?%%?~?\w\s+in\s*\(([^)]{0,2000})\)\s*do\s+/i;

class Lexer {
  readonly commands: SimpleCommand[] = [];
  tricks = 0;
  private readonly line: string;
  private at = 0;
  private words: string[] = [];
  private redirects: Redirect[] = [];

  constructor(line: string) {
    this.line = line;
  }

  run(): void {
    while (this.at < this.line.length) this.token();
    this.finish(';');
  }

  private token(): void {
    const ch = this.line[this.at]!;
    if (ch === ' ' || ch === '\t' || ch === '\r') this.at++;
    else if (ch === '&' || ch === '|') this.operator(ch);
    else if (ch === '>' || ch === '<') this.redirection();
    else if (ch === '(' || ch === ')') {
      this.at++;
      if (this.words.length === 0 || ch === ')') this.finish(';');
    } else if (/[12]/.test(ch) && /[<>]/.test(this.line[this.at + 1] ?? '')) {
      this.at++;
      this.redirection();
    } else this.words.push(this.word());
  }

  private operator(ch: string): void {
    const double = this.line[this.at + 1] === ch;
    this.at += double ? 2 : 1;
    const connector: Connector = ch === '|' ? (double ? '||' : '|') : double ? '&&' : ';';
    this.finish(connector);
  }

  private redirection(): void {
    const op = this.line.startsWith('>>', this.at) ? '>>' : (this.line[this.at] as '>' | '<');
    this.at += op.length;
    if (this.line[this.at] === '&') {
      this.at += 2;
      return;
    }
    while (this.line[this.at] === ' ') this.at++;
    this.redirects.push({ op, target: this.word() });
  }

  private word(): string {
    let value = '';
    let carets = 0;
    let quoted = false;
    let opened = false;
    let quotes = 0;
    const begin = this.at;
    while (this.at < this.line.length) {
      const ch = this.line[this.at]!;
      if (ch === '(') opened = true;
      if (ch === '"') {
        quoted = !quoted;
        quotes++;
      } else if (ch === '^' && !quoted) {
        carets++;
        this.at++;
        value += this.line[this.at] ?? '';
      } else if (!quoted && ' \t\r&|<>'.includes(ch)) break;
      else if (!quoted && ch === ')' && !opened) break;
      else value += ch;
      this.at++;
    }
    // `p^o^w^e^r`, `Inv"o"ke`: marks that change nothing but how the word reads.
    if ((carets >= 2 || (quotes >= 4 && value.length < 64)) && /^[\w.:/\u2010-\u2015-]+$/.test(value))
      this.tricks++;
    if (this.at === begin) this.at++;
    return value;
  }

  private finish(next: Connector): void {
    if (this.words.length > 0) {
      const first = this.words[0]!;
      if (/^else$/i.test(first)) this.words.shift();
      else if (first.startsWith('@')) this.words[0] = first.slice(1);
      const glued = /^(cd|echo|call|start|del|type|copy|move|rd|md)([./\\(;,=].*)$/i.exec(
        this.words[0] ?? '',
      );
      if (glued) this.words.splice(0, 1, glued[1]!, glued[2]!);
    }
    if (this.words.length > 0 && this.words[0] !== '') {
      const command = simpleCommand(this.words, next);
      command.redirects = this.redirects;
      this.commands.push(command);
    } else if (this.commands.length > 0 && next !== ';') this.commands.at(-1)!.next = next;
    this.words = [];
    this.redirects = [];
  }
}

/** Takes `if` and `for` heads off, at most eight deep. */
function stripHeads(line: string): string {
  let rest = line;
  for (let i = 0; i < 8; i++) {
    const head = IF.exec(rest) ?? FOR.exec(rest);
    if (!head) return rest;
    const listed = /^\s*['"`](.*)['"`]\s*$/s.exec(head[1] ?? '')?.[1];
    rest = `${listed !== undefined ? `${listed} & ` : ''}${rest.slice(head[0].length).replace(/^\(/, '')}`;
  }
  return rest;
}

export function splitBatch(text: string): BatchScript {
  const state: Expander = { variables: new Map(), left: EXPANSION_TOTAL, tricks: 0 };
  const commands: SimpleCommand[] = [];
  for (const raw of text.replace(/\^\r?\n/g, '').split('\n')) {
    if (commands.length >= COMMAND_COUNT) break;
    const line = expand(state, raw).trim().replace(/^@+/, '').trimStart();
    if (line === '' || /^(?::|rem(?:\s|$))/i.test(line)) continue;
    for (const part of line.split('&')) assign(state, part);
    const lexer = new Lexer(stripHeads(line));
    lexer.run();
    commands.push(...lexer.commands.slice(0, COMMAND_COUNT));
    state.tricks += lexer.tricks;
  }
  return { commands, tricks: state.tricks };
}
