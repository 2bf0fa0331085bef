import { readCommands } from './pipelines.ts';
import { collectUrls, type Session, simpleCommand } from './reading.ts';
import { splitWords } from './shell-words.ts';

/** Reads an argument vector, shell-joined: one program, no shell between. */
export function analyseArgv(session: Session, text: string): void {
  collectUrls(session, text);
  const words = splitWords(text);
  if (words.length > 0) readCommands(session, [simpleCommand(words)]);
}
