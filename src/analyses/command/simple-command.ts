/** What one program with its arguments does: wrappers taken off, effects of the program, files it touches. */
import type { SensitiveCategory } from '../../contracts/fact.ts';
import { ownText } from '../../python/own-text.ts';
import { findSensitiveNames } from '../sensitive-names.ts';
import type { Effect } from './programs/effects.ts';
import { HOST } from './programs/host.ts';
import { canonicalProgram, INTERPRETERS } from './programs/interpreters.ts';
import { LAND } from './programs/land.ts';
import { argumentText, isUnknown } from './programs/options.ts';
import { isAutostart, SYSTEM } from './programs/system.ts';
import { TRANSFER } from './programs/transfer.ts';
import { baseNameOf, programName, type Session, type SimpleCommand } from './reading.ts';

const EFFECTS: ReadonlyMap<string, Effect> = new Map(
  Object.entries({ ...HOST, ...SYSTEM, ...LAND, ...TRANSFER, ...INTERPRETERS }),
);

/** Programs that run their arguments, with the options that take a value. */
const WRAPPERS: ReadonlyMap<string, string> = new Map([
  ['sudo', '-u -g -C -h -p -U'],
  ['doas', '-u'],
  ['pkexec', '--user'],
  ['nohup', ''],
  ['setsid', ''],
  ['exec', '-a'],
  ['builtin', ''],
  ['time', ''],
  ['nice', '-n'],
  ['ionice', '-c -n'],
  ['timeout', '-k -s'],
  ['stdbuf', '-o -e -i'],
  ['busybox', ''],
  ['proxychains', '-f'],
  ['proxychains4', '-f'],
  ['xargs', '-I -n -P -L -d -a'],
  ['env', '-u -C -S'],
  ['call', ''],
  ['start', '/d /affinity'],
  ['runas', ''],
  ['unbuffer', ''],
  ['watch', '-n'],
  ['trap', ''],
]);
const PRIVILEGED = new Set(['sudo', 'doas', 'pkexec', 'runas']);

/** The command inside its wrappers. */
export function unwrap(session: Session, command: SimpleCommand): SimpleCommand {
  let current = command;
  for (let depth = 0; depth < 8; depth++) {
    const valued = WRAPPERS.get(current.name);
    if (valued === undefined) return current;
    if (PRIVILEGED.has(current.name)) session.feature('privilege');
    if (current.name === 'start' && current.args.some((arg) => /^\/min$/i.test(arg)))
      session.feature('hidden-window');
    const rest = wrapped(current, valued.split(' '));
    if (rest.length === 0) return current;
    session.program(current.name);
    current = { ...current, name: programName(rest[0]!), path: rest[0]!, args: rest.slice(1) };
  }
  return current;
}

function wrapped(command: SimpleCommand, valued: readonly string[]): string[] {
  const { args, name } = command;
  let i = 0;
  while (i < args.length) {
    const arg = args[i]!;
    const option = name === 'start' ? /^\/[a-z]+/i.test(arg) || (i === 0 && arg === '') : /^-./.test(arg);
    const assignment = name === 'env' && /^[A-Za-z_][A-Za-z0-9_]*=/.test(arg);
    const duration = name === 'timeout' && /^[0-9.]+[smhd]?$/.test(arg);
    if (!option && !assignment && !duration) break;
    i += valued.includes(arg) ? 2 : 1;
  }
  return args.slice(i);
}

const CREDENTIALS: ReadonlySet<SensitiveCategory> = new Set<SensitiveCategory>([
  'browser-store',
  'wallet',
  'messenger-token',
  'ssh-key',
  'cloud-credential',
  'package-credential',
  'system-credential',
  'shell-history',
  'password-manager',
  'game-account',
  'vpn-or-ftp-client',
  'cloud-metadata',
]);
/** Programs that read, copy, pack, search or send files. Others use such files in the ordinary way (`ssh -i`, `twine --config`). */
const READERS: ReadonlySet<string> = new Set(
  (
    'cat type more less head tail cp copy xcopy robocopy mv move tar zip 7z 7za rar gzip base64 curl wget nc ncat scp rsync ' +
    'find grep egrep rg strings xxd od dd openssl sqlite3 findstr awk tee reg netsh wmic security xcopy http ftp sftp ditto'
  ).split(' '),
);

