/** Programs that tell who and where: identity of host, user and network, and what is kept on the machine. */
import type { Session, SimpleCommand } from '../reading.ts';
import { type Effects, forAll } from './effects.ts';
import { argumentText, lowerText } from './options.ts';

function identity(session: Session): void {
  session.feature('host-identity');
}

/** Only without operands: `hostname newname` sets it. */
function bareIdentity(session: Session, command: SimpleCommand): void {
  if (command.args.every((arg) => /^[-/]/.test(arg))) session.feature('host-identity');
}

/** `id -u` asks whether one is root and `uname -s` which system this is: every installer does. */
function id(session: Session, command: SimpleCommand): void {
  if (command.args.length === 0) session.feature('host-identity');
}

function uname(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^-[a-z]*[an]|^--(?:all|nodename)$/.test(arg)))
    session.feature('host-identity');
}

function wmic(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/\bcall\s+create\b/.test(all)) session.feature('living-off-the-land');
  if (/\bshadowcopy\s+delete\b/.test(all)) session.feature('file-delete');
  if (/\bprocess\b.*\b(?:delete|terminate)\b/.test(all)) session.feature('kill-process');
  if (/antivirusproduct/.test(all)) session.feature('defender-tamper');
  if (/\bget\b|\blist\b/.test(all)) session.feature('host-identity');
}

function netsh(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/\bwlan\b.*\bprofiles?\b/.test(all))
    session.feature(/key\s*=\s*clear/.test(all) ? 'credential-access' : 'host-identity');
  if (/firewall\b/.test(all) && /\b(?:off|disable|add|delete|reset)\b/.test(all))
    session.feature('firewall-tamper');
}

/** `cat` and friends on the files that describe a host. */
const IDENTITY_FILES =
  /^\/etc\/(?:hostname|machine-id|os-release|issue|passwd)$|^\/proc\/(?:version|cpuinfo|meminfo)$/;
function reader(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => IDENTITY_FILES.test(arg))) session.feature('host-identity');
  if (command.args.some((arg) => /^\/proc\/(?:self|\d+|\*)\/environ$/.test(arg)))
    session.feature('environment-dump');
}

/** `security find-generic-password` (macOS keychain), `dscl`, `ioreg`. */
function security(session: Session, command: SimpleCommand): void {
  if (/^(?:find-(?:generic|internet)-password|dump-keychain|export)$/.test(command.args[0] ?? '')) {
    session.feature('credential-access');
  }
}

function cmdkey(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^[-/]list/i.test(arg))) session.feature('credential-access');
}

function gcloud(session: Session, command: SimpleCommand): void {
  const all = argumentText(command);
  if (/\bauth\b.*\bprint-(?:access|identity)-token\b/.test(all)) session.feature('credential-access');
}

function aws(session: Session, command: SimpleCommand): void {
  const all = argumentText(command);
  if (
    /\bconfigure (?:get|export-credentials)\b|\bsts get-(?:caller-identity|session-token)\b|\bsecretsmanager\b/.test(
      all,
    )
  ) {
    session.feature('credential-access');
  }
}

function credentialTool(session: Session): void {
  session.feature('credential-access');
}

function printenv(session: Session, command: SimpleCommand): void {
  if (command.args.length === 0) session.marks.add('prints-environment');
}

/** `set` of cmd.exe and POSIX shells prints all variables when it stands alone. */
function set(session: Session, command: SimpleCommand): void {
  if (command.args.length === 0) session.marks.add('prints-environment');
}

export const HOST: Effects = {
  ...forAll(
    'whoami systeminfo ipconfig ifconfig getmac lsb_release hostnamectl dmidecode arp logname quser qwinsta',
    identity,
  ),
  ...forAll('hostname', bareIdentity),
  id,
  uname,
  wmic,
  netsh,
  ...forAll('cat type more less head tail', reader),
  security,
  cmdkey,
  vaultcmd: cmdkey,
  gcloud,
  aws,
  ...forAll('mimikatz lazagne secretsdump procdump procdump64 pypykatz', credentialTool),
  printenv,
  env: printenv,
  set,
  export: (session, command) => {
    if (command.args.length === 1 && command.args[0] === '-p') session.marks.add('prints-environment');
  },
};
