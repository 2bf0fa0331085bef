import type { FactOf, FlowFact } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import type { Location } from '../../contracts/location.ts';

/** Programs that execute or install a file that is given to them. Others only read it. */
const RUNNERS: ReadonlySet<string> = new Set([
  'python',
  'python2',
  'python3',
  'pythonw',
  'py',
  'pip',
  'pip3',
  'sh',
  'bash',
  'zsh',
  'dash',
  'cmd',
  'start',
  'call',
  'powershell',
  'pwsh',
  'wscript',
  'cscript',
  'mshta',
  'rundll32',
  'regsvr32',
  'msiexec',
  'installutil',
  'msbuild',
  'java',
  'javaw',
  'node',
  'perl',
  'ruby',
  'php',
  'open',
  'xdg-open',
  'explorer',
  'dpkg',
  'rpm',
  'apt',
  'apt-get',
  'nohup',
  'sudo',
  'setsid',
  'wine',
  'chmod',
  'source',
  'osascript',
  'schtasks',
  'systemctl',
  'insmod',
]);

/**
 * Tells whether a file given by name is started at a place: it is the program, or the argument of a program that
 * runs files. Unpackers, compilers and viewers only read their arguments. True when no command is known there:
 * what is not understood is not excused.
 */
export function startsFile(facts: FactIndex): (at: Location, name: string) => boolean {
  const commands = new Map<string, FactOf<'command'>[]>();
  for (const command of facts.of('command')) {
    if (command.origin !== 'spawn') continue;
    const key = keyOf(command.at);
    const known = commands.get(key);
    if (known === undefined) commands.set(key, [command]);
    else known.push(command);
  }
  return (at, name) => {
    const here = commands.get(keyOf(at)) ?? [];
    const naming = here.filter((command) => command.text.toLowerCase().includes(name));
    return naming.length === 0 || naming.some((command) => runs(command, name));
  };
}

function runs({ programs, text }: FactOf<'command'>, name: string): boolean {
  if (programs.some((program) => RUNNERS.has(program)) || text.includes('sys.executable')) return true;
  const stem = name.replace(/\.\w{1,5}$/, '');
  // Programs of a shell line are listed without folder and suffix.
  return programs.includes(stem) || programs.includes(name) || programs.length === 0;
}

/** A flow into a process starts what it carries, unless that was written to a file which is only an argument. */
export function carriesProgram(facts: FactIndex): (flow: FlowFact) => boolean {
  const starts = startsFile(facts);
  return (flow) => {
    if (flow.sink.kind !== 'process') return true;
    const written = flow.steps.flatMap((step) => /^written to (.+)$/.exec(step.text)?.[1] ?? []);
    const path = flow.source.kind === 'written-file' ? flow.source.detail : written.at(-1);
    return path === undefined || starts(flow.at, baseName(path));
  };
}

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

function keyOf(at: Location): string {
  return `${at.path}\0${at.layer}\0${at.line}\0${at.column}`;
}
