/** Which command language a text is in. */
import type { Dialect } from './reading.ts';

const SUFFIXES: Record<string, Dialect> = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  command: 'shell',
  ps1: 'powershell',
  psm1: 'powershell',
  psd1: 'powershell',
  bat: 'batch',
  cmd: 'batch',
  vbs: 'vbscript',
  vbe: 'vbscript',
  vba: 'vbscript',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jse: 'javascript',
};

const SHEBANG: readonly (readonly [RegExp, Dialect])[] = [
  [/^#!.{0,80}\b(?:ba|z|k|da|a)?sh\b/, 'shell'],
  [/^#!.{0,80}\b(?:pwsh|powershell)\b/, 'powershell'],
  [/^#!.{0,80}\b(?:node|bun|deno)\b/, 'javascript'],
];

/** What cmd.exe alone writes, in the text's first characters. */
const BATCH_SIGNS =
  /^[ \t]*@echo[ \t]+off\b|^[ \t]*(?:rem|setlocal|::)[ \t]|%(?:~dp0|temp%|tmp%|appdata%|localappdata%|userprofile%|systemroot%|comspec%|programdata%|windir%|programfiles%)|(?:^|[&|(])[ \t]{0,4}(?:taskkill|schtasks|reg\s+(?:add|delete|query)|attrib\s+[+-]|certutil|bitsadmin|wmic|netsh|start\s+(?:\/\w|""|\w:)|copy\s+\/|xcopy|icacls|vssadmin|sc\s+(?:create|stop|config)|del\s+\/|rd\s+\/|if\s+(?:not\s+)?exist\b|timeout\s+\/t)|>\s*nul\b/im;
/** In sh a `;` would end the command; who starts PowerShell means cmd.exe. */
const POWERSHELL_PROGRAM =
  /^[ \t]*(?:start[ \t]+)?["']?(?:[^\s"']{0,200}[\\/])?powershell(?:\.exe)?["']?[ \t]/i;
const WINDOWS_PATH = /(?:^|[\s"'=])[A-Za-z]:\\[^\s]/;
const POWERSHELL_SIGNS =
  /(?:^|[\s;|({=&])(?:Invoke-(?:WebRequest|Expression|RestMethod|Item|Command)|New-Object|Start-Process|Set-ExecutionPolicy|Add-MpPreference|Set-MpPreference|Start-BitsTransfer|Get-WmiObject|Get-CimInstance|Write-Host|Write-Output|Out-File|ForEach-Object|Get-ItemProperty(?:Value)?)\b|\$env:[A-Za-z]|\[(?:System\.)?(?:Convert|Text\.Encoding|Reflection\.Assembly|Net\.WebClient|IO\.)|-ErrorAction\s+SilentlyContinue|^[ \t]*param[ \t]{0,4}\(/im;
const VBSCRIPT_SIGNS =
  /\bCreateObject\s*\(\s*"|\bWScript\.(?:Shell|Sleep|ScriptFullName|Arguments)\b|^[ \t]*On Error Resume Next\b|^[ \t]*Dim[ \t]{1,4}\w+/im;
const JAVASCRIPT_SIGNS =
  /\brequire\s*\(\s*['"](?:child_process|fs|os|https?|path|crypto)['"]\s*\)|\bnew ActiveXObject\s*\(|^[ \t]*(?:'use strict'|"use strict"|const|let|var|function|import)\s.{0,200}[;{(]/m;

const WINDOW = 16_384;

/** The dialect a member's path or first line names, else what its content shows; null for anything else. */
export function dialectOf(path: string, text: string): Dialect | null {
  const head = text.slice(0, 120);
  for (const [pattern, dialect] of SHEBANG) if (pattern.test(head)) return dialect;
  const suffix = /\.([A-Za-z0-9]{1,8})$/.exec(path.slice(-16))?.[1]?.toLowerCase() ?? '';
  return SUFFIXES[suffix] ?? null;
}

/** The dialect of a text without a name: a decoded layer or a written file. Null when nothing speaks for one. */
export function dialectOfContent(text: string): Dialect | null {
  const head = text.slice(0, WINDOW);
  const named = dialectOf('', head);
  if (named !== null) return named;
  if (/^\s*@echo\s+off\b/i.test(head)) return 'batch';
  if (VBSCRIPT_SIGNS.test(head)) return 'vbscript';
  if (POWERSHELL_SIGNS.test(head)) return 'powershell';
  if (JAVASCRIPT_SIGNS.test(head)) return 'javascript';
  return BATCH_SIGNS.test(head) ? 'batch' : null;
}

/**
 * A line given to "the shell" (`os.system`, `shell=True`) runs under cmd.exe on Windows and sh elsewhere. True when
 * it can only be meant for cmd.exe.
 */
export function isForCmd(text: string): boolean {
  const head = text.slice(0, WINDOW);
  return BATCH_SIGNS.test(head) || WINDOWS_PATH.test(head) || POWERSHELL_PROGRAM.test(head.slice(0, 300));
}

/** True when a shell text is PowerShell after all: a cmdlet or a type literal where a program should be. */
export function isForPowershell(text: string): boolean {
  const head = text.slice(0, WINDOW).trimStart();
  return (
    /^(?:\$[A-Za-z_]\w*\s*=|\(?\s*(?:Invoke|New|Set|Add|Get|Start|Remove)-[A-Z][A-Za-z]+\b|\[[A-Za-z.]+\]::|IEX\b|iwr\b|irm\b)/i.test(
      head,
    ) && POWERSHELL_SIGNS.test(head)
  );
}
