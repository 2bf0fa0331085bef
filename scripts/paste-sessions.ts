/**
 * Runs the commands that documents show and pastes what they print today:
 *
 *   node scripts/paste-sessions.ts README.md docs/explanations.md
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');

/** A command of ours, and what a document says that it prints. */
export interface Session {
  args: string[];
  printed: string;
}

const SESSION = /```console\n\$ npx lazaret (.+)\n([\s\S]*?)```/g;

export function sessionsIn(document: string): Session[] {
  return [...document.matchAll(SESSION)].map(([, command, printed]) => ({
    args: command!.split(' '),
    printed: printed!,
  }));
}

function paste(document: string): string {
  return document.replace(SESSION, (_, command: string) => {
    const main = join(ROOT, 'src/cli/main.ts');
    const { stdout } = spawnSync(process.execPath, [main, ...command.split(' ')], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    return `\`\`\`console\n$ npx lazaret ${command}\n${stdout}\`\`\``;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const file of process.argv.slice(2)) {
    const path = join(ROOT, file);
    writeFileSync(path, paste(readFileSync(path, 'utf8')));
  }
}
