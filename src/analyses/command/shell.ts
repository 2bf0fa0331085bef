import { readCommands } from './pipelines.ts';
import { collectUrls, type Session } from './reading.ts';
import { splitShell } from './shell-words.ts';
import { addWrittenPrograms } from './written-programs.ts';

/** Reads a POSIX shell text. */
export function analyseShell(session: Session, text: string): void {
  collectUrls(session, text);
  const { commands, tricks } = splitShell(text);
  if (tricks >= 2) session.feature('obfuscated');
  addWrittenPrograms(session, commands);
  readCommands(session, commands);
}
