/** Programs that run program text: shells, PowerShell, cmd.exe, Python and other languages. */
import type { CommandFeature } from '../../../contracts/fact.ts';
import { decodeEncodedCommand, readPowershellArguments } from '../powershell-arguments.ts';
import type { Session, SimpleCommand } from '../reading.ts';
import { type Effects, forAll } from './effects.ts';
import { argumentText } from './options.ts';

/** Index of the code behind an option like `-c`, clusters (`-lc`) included; -1 when there is none. */
function codeAt(args: readonly string[], letter: string): number {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('-')) return -1;
    if (new RegExp(`^-[a-zA-Z]*${letter}$`).test(arg)) return i + 1 < args.length ? i + 1 : -1;
  }
  return -1;
}

/** The first operand, when it is a file that came from the network. */
function runsDownload(session: Session, args: readonly string[]): void {
  const file = args.find((arg) => !/^[-/][a-zA-Z-]*$/.test(arg));
  if (file !== undefined && session.isDownloaded(file)) session.feature('download-execute');
}

/** What a program text that came out of a substitution or a here-string means. */
function fromSubstitution(session: Session, inner: ReadonlySet<CommandFeature>): void {
  if (inner.has('download')) session.feature('download-execute', 'pipe-to-shell');
  else if (inner.has('decode')) session.feature('pipe-to-shell');
}

function substitutionFeatures(session: Session, command: SimpleCommand): ReadonlySet<CommandFeature> {
  return session.capture(() => {
    for (const text of command.substitutions) session.run(text, 'shell');
  });
}

function heredocOf(command: SimpleCommand): string | null {
  const redirect = command.redirects.find(({ op }) => op === '<<' || op === '<<<');
  return redirect && redirect.target.trim() !== '' ? redirect.target : null;
}

