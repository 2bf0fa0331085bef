import { COMMAND_CHARS } from '../limits.ts';
import { analyseArgv } from './command/argv.ts';
import { analyseBatch } from './command/batch.ts';
import { isForCmd, isForPowershell } from './command/dialect.ts';
import { analyseJavascript } from './command/javascript.ts';
import { analysePowershell } from './command/powershell.ts';
import { type CommandReading, type Dialect, Session } from './command/reading.ts';
import { analyseShell } from './command/shell.ts';
import { analyseVbscript } from './command/vbscript.ts';

export { dialectOf, dialectOfContent } from './command/dialect.ts';
export type { CommandReading, Dialect, InnerProgram } from './command/reading.ts';
export { joinWords as joinArgv } from './command/shell-words.ts';

function analyse(session: Session, text: string, dialect: Dialect): void {
  switch (dialect) {
    case 'shell':
      if (isForPowershell(text)) analysePowershell(session, text);
      else if (isForCmd(text)) analyseBatch(session, text);
      else analyseShell(session, text);
      break;
    case 'batch':
      analyseBatch(session, text);
      break;
    case 'powershell':
      analysePowershell(session, text);
      break;
    case 'vbscript':
      analyseVbscript(session, text);
      break;
    case 'javascript':
      analyseJavascript(session, text);
      break;
    case 'argv':
      analyseArgv(session, text);
      break;
  }
}

/**
 * Reads a command line, script or argument vector: what it does (`features`), the programs it starts, the URLs it
 * names and the programs directly inside it. Features of programs inside are included, at most `COMMAND_DEPTH`
 * deep. Unknown parts of the text may stand as `…`. Reads the first `COMMAND_CHARS` characters; linear; never throws.
 *
 * @param dialect `shell` also covers what `os.system` and `shell=True` run: a text that can only be meant for
 *   cmd.exe is read as such. `argv` is an argument vector joined by `joinArgv`.
 */
export function analyseCommand(text: string, dialect: Dialect): CommandReading {
  const session = new Session(analyse);
  analyse(session, text.slice(0, COMMAND_CHARS), dialect);
  return session.reading();
}
