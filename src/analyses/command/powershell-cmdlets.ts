/** What the cmdlets of PowerShell do. */
import { findSensitiveNames } from '../sensitive-names.ts';
import { looksLikeUrl, lowerText } from './programs/options.ts';
import { isAutostart } from './programs/system.ts';
import { baseNameOf, type Session, type SimpleCommand } from './reading.ts';

type CmdletEffect = (session: Session, command: SimpleCommand) => void;

/** Value of a parameter given by any unambiguous prefix: `-Out x` is `-OutFile x`. */
function parameter(command: SimpleCommand, name: string, least: number): string | null {
  const { args } = command;
  for (let i = 0; i < args.length; i++) {
    const match = /^[-\u2013\u2014]([A-Za-z]+)(?::(.*))?$/.exec(args[i]!);
    if (!match) continue;
    const given = match[1]!.toLowerCase();
    if (given.length >= least && name.startsWith(given)) return match[2] || (args[i + 1] ?? '');
  }
  return null;
}

function webRequest(session: Session, command: SimpleCommand): void {
  const method = (parameter(command, 'method', 2) ?? '').toLowerCase();
  const sends = parameter(command, 'body', 1) !== null || parameter(command, 'infile', 3) !== null;
  if (/^(?:post|put)$/.test(method) || sends || parameter(command, 'form', 3) !== null) {
    session.feature('send-data');
    return;
  }
  const output = parameter(command, 'outfile', 1);
  session.download(output ?? '');
  if (output === null) session.marks.add('fetches-text');
}

/** curl and wget are aliases in Windows PowerShell and programs elsewhere; their own options tell. */
function curlAlias(session: Session, command: SimpleCommand): boolean {
  const cmdletStyle = command.args.some((arg) =>
    /^-(?:Uri|OutFile|UseBasicParsing|Method|Body|Headers)$/i.test(arg),
  );
  if (cmdletStyle) webRequest(session, command);
  return cmdletStyle;
}

function transfer(session: Session, command: SimpleCommand): void {
  const destination =
    parameter(command, 'destination', 1) ?? command.args.filter((arg) => !arg.startsWith('-'))[1] ?? '';
  if (/upload/i.test(parameter(command, 'transfertype', 2) ?? '')) session.feature('send-data');
  else session.download(destination);
}

function startProcess(session: Session, command: SimpleCommand): void {
  const style = (parameter(command, 'windowstyle', 1) ?? '').toLowerCase();
  if (style === 'hidden') session.feature('hidden-window');
  if (/^runas$/i.test(parameter(command, 'verb', 2) ?? '')) session.feature('privilege');
  const file = parameter(command, 'filepath', 1) ?? positional(command)[0] ?? '';
  const rest = parameter(command, 'argumentlist', 1) ?? positional(command).slice(1).join(' ');
  if (session.isDownloaded(file)) session.feature('download-execute');
  session.program(baseNameOf(file).replace(/\.exe$/, ''));
  if (file !== '' && rest !== '') session.run(`"${file}" ${rest}`, 'batch');
}

/** Parameters of Start-Process that take no value. */
const PROCESS_FLAGS = /^-(?:wait|nonewwindow|passthru|loaduserprofile|usenewenvironment|confirm|whatif)$/i;

/** Arguments that are neither parameters nor their values. */
function positional({ args }: SimpleCommand): string[] {
  return args.filter((arg, i) => {
    if (/^-[A-Za-z]/.test(arg)) return false;
    const before = args[i - 1] ?? '';
    return !/^-[A-Za-z]+$/.test(before) || PROCESS_FLAGS.test(before);
  });
}

function invokeExpression(session: Session, command: SimpleCommand): void {
  const operands = command.args.filter((arg) => !/^-command$/i.test(arg));
  const text = operands.join(' ');
  if (operands.some((arg) => session.isDownloaded(arg))) session.feature('download-execute');
  if (text !== '' && !text.includes('(…)') && !text.startsWith('$'))
    session.nested(text, 'powershell', ['Invoke-Expression']);
}

function invokeItem(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => session.isDownloaded(arg))) session.feature('download-execute');
}

function executionPolicy(session: Session, command: SimpleCommand): void {
  if (/\b(?:bypass|unrestricted)\b/.test(lowerText(command))) session.feature('policy-bypass');
}

function defender(session: Session, command: SimpleCommand): void {
  if (
    /-(?:exclusion|disable|\w*defaultaction|mapsreporting|submitsamples|enablecontrolled|puaprotection|enablenetwork)/.test(
      lowerText(command),
    )
  ) {
    session.feature('defender-tamper');
  }
}

const AUTOSTART_KEY =
  /currentversion[\\/](?:policies[\\/]explorer[\\/])?run(?:once)?\b|winlogon\b|userinitmprlogonscript/;

function itemProperty(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (AUTOSTART_KEY.test(all)) session.feature('persistence');
  if (/windows defender|disableantispyware/.test(all)) session.feature('defender-tamper');
  if (/enablelua|ms-settings/.test(all))
    session.feature(/enablelua/.test(all) ? 'policy-bypass' : 'privilege');
}

function copyItem(session: Session, command: SimpleCommand): void {
  const destination =
    parameter(command, 'destination', 1) ?? command.args.filter((arg) => !arg.startsWith('-')).at(-1) ?? '';
  if (isAutostart(destination)) session.feature('persistence');
}

function writesContent(session: Session, command: SimpleCommand): void {
  const path =
    parameter(command, 'path', 1) ??
    parameter(command, 'filepath', 5) ??
    command.args.find((arg) => !arg.startsWith('-')) ??
    '';
  if (isAutostart(path)) session.feature('persistence');
  if (/drivers[\\/]etc[\\/]hosts/i.test(path)) session.feature('defender-tamper');
}