/** Programs that name miners in order to find, stop or install them. */
const MINER_OBSERVERS =
  /^(?:kill|pkill|killall|taskkill|pgrep|ps|grep|echo|printf|rm|del|pip3?|git|which|where|systemctl)$/;

/** Credential stores that are read and mining pools that are joined, by name. */
function namedPlaces(session: Session, command: SimpleCommand): void {
  const inputs = command.redirects.filter(({ op }) => op === '<').map(({ target }) => target);
  for (const arg of [...command.args, ...inputs]) {
    if (arg.length > 4096) continue;
    for (const { category, text } of findSensitiveNames(ownText(arg))) {
      // Everybody may read /etc/passwd; it holds no secret.
      const credential = CREDENTIALS.has(category) && text !== '/etc/passwd';
      if (credential && READERS.has(command.name)) session.feature('credential-access');
      if (category === 'miner' && !MINER_OBSERVERS.test(command.name)) session.feature('miner');
    }
  }
  const secrets = /^\*?\.(?:env|pem|key|kdbx)\*?$|^id_[dr]sa|wallet/;
  if (command.name === 'find' && command.args.some((arg) => secrets.test(arg)))
    session.feature('credential-access');
}

/** Writing, appending or piping into files. */
function redirections(session: Session, command: SimpleCommand): void {
  for (const { op, target } of command.redirects) {
    if (/\/dev\/(?:tcp|udp)\//.test(target))
      session.marks.add(command.name === 'exec' ? 'socket-descriptor' : 'socket');
    if (op === '<&' || op === '>&') session.marks.add('descriptor');
    if (op !== '>' && op !== '>>') continue;
    if (isAutostart(target)) session.feature('persistence');
    if (/[\\/]systemd[\\/].{0,200}\.service$/.test(target)) session.marks.add('writes-service');
    if (/drivers[\\/]etc[\\/]hosts$/i.test(target)) session.feature('defender-tamper');
  }
}

function unpacks(session: Session, command: SimpleCommand): void {
  const { name, args } = command;
  if (!/^(?:tar|bsdtar|unzip|7z|7za|unrar|gunzip|expand)$/.test(name)) return;
  if (!args.some((arg) => session.isDownloaded(arg))) return;
  const at = args.findIndex((arg) => arg === '-C' || arg === '-d');
  const folder = at === -1 ? '' : (args[at + 1] ?? '').toLowerCase().replaceAll('\\', '/').replace(/\/$/, '');
  session.unpacked.add(folder);
}

/** An unknown program with `-m module` is `sys.executable`; with `-c`, when the code speaks for it. */
function isPython({ name, path, args }: SimpleCommand): boolean {
  if (/^«sys\._?(?:base_)?executable/.test(path)) return true;
  if (!isUnknown(name) && name !== '{}') return false;
  return (
    args[0] === '-m' ||
    (args[0] === '-c' && /\bimport\b|\bprint\(|\bexec\(/.test((args[1] ?? '').slice(0, 4096)))
  );
}

/** Adds everything one simple command says. */
export function readSimpleCommand(session: Session, written: SimpleCommand): void {
  redirections(session, written);
  const command = unwrap(session, written);
  const name = canonicalProgram(isPython(command) ? 'python' : command.name);
  session.program(name);
  if (command.path !== '' && session.isDownloaded(command.path) && !EFFECTS.has(name)) {
    session.feature('download-execute');
  }
  const effect = EFFECTS.get(name);
  effect?.(session, { ...command, name });
  namedPlaces(session, command);
  unpacks(session, command);
  const copies = /^(?:mv|cp|move|copy|ren|rename)$/.test(name);
  const operands = command.args.filter((arg) => !/^[-/][a-z]{0,2}$/i.test(arg));
  if (copies && operands.length === 2 && session.isDownloaded(operands[0]!))
    session.downloads.add(baseNameOf(operands[1]!));
  if (/--nicehash\b|--coin[= ]monero|\brandomx\b/i.test(argumentText(command))) {
    session.feature('miner');
  }
}
