/** Programs that a script writes out: here-documents and `echo` lines redirected into a file with a program's suffix. */
import type { LayerLanguage } from '../../contracts/location.ts';
import type { Session, SimpleCommand } from './reading.ts';

const LANGUAGES: readonly (readonly [RegExp, LayerLanguage])[] = [
  [/\.pyw?$/, 'python'],
  [/\.(?:sh|bash|command)$/, 'shell'],
  [/\.ps1$/, 'powershell'],
  [/\.(?:bat|cmd)$/, 'batch'],
  [/\.(?:vbs|vbe)$/, 'vbscript'],
  [/\.m?js$/, 'javascript'],
];

function languageOf(path: string, text: string): LayerLanguage | null {
  const bare = path.replace(/["']/g, '').toLowerCase();
  const bySuffix = LANGUAGES.find(([pattern]) => pattern.test(bare));
  if (bySuffix) return bySuffix[1];
  if (/^#!\s?\S*python/.test(text)) return 'python';
  return /^#!\s?\S*sh\b/.test(text) ? 'shell' : null;
}

/** Collects what the commands write, target by target, and reports texts that are programs. */
export function addWrittenPrograms(session: Session, commands: readonly SimpleCommand[]): void {
  const written = new Map<string, string[]>();
  for (const command of commands) {
    const target =
      command.redirects.find(({ op }) => op === '>' || op === '>>')?.target ?? teeTarget(command);
    if (!target || target.startsWith('/dev/') || /^nul$/i.test(target)) continue;
    const text = writtenText(command);
    if (text === null) continue;
    const lines = written.get(target) ?? [];
    lines.push(text);
    written.set(target, lines);
  }
  for (const [target, lines] of written) {
    const text = lines.join('\n');
    const language = languageOf(target, text);
    if (language !== null) session.addInner(language, text, ['written file']);
  }
}

function teeTarget(command: SimpleCommand): string | null {
  return command.name === 'tee' ? (command.args.find((arg) => !arg.startsWith('-')) ?? null) : null;
}

function writtenText(command: SimpleCommand): string | null {
  const heredoc = command.redirects.find(({ op }) => op === '<<')?.target;
  if (heredoc !== undefined) return heredoc;
  return command.name === 'echo' || command.name === 'printf' ? command.args.join(' ') : null;
}