function removeItem(session: Session, command: SimpleCommand): void {
  session.feature('file-delete');
  if (/\$pscommandpath|\$myinvocation|\$psscriptroot/.test(lowerText(command)))
    session.feature('self-delete');
}

function childItem(session: Session, command: SimpleCommand): void {
  if (/(?:^| )env:/.test(lowerText(command))) session.feature('environment-dump');
}

function wmi(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/antivirusproduct/.test(all)) session.feature('defender-tamper');
  else if (/win32_|cim_/.test(all)) session.feature('host-identity');
}

function service(session: Session, command: SimpleCommand): void {
  if (/windefend|wdnissvc|securityhealth|mpssvc|\bsense\b/.test(lowerText(command)))
    session.feature('defender-tamper');
}

function expandArchive(session: Session, command: SimpleCommand): void {
  if (!command.args.some((arg) => session.isDownloaded(arg))) return;
  const folder = parameter(command, 'destinationpath', 1) ?? '';
  session.unpacked.add(folder.toLowerCase().replaceAll('\\', '/').replace(/\/$/, ''));
}

function addType(session: Session, command: SimpleCommand): void {
  if (/dllimport|virtualalloc|createthread|kernel32/.test(lowerText(command))) session.feature('in-memory');
}

function newObject(session: Session, command: SimpleCommand): void {
  const type = (command.args.find((arg) => !arg.startsWith('-')) ?? '').toLowerCase();
  if (/sockets\.tcpclient$/.test(type)) session.marks.add('tcp-client');
  if (/management\.automation\.pscredential/.test(type)) session.marks.add('credential-object');
}

const EFFECTS: ReadonlyMap<string, CmdletEffect> = new Map<string, CmdletEffect>([
  ['invoke-webrequest', webRequest],
  ['invoke-restmethod', webRequest],
  ['start-bitstransfer', transfer],
  ['start-process', startProcess],
  ['invoke-expression', invokeExpression],
  ['invoke-item', invokeItem],
  ['set-executionpolicy', executionPolicy],
  ['add-mppreference', defender],
  ['set-mppreference', defender],
  [
    'uninstall-windowsfeature',
    (session, command) => /defender/.test(lowerText(command)) && session.feature('defender-tamper'),
  ],
  ['new-itemproperty', itemProperty],
  ['set-itemproperty', itemProperty],
  ['new-item', itemProperty],
  ['copy-item', copyItem],
  ['move-item', copyItem],
  ['set-content', writesContent],
  ['add-content', writesContent],
  ['out-file', writesContent],
  ['register-scheduledtask', (session) => session.feature('persistence')],
  ['register-scheduledjob', (session) => session.feature('persistence')],
  ['new-service', (session) => session.feature('persistence')],
  ['set-wmiinstance', (session) => session.feature('persistence')],
  ['remove-item', removeItem],
  ['get-childitem', childItem],
  ['get-wmiobject', wmi],
  ['get-ciminstance', wmi],
  ['get-computerinfo', (session) => session.feature('host-identity')],
  ['get-netipaddress', (session) => session.feature('host-identity')],
  [
    'get-itempropertyvalue',
    (session, command) =>
      /windows nt|softwareprotection/.test(lowerText(command)) && session.feature('host-identity'),
  ],
  ['stop-service', service],
  ['set-service', service],
  ['stop-process', (session) => session.feature('kill-process')],
  ['stop-computer', (session) => session.feature('shutdown')],
  ['restart-computer', (session) => session.feature('shutdown')],
  ['new-netfirewallrule', (session) => session.feature('firewall-tamper')],
  ['set-netfirewallprofile', (session) => session.feature('firewall-tamper')],
  ['install-module', (session) => session.feature('package-install')],
  ['install-package', (session) => session.feature('package-install')],
  ['new-localuser', (session) => session.feature('account-change')],
  ['add-localgroupmember', (session) => session.feature('account-change', 'privilege')],
  ['send-mailmessage', (session) => session.feature('send-data')],
  ['expand-archive', expandArchive],
  ['add-type', addType],
  ['new-object', newObject],
  ['get-clipboard', (session) => session.marks.add('clipboard')],
]);

const READERS = new Set([
  'get-itemproperty',
  'get-itempropertyvalue',
  'get-content',
  'copy-item',
  'get-item',
  'get-childitem',
  'compress-archive',
  'select-string',
]);
const STORES = new Set([
  'browser-store',
  'wallet',
  'ssh-key',
  'cloud-credential',
  'package-credential',
  'password-manager',
  'messenger-token',
  'game-account',
  'system-credential',
]);

/** Adds what a cmdlet says; false when the command is a program and not a cmdlet. */
export function readCmdlet(session: Session, command: SimpleCommand): boolean {
  if (
    /^(?:curl|wget)$/.test(command.name) &&
    !command.args.some(looksLikeUrl) &&
    !curlAlias(session, command)
  )
    return false;
  if (/^(?:curl|wget)$/.test(command.name)) return curlAlias(session, command);
  if (
    READERS.has(command.name) &&
    command.args.some((arg) => findSensitiveNames(arg).some(({ category }) => STORES.has(category)))
  ) {
    session.feature('credential-access');
  }
  if (session.isDownloaded(command.path)) session.feature('download-execute');
  const effect = EFFECTS.get(command.name);
  effect?.(session, command);
  return effect !== undefined || /^[a-z]+-[a-z]+$/.test(command.name);
}
