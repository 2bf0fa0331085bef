/** Programs that change the system: autostart, accounts, processes, files, protection. */
import { findSensitiveNames } from '../../sensitive-names.ts';
import type { Session, SimpleCommand } from '../reading.ts';
import { type Effects, forAll } from './effects.ts';
import { firstOperand, hasSwitch, lowerText, optionValue } from './options.ts';

// ── Autostart ────────────────────────────────────────────────────────────────────────────────────

function crontab(session: Session, command: SimpleCommand): void {
  const { args, redirects } = command;
  const operand = args.find((arg) => !arg.startsWith('-') || arg === '-');
  const reads = redirects.some((redirect) => redirect.op === '<' || redirect.op === '<<');
  if (operand !== undefined || reads) session.feature('persistence');
}

function schtasks(session: Session, command: SimpleCommand): void {
  if (hasSwitch(command.args, 'create') || hasSwitch(command.args, 'change')) session.feature('persistence');
}

const AUTOSTART_KEY =
  /\\(?:currentversion\\(?:policies\\explorer\\)?run(?:once)?(?:\\|$)|currentversion\\winlogon|image file execution options|environment$)|userinitmprlogonscript|ms-settings\\shell\\open/;

function reg(session: Session, command: SimpleCommand): void {
  const verb = (command.args[0] ?? '').toLowerCase();
  const key = (command.args[1] ?? '').toLowerCase().replaceAll('/', '\\').replace(/\\\\+/g, '\\');
  const all = lowerText(command);
  if (verb === 'save' && /^hk(?:lm|ey_local_machine)\\(?:sam|security|system)/.test(key))
    session.feature('credential-access');
  if (verb !== 'add' && verb !== 'import' && verb !== 'delete') return;
  if (verb === 'add' && AUTOSTART_KEY.test(key)) {
    session.feature(/ms-settings/.test(key) ? 'privilege' : 'persistence');
  }
  if (
    /windows defender|disableantispyware|disablerealtimemonitoring|securityhealthservice|smartscreen/.test(
      all,
    )
  ) {
    session.feature('defender-tamper');
  }
  if (/enablelua|consentpromptbehavioradmin|localaccounttokenfilterpolicy/.test(all))
    session.feature('policy-bypass');
  if (/disabletaskmgr|disableregistrytools|disablecmd/.test(all)) session.feature('policy-bypass');
}

function sc(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/\bcreate\b/.test(all)) session.feature('persistence');
  if (/\b(?:stop|delete|config)\b/.test(all) && PROTECTION.test(all)) session.feature('defender-tamper');
}

/** Services and processes of protection software, lower case. */
const PROTECTION =
  /\b(?:windefend|wdnissvc|sense|securityhealthservice|wscsvc|mpssvc|msmpeng|mpcmdrun|auditd|apparmor|falcon-sensor|clamav|aliyun|aegis|avast\w*|avg\w*|mbam\w*|ekrn|egui|bdagent|avp|mcshield|sophos\w*|360tray|360safe|wuauserv)\b/;

function systemctl(session: Session, command: SimpleCommand): void {
  const verb = firstOperand(command.args) ?? '';
  const all = lowerText(command);
  if ((verb === 'stop' || verb === 'disable' || verb === 'mask') && PROTECTION.test(all))
    session.feature('defender-tamper');
  if (/\b(?:stop|disable)\b.*\b(?:firewalld|ufw|iptables|nftables)\b/.test(all))
    session.feature('firewall-tamper');
  if (/\b(?:reboot|poweroff|halt)\b/.test(verb)) session.feature('shutdown');
  if (verb === 'enable') session.marks.add('enables-service');
  if (verb === 'enable' && command.args.includes('--user')) session.feature('persistence');
}

function launchctl(session: Session, command: SimpleCommand): void {
  if (/^(?:load|bootstrap|submit|enable)$/.test(command.args[0] ?? '')) session.feature('persistence');
}

/** A copy into a place that starts programs. Also `tee -a ~/.bashrc`. */
function copyTo(session: Session, command: SimpleCommand): void {
  const target = command.args.filter((arg) => !/^[-/][a-zA-Z]{1,3}$/.test(arg)).at(-1) ?? '';
  if (isAutostart(target)) session.feature('persistence');
  if (/drivers[\\/]etc[\\/]hosts/i.test(target)) session.feature('defender-tamper');
}

export function isAutostart(path: string): boolean {
  return (
    findSensitiveNames(path).some((name) => name.category === 'autostart-place') ||
    /authorized_keys$/.test(path)
  );
}

// ── Accounts and rights ──────────────────────────────────────────────────────────────────────────

