import { readCommands } from './pipelines.ts';
import { readCmdlet } from './powershell-cmdlets.ts';
import { powershellCommands } from './powershell-commands.ts';
import { readExpressions } from './powershell-expressions.ts';
import { foldPowershell } from './powershell-fold.ts';
import { tokenizePowershell } from './powershell-tokens.ts';
import { collectUrls, type Session } from './reading.ts';

/** Obfuscators fold hundreds of pieces; honest scripts join a path here and there. */
const FOLDED_LEAST = 12;
const BACKTICKS_LEAST = 6;

/** `iex` spelt from letters of well-known variables: `$env:ComSpec[4,15,25]-join''`, `$PSHome[4]+$PSHome[30]+'x'`. */
const HIDDEN_IEX =
  /\$env:comspec\s{0,2}\[\s{0,2}4\s{0,2},|\$pshome\[\d{1,3}\]\s{0,2}\+\s{0,2}\$pshome\[|\$shellid\[1\]|\$verbosepreference.{0,20}\[1,3\]/i;

/** Reads a PowerShell text after computing what obfuscation hides. */
export function analysePowershell(session: Session, text: string): void {
  const { tokens, backticks } = tokenizePowershell(text);
  const { tokens: folded, folded: count } = foldPowershell(tokens);
  if (count >= FOLDED_LEAST || backticks >= BACKTICKS_LEAST) session.feature('obfuscated');
  collectUrls(session, text);
  for (const token of folded) if (token.kind === 'string') collectUrls(session, token.text);
  const { commands, invokesText } = powershellCommands(folded);
  if (HIDDEN_IEX.test(text)) {
    session.feature('obfuscated');
    session.marks.add('invokes-expression');
  }
  if (invokesText) session.marks.add('invokes-expression');
  readExpressions(session, folded);
  const external = commands.filter((command) => !readCmdlet(session, command));
  readCommands(session, external);
  afterwards(session);
}

/** What needs the whole script: text that was fetched or decoded and is then invoked. */
function afterwards(session: Session): void {
  const { marks } = session;
  if (!marks.has('invokes-expression')) return;
  if (marks.has('fetches-text')) session.feature('download-execute', 'pipe-to-shell');
  if (marks.has('decodes-text')) session.feature('encoded-command', 'in-memory');
}
