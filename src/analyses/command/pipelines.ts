/** Conditions over several commands: data piped into interpreters, remote shells, outbound answers of substitutions. */
import type { CommandFeature } from '../../contracts/fact.ts';
import { decodeStage, stageName } from './pipe-data.ts';
import { canonicalProgram, READS_PROGRAM } from './programs/interpreters.ts';
import { hasOption } from './programs/options.ts';
import type { Session, SimpleCommand } from './reading.ts';
import { readSimpleCommand, unwrap } from './simple-command.ts';

/** Programs that send a name or a request outward. */
const RESOLVERS = new Set('nslookup dig host ping ping6 tracert traceroute drill resolvectl'.split(' '));
const REQUESTERS = new Set('curl wget http https xh nc ncat netcat'.split(' '));
const SENDERS = new Set('curl wget nc ncat netcat socat mail mailx sendmail telnet'.split(' '));
/** Programs whose answer says something of the machine or its files. */
const TELLING =
  /^\s*(?:cat|base64|ls|dir|ps|head|tail|tar|find|grep|xxd|env|printenv|id|whoami|hostname|pwd|ifconfig|ip|uname\s+-[a-z]*[an]|openssl|history|type)\b/;
const OWN_NAMES =
  /\$(?:\{?(?:USER|HOSTNAME|LOGNAME|HOME|PWD)\}?)|%(?:username|computername|userdomain|userprofile)%|\$env:(?:username|computername|userdomain)/i;

/** A query value that the analysis knows to come from a file, the environment or an encoder: `?k=«base64.b64encode»`. */
const COMPUTED_SECRET =
  /[?&=/]«[^»]{0,80}(?:base64|b64|environ|getenv|\.read\b|getlogin|gethostname|uname|getuser)/;

function pipelineFrom(commands: readonly SimpleCommand[], start: number): number {
  let end = start;
  while (commands[end]!.next === '|' && end + 1 < commands.length) end++;
  return end + 1;
}

function nestedFeatures(session: Session, command: SimpleCommand): ReadonlySet<CommandFeature> {
  return session.capture(() => {
    for (const text of command.substitutions) session.run(text, 'shell');
  });
}

