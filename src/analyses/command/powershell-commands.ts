/** Finds the commands in a PowerShell token list: pipelines, script blocks and parentheses flattened. */

import type { Token } from './powershell-tokens.ts';
import type { Connector, SimpleCommand } from './reading.ts';
import { simpleCommand } from './reading.ts';

export interface PowershellCommands {
  commands: SimpleCommand[];
  /** Invoke-Expression is used: text is run as a program. */
  invokesText: boolean;
}

const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iex: 'invoke-expression',
    iwr: 'invoke-webrequest',
    irm: 'invoke-restmethod',
    icm: 'invoke-command',
    ii: 'invoke-item',
    saps: 'start-process',
    start: 'start-process',
    sajb: 'start-job',
    ri: 'remove-item',
    gci: 'get-childitem',
    gc: 'get-content',
    sc: 'set-content',
    ac: 'add-content',
    gp: 'get-itemproperty',
    sp: 'set-itemproperty',
    ni: 'new-item',
    cpi: 'copy-item',
    mi: 'move-item',
    spps: 'stop-process',
    kill: 'stop-process',
    gwmi: 'get-wmiobject',
    gcim: 'get-ciminstance',
    iwmi: 'invoke-wmimethod',
    sal: 'set-alias',
    sls: 'select-string',
    gps: 'get-process',
    ps: 'get-process',
    gsv: 'get-service',
  }),
);

/** Words after which a command may begin although they are no operator. */
const HEADS = new Set(
  'if else elseif while do until foreach for switch try catch finally return throw begin process end in function filter param'.split(
    ' ',
  ),
);

interface Open {
  words: string[];
  /** A command head was seen: words that follow are arguments. */
  active: boolean;
  /** An expression stands here, not a command. */
  expression: boolean;
  next: Connector;
}

const fresh = (): Open => ({ words: [], active: false, expression: false, next: '' });

/** Canonical cmdlet name of an alias. */
export function canonicalCmdlet(name: string): string {
  return ALIASES.get(name) ?? name;
}

export function powershellCommands(tokens: readonly Token[]): PowershellCommands {
  const commands: SimpleCommand[] = [];
  const stack: Open[] = [];
  let current = fresh();
  let invokesText = false;

  const finish = (next: Connector): void => {
    if (current.words.length > 0) {
      const command = simpleCommand(current.words, next);
      command.name = canonicalCmdlet(command.name);
      if (command.name === 'invoke-expression') invokesText = true;
      commands.push(command);
    }
    current = fresh();
  };

  tokens.forEach((token, at) => {
    const { kind, text } = token;
    if (kind === 'end') {
      finish(';');
      return;
    }
    if (kind === 'op') {
      operator(token, at);
      return;
    }
    if (current.active) {
      argument(at);
      return;
    }
    if (kind === 'word' && !current.expression) {
      if (HEADS.has(text.toLowerCase())) return;
      const member = isMember(tokens, at);
      if (!member) {
        current.active = true;
        current.words.push(text);
      }
      return;
    }
    if (isInvoked(tokens, at)) {
      if (kind === 'string') {
        current.active = true;
        current.words.push(text);
      } else if (kind === 'variable') {
        current.active = true;
        current.words.push(text);
      }
      return;
    }
    current.expression = true;
  });
  finish('');
  return { commands, invokesText };

  /** Adds an argument; a path behind a variable or string belongs to it. */
  function argument(at: number): void {
    const { text, spaced, kind } = tokens[at]!;
    const before = tokens[at - 1];
    const continues =
      before !== undefined && !spaced && (before.kind === 'variable' || before.kind === 'string');
    if (continues && kind === 'word' && /^[/\\.]/.test(text))
      current.words.push(`${current.words.pop()}${text}`);
    else current.words.push(text);
  }

  function operator(token: Token, at: number): void {
    const { text } = token;
    if (text === '|' || text === '&&' || text === '||') finish(text);
    else if (text === '(' || text === '@(' || text === '$(' || text === '{') {
      if (current.active) current.words.push('(…)');
      stack.push(current);
      current = fresh();
    } else if (text === ')' || text === '}') {
      finish(text === '}' ? ';' : '');
      current = stack.pop() ?? fresh();
      if (text === '}' && !current.active) current = fresh();
    } else if (text === '=' || text === '+=') {
      if (!current.active) current = fresh();
    } else if (!current.active && (text === '&' || text === '.')) {
      if (text === '.' && !token.spaced && at > 0 && tokens[at - 1]!.kind !== 'end')
        current.expression = true;
    } else if (current.active && text !== ',' && text !== '[' && text !== ']') current.words.push(text);
  }
}

/** `.Name` or `::Name` glued to what stands before. */
function isMember(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before?.kind === 'op' && (before.text === '.' || before.text === '::') && !tokens[at]!.spaced;
}

/** The call operator `&` or the dot-source operator stands before the token. */
function isInvoked(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before?.kind !== 'op') return false;
  if (before.text === '&') return true;
  return (
    before.text === '.' && tokens[at]!.spaced && (at < 2 || tokens[at - 2]!.kind === 'end' || before.spaced)
  );
}
