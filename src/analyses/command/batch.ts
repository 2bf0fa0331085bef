import { splitBatch } from './batch-words.ts';
import { readCommands } from './pipelines.ts';
import { collectUrls, type Session } from './reading.ts';
import { addWrittenPrograms } from './written-programs.ts';

/** Reads a cmd.exe text: a .bat or .cmd file, or what stands behind `cmd /c`. */
export function analyseBatch(session: Session, text: string): void {
  collectUrls(session, text);
  const { commands, tricks } = splitBatch(text);
  if (tricks >= 3) session.feature('obfuscated');
  addWrittenPrograms(session, commands);
  readCommands(session, commands);
}