function shell(session: Session, command: SimpleCommand): void {
  const { args, name } = command;
  if (command.substitutions.length > 0) fromSubstitution(session, substitutionFeatures(session, command));
  const at = codeAt(args, 'c');
  const heredoc = heredocOf(command);
  if (at !== -1) session.nested(args[at]!, 'shell', [`${name} -c`]);
  else if (heredoc !== null) session.nested(heredoc, 'shell', [`${name} here-document`]);
  else runsDownload(session, args);
  const interactive = args.some((arg) => /^-[a-z]*i[a-z]*$/.test(arg));
  const toSocket = command.redirects.some(({ target }) => /\/dev\/(?:tcp|udp)\//.test(target));
  if (toSocket && (interactive || command.redirects.length > 1)) session.feature('reverse-shell');
  if (command.redirects.some(({ op }) => op === '<&' || op === '>&'))
    session.marks.add('shell-on-descriptor');
}

const SOCKET_SHELL =
  /\bdup2\s*\(|pty\.spawn|\/bin\/(?:ba)?sh|cmd\.exe|powershell|\bexec\s{0,4}\(?\s{0,4}["']\/bin|\bspawn\b/;

/** A one-liner that ties a socket to a shell, in any language. */
function socketToShell(session: Session, code: string): void {
  const sockets = /\bsocket\b|TCPSocket|fsockopen|net\.connect|\/inet\/tcp|IO::Socket|use Socket/.test(code);
  if (sockets && SOCKET_SHELL.test(code)) session.feature('reverse-shell');
}

function python(session: Session, command: SimpleCommand): void {
  const { args } = command;
  session.feature('runs-python');
  const module = args.indexOf('-m');
  if (module !== -1 && /^(?:pip|ensurepip|easy_install)$/.test(args[module + 1] ?? '')) {
    if (args.slice(module + 2).some((arg) => arg === 'install' || arg === 'download'))
      session.feature('package-install');
    return;
  }
  if (command.substitutions.length > 0) fromSubstitution(session, substitutionFeatures(session, command));
  const at = codeAt(args, 'c');
  const heredoc = heredocOf(command);
  if (at !== -1) {
    session.addInner('python', args[at]!, ['python -c']);
    pythonText(session, args[at]!);
  } else if (heredoc !== null) {
    session.addInner('python', heredoc, ['python here-document']);
    pythonText(session, heredoc);
  } else runsDownload(session, args);
}

/** The little that a command needs to know of Python; the text itself becomes a layer of its own. */
function pythonText(session: Session, code: string): void {
  socketToShell(session, code);
  const fetches = /\burlopen\s*\(|requests\.get\s*\(|urlretrieve\s*\(|http\.client/.test(code);
  if (fetches) session.feature('download');
  if (fetches && /\bexec\s*\(|\beval\s*\(|os\.system|subprocess/.test(code))
    session.feature('download-execute');
  if (/b64decode|b32decode|a85decode|fromhex|unhexlify|decompress/.test(code)) {
    session.feature('decode');
    if (/\bexec\s*\(|\beval\s*\(/.test(code)) session.feature('encoded-command');
  }
}

/** Other languages' one-liners: `perl -e`, `ruby -e`, `php -r`, `node -e`, `lua -e`, `awk 'BEGIN{…}'`. */
function oneLiner(
  letter: string,
  language: 'javascript' | null,
): (session: Session, command: SimpleCommand) => void {
  return (session, command) => {
    if (command.substitutions.length > 0) fromSubstitution(session, substitutionFeatures(session, command));
    const at = codeAt(command.args, letter);
    if (at === -1) {
      runsDownload(session, command.args);
      return;
    }
    const code = command.args[at]!;
    socketToShell(session, argumentText(command));
    if (language !== null) session.nested(code, language, [`${command.name} -${letter}`]);
  };
}

function awk(session: Session, command: SimpleCommand): void {
  if (/\/inet\/(?:tcp|udp)\//.test(argumentText(command))) session.feature('reverse-shell');
}

/** `eval "$(curl …)"`, `source <(curl …)`, `. ./file`. */
function evaluate(session: Session, command: SimpleCommand): void {
  if (command.substitutions.length > 0) fromSubstitution(session, substitutionFeatures(session, command));
  const text = command.args.join(' ');
  if (command.name === 'eval' && !text.includes('$(')) session.run(text, 'shell');
  else runsDownload(session, command.args);
}

function cmd(session: Session, command: SimpleCommand): void {
  const at = command.args.findIndex((arg) => /^[/-][ck]$/i.test(arg) || /^\/[ck]./i.test(arg));
  if (at === -1) return;
  const glued = command.args[at]!.slice(2);
  const text = [...(glued === '' ? [] : [glued]), ...command.args.slice(at + 1)].map(quoteForBatch).join(' ');
  session.nested(text, 'batch', ['cmd /c']);
}

/** Keeps an argument with blanks together, unless it is the whole command line. */
function quoteForBatch(arg: string, _at: number, all: string[]): string {
  return all.length > 1 && /[\s&|<>]/.test(arg) && !arg.includes('"') ? `"${arg}"` : arg;
}

function powershell(session: Session, command: SimpleCommand): void {
  const reading = readPowershellArguments(command.args);
  session.feature(...reading.features);
  if (reading.encoded !== null) {
    session.feature('encoded-command');
    const text = decodeEncodedCommand(reading.encoded);
    if (text !== null)
      session.nested(text, 'powershell', ['powershell -EncodedCommand', 'base64', 'utf-16le']);
  }
  if (reading.command !== null) session.nested(reading.command, 'powershell', ['powershell -Command']);
  if (reading.file !== null && session.isDownloaded(reading.file)) session.feature('download-execute');
}

/** `java -jar x.jar`, `dotnet x.dll`: run a file that may have been fetched. */
function runsFile(session: Session, command: SimpleCommand): void {
  runsDownload(
    session,
    command.args.filter((arg) => arg !== '-jar'),
  );
}

export const INTERPRETERS: Effects = {
  ...forAll('sh bash zsh dash ksh ash fish rbash', shell),
  ...forAll('python python2 python3 pythonw py pypy pypy3', python),
  perl: oneLiner('e', null),
  ruby: oneLiner('e', null),
  php: oneLiner('r', null),
  lua: oneLiner('e', null),
  node: oneLiner('e', 'javascript'),
  nodejs: oneLiner('e', 'javascript'),
  bun: oneLiner('e', 'javascript'),
  ...forAll('awk gawk mawk', awk),
  ...forAll('eval source .', evaluate),
  cmd,
  command: cmd,
  ...forAll('powershell pwsh powershell_ise', powershell),
  ...forAll('java javaw dotnet mono wine open xdg-open explorer', runsFile),
};

/** Programs that run what they read from standard input. */
export const READS_PROGRAM: ReadonlySet<string> = new Set(
  'sh bash zsh dash ksh ash fish python python2 python3 py perl ruby php node nodejs powershell pwsh cmd lua'.split(
    ' ',
  ),
);

/** `python3.11` is python. */
export function canonicalProgram(name: string): string {
  if (/^python[0-9.]+$/.test(name)) return 'python3';
  if (/^pip[0-9.]+$/.test(name)) return 'pip';
  return name;
}
