/** Programs of the operating system that run other people's code, package managers and miners. */
import type { Session, SimpleCommand } from '../reading.ts';
import { type Effects, forAll } from './effects.ts';
import { argumentText, firstOperand, lowerText } from './options.ts';

function mshta(session: Session, command: SimpleCommand): void {
  const all = argumentText(command);
  session.feature('living-off-the-land');
  if (/^https?:\/\//i.test(all)) session.feature('download', 'download-execute');
  const script = /^(javascript|vbscript):([\s\S]*)/i.exec(all);
  if (!script) return;
  const dialect = script[1]!.toLowerCase() as 'javascript' | 'vbscript';
  session.nested(script[2]!, dialect, [`mshta ${dialect}:`]);
}

function regsvr32(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/\/i:\s*(?:https?|\\\\)/.test(all))
    session.feature('living-off-the-land', 'download', 'download-execute');
  else if (/scrobj\.dll|\/i:/.test(all) || command.args.some((arg) => session.isDownloaded(arg))) {
    session.feature('living-off-the-land');
  }
}

function rundll32(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/^(?:user32\.dll|shell32\.dll|printui\.dll|powrprof\.dll|desk\.cpl|inetcpl\.cpl)\b/.test(all)) return;
  session.feature('living-off-the-land');
  if (/comsvcs(?:\.dll)?[, ]+(?:minidump|#24)/.test(all)) session.feature('credential-access');
}

function msiexec(session: Session, command: SimpleCommand): void {
  if (/https?:\/\//.test(lowerText(command)))
    session.feature('living-off-the-land', 'download', 'download-execute');
}

function scriptHost(session: Session, command: SimpleCommand): void {
  session.feature('living-off-the-land');
  if (/https?:\/\//.test(lowerText(command))) session.feature('download', 'download-execute');
}

/** Runs what stands behind a switch: `forfiles /c "cmd …"`, `pcalua -a x.exe`. */
function launcher(session: Session, command: SimpleCommand): void {
  session.feature('living-off-the-land');
  const at = command.args.findIndex((arg) => /^[-/][ca]$/i.test(arg));
  const rest = command.args[at + 1];
  if (at !== -1 && rest !== undefined) session.run(rest, 'batch');
}

function osascript(session: Session, command: SimpleCommand): void {
  const code = command.args[command.args.indexOf('-e') + 1] ?? '';
  const script = /do shell script\s+["“]([^"”]{1,4000})["”]/.exec(code)?.[1];
  if (script !== undefined) session.nested(script, 'shell', ['osascript']);
  if (/administrator privileges/.test(code)) session.feature('privilege');
  if (/hidden answer/.test(code)) session.feature('credential-access');
}

function packageManager(session: Session, command: SimpleCommand): void {
  const verb = firstOperand(command.args) ?? '';
  if (/^(?:install|add|i|ci|update|upgrade|get|-S|-Sy|-Syu)$/.test(verb)) session.feature('package-install');
  if (command.args.some((arg) => /^-S[yu]*$/.test(arg))) session.feature('package-install');
}

function miner(session: Session): void {
  session.feature('miner');
}

export const LAND: Effects = {
  mshta,
  regsvr32,
  rundll32,
  msiexec,
  ...forAll('cscript wscript', scriptHost),
  ...forAll('forfiles pcalua', launcher),
  ...forAll(
    'installutil cmstp odbcconf mavinject ieexec presentationhost msxsl hh syncappvpublishingserver',
    (session) => session.feature('living-off-the-land'),
  ),
  ...forAll('fodhelper computerdefaults sdclt wsreset', (session) => session.feature('privilege')),
  osascript,
  ...forAll(
    'pip pip3 pipx uv npm pnpm yarn gem cargo apt apt-get yum dnf apk brew choco winget scoop zypper pacman conda easy_install go pkg',
    packageManager,
  ),
  ...forAll(
    'xmrig minerd cpuminer cpuminer-opt xmr-stak ethminer nbminer lolminer phoenixminer t-rex trex gminer teamredminer',
    miner,
  ),
};