/** `nslookup $(whoami).host`, `curl host/$(cat file | base64)`, `ping %USERNAME%.host`. */
function outboundAnswers(session: Session, command: SimpleCommand): void {
  if (hasOption(command.args, ['--unix-socket', '--abstract-unix-socket'])) return;
  const resolver = RESOLVERS.has(command.name);
  if (!resolver && !REQUESTERS.has(command.name)) return;
  const target = command.args
    .filter((arg) => !arg.startsWith('-'))
    .join(' ')
    .slice(0, 2048);
  if (OWN_NAMES.test(target) && (resolver || /[/?=&.]\S{0,200}(?:\$|%)/.test(target))) {
    if (resolver || /:\/\/|^[a-z0-9.-]+\//i.test(target)) session.feature('send-data', 'host-identity');
  }
  if (COMPUTED_SECRET.test(target)) session.feature('send-data');
  if (command.substitutions.length === 0) return;
  const inner = nestedFeatures(session, command);
  const tells =
    inner.has('host-identity') ||
    inner.has('environment-dump') ||
    inner.has('credential-access') ||
    command.substitutions.some((text) => TELLING.test(text));
  if (tells) session.feature('send-data');
}

/** Substitutions of ordinary commands run too. */
function readSubstitutions(session: Session, command: SimpleCommand): void {
  if (READS_PROGRAM.has(canonicalProgram(command.name)) || /^(?:eval|source|\.)$/.test(command.name)) return;
  if (RESOLVERS.has(command.name) || REQUESTERS.has(command.name)) return;
  nestedFeatures(session, command);
}

/** True when an interpreter takes its program from standard input. */
function readsInput(command: SimpleCommand): boolean {
  if (!READS_PROGRAM.has(canonicalProgram(command.name))) return false;
  const operands = command.args.filter((arg) => !arg.startsWith('-') || arg === '-');
  const hasCode = hasOption(command.args, ['-c', '-e', '-r', '/c', '-Command', '-command', '-m']);
  return !hasCode && (operands.length === 0 || operands[0] === '-' || command.args.includes('-s'));
}

function runPipeline(session: Session, stages: SimpleCommand[]): void {
  const before: CommandFeature[] = [];
  let data: string | null = null;
  let chain: string[] = [];
  stages.forEach((stage, position) => {
    const command = unwrap(session, stage);
    if (position > 0 && readsInput(command)) intoInterpreter(session, command, before, data, chain);
    const added = session.capture(() => {
      readSimpleCommand(session, stage);
      outboundAnswers(session, command);
      readSubstitutions(session, command);
    });
    const decoded = decodeStage(command, data);
    if (decoded.decodes) session.feature('decode');
    if (decoded.decodes) before.push('decode');
    data = decoded.data;
    if (decoded.data !== null) chain = [...chain, stageName(command)];
    before.push(...added);
    if (position > 0 && pipesOut(command)) sentThroughPipe(session, stages.slice(0, position));
  });
  remoteShell(session, stages);
  if (stages.length > 1 && session.marks.delete('prints-environment')) session.feature('environment-dump');
}

/** A sender that takes standard input: netcat, `curl -d @-`, `mail`. */
function pipesOut(command: SimpleCommand): boolean {
  if (!SENDERS.has(command.name)) return false;
  if (command.name === 'wget') return false;
  return command.name !== 'curl' || command.args.some((arg) => /@-|^-T-?$|^-d@?-?$/.test(arg));
}

function sentThroughPipe(session: Session, stages: SimpleCommand[]): void {
  const silent = stages.every(
    (stage) => /^(?:echo|printf|yes|true)$/.test(stage.name) && stage.substitutions.length === 0,
  );
  if (!silent) session.feature('send-data');
}

function intoInterpreter(
  session: Session,
  command: SimpleCommand,
  before: readonly CommandFeature[],
  data: string | null,
  chain: readonly string[],
): void {
  if (before.includes('download')) session.feature('pipe-to-shell', 'download-execute');
  else if (before.includes('decode')) session.feature('pipe-to-shell', 'encoded-command');
  if (data === null || data === '') return;
  const name = canonicalProgram(command.name);
  const steps = [...chain, name];
  if (/^python|^py$/.test(name)) session.addInner('python', data, steps);
  else if (/sh$/.test(name) && !/^p/.test(name)) session.nested(data, 'shell', steps);
  else if (/^node/.test(name)) session.nested(data, 'javascript', steps);
  else if (/^p(?:wsh|owershell)$/.test(name)) session.nested(data, 'powershell', steps);
}

const NETWORK_ENDS = new Set('nc ncat netcat telnet openssl socat'.split(' '));

/** `nc host port | sh | nc host port2`, `cat fifo | sh -i | nc host port > fifo`, `openssl s_client … | sh`. */
function remoteShell(session: Session, stages: readonly SimpleCommand[]): void {
  const names = stages.map((stage) => unwrap(session, stage).name);
  const shellAt = names.findIndex((name) => READS_PROGRAM.has(name) || name === 'cmd');
  if (shellAt === -1 || names.length < 2) return;
  const feeds = names.slice(0, shellAt).some((name, i) => isConnection(name, stages[i]!));
  const takes = names.slice(shellAt + 1).some((name, i) => isConnection(name, stages[shellAt + 1 + i]!));
  const interactive = stages[shellAt]!.args.some((arg) => /^-[a-z]*i/.test(arg));
  if (feeds || (takes && (interactive || session.marks.has('fifo') || shellAt > 0)))
    session.feature('reverse-shell');
}

function isConnection(name: string, stage: SimpleCommand): boolean {
  if (!NETWORK_ENDS.has(name)) return false;
  return name !== 'openssl' || stage.args.includes('s_client');
}

/** Reads a whole script: every command, every pipeline, then what only the whole tells. */
export function readCommands(session: Session, commands: SimpleCommand[]): void {
  for (let at = 0; at < commands.length; ) {
    const end = pipelineFrom(commands, at);
    for (const command of commands.slice(at, end))
      if (command.name === 'mkfifo' || command.name === 'mknod') session.marks.add('fifo');
    runPipeline(session, commands.slice(at, end));
    at = end;
  }
  wholeScript(session, commands);
}

function wholeScript(session: Session, commands: readonly SimpleCommand[]): void {
  const { marks } = session;
  if (marks.has('fifo') && marks.has('netcat')) {
    const shell = commands.some(
      (command) =>
        READS_PROGRAM.has(command.name) || command.args.some((arg) => /\/bin\/(?:ba)?sh$/.test(arg)),
    );
    if (shell) session.feature('reverse-shell');
  }
  if ((marks.has('socket') || marks.has('socket-descriptor')) && marks.has('shell-on-descriptor')) {
    session.feature('reverse-shell');
  }
  if (
    marks.has('socket-descriptor') &&
    marks.has('descriptor') &&
    commands.some(({ name }) => name === 'read' || name === 'eval')
  ) {
    session.feature('reverse-shell');
  }
  if (marks.has('enables-service') && marks.has('writes-service')) session.feature('persistence');
  const printed = commands.length === 1 || session.features.has('send-data') || writesOutput(commands);
  if (marks.delete('prints-environment') && printed) session.feature('environment-dump');
}

/** `env > file`. */
function writesOutput(commands: readonly SimpleCommand[]): boolean {
  return commands.some(
    ({ name, args, redirects }) =>
      /^(?:env|printenv|set)$/.test(name) &&
      args.length === 0 &&
      redirects.some(({ op }) => op === '>' || op === '>>'),
  );
}