function net(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/^(?:user|localgroup|group)\b.*\/(?:add|delete|active)/.test(all)) session.feature('account-change');
  else if (/^(?:user|localgroup|group|accounts|view|config|share|session)\b/.test(all))
    session.feature('host-identity');
  if (/^stop\b/.test(all) && PROTECTION.test(all)) session.feature('defender-tamper');
}

function account(session: Session): void {
  session.feature('account-change');
}

/** The directory of macOS: `dscl . -create /Users/x`. Reading, listing and searching change nothing. */
function dscl(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^-?(?:create|append|merge|change|changei|delete|passwd)$/i.test(arg)))
    session.feature('account-change');
}

function sysadminctl(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^-(?:addUser|deleteUser|resetPasswordFor|newPassword)$/i.test(arg)))
    session.feature('account-change');
}

function passwd(session: Session, command: SimpleCommand): void {
  if (!command.args.includes('-S')) session.feature('account-change');
}

function chmod(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^[ugoa]*\+[rwx]*s|^[246][0-7]{3}$/.test(arg))) {
    session.feature('privilege');
  }
}

function xattr(session: Session, command: SimpleCommand): void {
  if (
    /com\.apple\.quarantine/.test(lowerText(command)) &&
    command.args.some((arg) => /^-[a-z]*[dc]/.test(arg))
  ) {
    session.feature('policy-bypass');
  }
}

// ── Processes, files, power ──────────────────────────────────────────────────────────────────────

function kill(session: Session, command: SimpleCommand): void {
  if (command.args.includes('-0') || command.args.includes('-l')) return;
  session.feature('kill-process');
  if (PROTECTION.test(lowerText(command))) session.feature('defender-tamper');
}

const OWN_FILE = /^(?:\$0|\$\{0\}|\$BASH_SOURCE|\$\{BASH_SOURCE(?:\[0\])?\}|%~f?0|%0|%~dpnx0)$/;

function remove(session: Session, command: SimpleCommand): void {
  if (command.args.length === 0) return;
  session.feature('file-delete');
  if (command.args.some((arg) => OWN_FILE.test(arg))) session.feature('self-delete');
}

function shutdown(session: Session, command: SimpleCommand): void {
  if (!command.args.some((arg) => /^[-/]a$/.test(arg))) session.feature('shutdown');
}

function history(session: Session, command: SimpleCommand): void {
  if (command.args.includes('-c')) session.feature('file-delete');
}

// ── Protection ───────────────────────────────────────────────────────────────────────────────────

function iptables(session: Session, command: SimpleCommand): void {
  const flush = command.args.some((arg) => /^(?:-F|--flush|-X|-P|--policy)$/.test(arg));
  if (flush || optionValue(command.args, ['-j', '--jump']) === 'ACCEPT') session.feature('firewall-tamper');
}

function ufw(session: Session, command: SimpleCommand): void {
  if (/\b(?:disable|allow|reset)\b/.test(lowerText(command))) session.feature('firewall-tamper');
}

function setenforce(session: Session, command: SimpleCommand): void {
  if (/^(?:0|permissive)$/i.test(command.args[0] ?? '')) session.feature('defender-tamper');
}

function spctl(session: Session, command: SimpleCommand): void {
  if (/--(?:master|global)-disable/.test(lowerText(command))) session.feature('defender-tamper');
}

function mpcmdrun(session: Session, command: SimpleCommand): void {
  if (/removedefinitions/.test(lowerText(command))) session.feature('defender-tamper');
}

function vssadmin(session: Session, command: SimpleCommand): void {
  if (/\bdelete\b/.test(lowerText(command))) session.feature('file-delete', 'living-off-the-land');
}

function attrib(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^\+[hs]/i.test(arg))) session.marks.add('hides-file');
}

export const SYSTEM: Effects = {
  crontab,
  schtasks,
  reg,
  sc,
  systemctl,
  service: systemctl,
  launchctl,
  'update-rc.d': (session) => session.feature('persistence'),
  chkconfig: (session) => session.feature('persistence'),
  ...forAll('cp mv copy move xcopy robocopy tee ln mklink install', copyTo),
  net,
  net1: net,
  ...forAll('useradd adduser usermod userdel deluser chpasswd groupadd gpasswd', account),
  dscl,
  sysadminctl,
  passwd,
  chmod,
  xattr,
  ...forAll('kill pkill killall taskkill tskill', kill),
  ...forAll('rm del erase rd rmdir unlink shred srm', remove),
  ...forAll('shutdown reboot poweroff halt', shutdown),
  history,
  iptables,
  ip6tables: iptables,
  ufw,
  setenforce,
  spctl,
  mpcmdrun,
  vssadmin,
  attrib,
};
