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
  const words = text
    .toLowerCase()
    .split(/[\s"'`;&|()=,]+/)
    .filter((word) => word !== '');
  const places = words.flatMap((word, index) => (baseName(word) === name ? [index] : []));
  const place = places.find((index) => !isRead(words, index));
  if (place === undefined) return false;
  if (programs.some((program) => RUNNERS.has(program)) || text.includes('sys.executable')) return true;
  // Programs of a shell line are listed without folder and suffix.
  if (place === 0 || programs.includes(name) || programs.includes(name.replace(/\.\w{1,5}$/, '')))
    return true;
  // An unknown program that gets the file first, behind nothing but options, may be an interpreter.
  return isUnknown(words[0]!) && words.slice(1, place).every((word) => word.startsWith('-'));
}

/** Cmdlets that look at, move or unpack what they are given. */
const READERS =
  /^(?:expand-archive|get-(?:item|content|filehash|childitem)|(?:copy|move|remove|rename)-item|test-path|unblock-file)$/;

/** The nearest cmdlet before a word only reads it. */
function isRead(words: readonly string[], place: number): boolean {
  const cmdlet = words.slice(0, place).findLast((word) => /^[a-z]+-[a-z]+$/.test(word));
  return cmdlet !== undefined && READERS.test(cmdlet);
}

/** A word of which nothing is known, not even that it was looked up by name on the machine. */
function isUnknown(word: string): boolean {
  return /^(?:…|<[^>]*>|«[^»]*»)$/.test(word) && !KNOWN_PROGRAM.test(word);
}

/**
 * A flow into a process starts what it carries, unless that is only an argument of a program which reads it: a
 * file that was written before, or a word of the command line. `decodedWords`: a word that was decoded counts.
 */
export function carriesProgram(facts: FactIndex, decodedWords = true): (flow: FlowFact) => boolean {
  const starts = startsFile(facts);
  const commands = facts.of('command').filter((command) => command.origin === 'spawn');
  const byPlace = Map.groupBy(commands, (command) => keyOf(command.at));
  return (flow) => {
    if (flow.sink.kind !== 'process') return true;
    const written = flow.steps.flatMap((step) => /^written to (.+)$/.exec(step.text)?.[1] ?? []);
    const path = flow.source.kind === 'written-file' ? flow.source.detail : written.at(-1);
    if (path !== undefined) {
      // Every command line that starts an interpreter names one; it is the written one only by its whole path.
      if (RUNNERS.has(baseName(path)) && !flow.sink.detail.toLowerCase().includes(path.toLowerCase()))
        return false;
      return starts(flow.at, baseName(path));
    }
    // A decoded word of a command line is hidden from readers, whatever it is for.
    if (decodedWords && flow.source.kind !== 'network-response') return true;
    const here = byPlace.get(keyOf(flow.at)) ?? [];
    return here.length === 0 || here.some(takesOrders);
  };
}

/** A flow into a list of words whose first is a program that only reads what it is given. */
export function readsArguments(facts: FactIndex): (flow: FlowFact) => boolean {
  const commands = facts.of('command').filter(({ origin }) => origin === 'spawn');
  const byPlace = Map.groupBy(commands, (command) => keyOf(command.at));
  return (flow) => {
    const here = byPlace.get(keyOf(flow.at)) ?? [];
    return here.length > 0 && here.every((command) => command.dialect === 'argv' && !takesOrders(command));
  };
}

/** The command as a whole is unknown, or one of its programs runs what it is given. */
function takesOrders({ text, programs, dialect }: FactOf<'command'>): boolean {
  const first = text.trim().split(/\s/, 1)[0] ?? '';
  if (isUnknown(first)) return true;
  if (text.includes('sys.executable') || programs.some((program) => RUNNERS.has(program))) return true;
  // In a shell line unknown text may end the argument it stands in.
  return dialect !== 'argv' && programs.length === 0;
}

/** A program that was looked up by name on the machine. */
const KNOWN_PROGRAM = /which|find_executable|environ|getenv|sys\.argv/;

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

function keyOf(at: Location): string {
  return `${at.path}\0${at.layer}\0${at.line}\0${at.column}`;
}
