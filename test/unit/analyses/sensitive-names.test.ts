import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  findSensitiveNames,
  sinkKindOfPath,
  sourceKindOfPath,
} from '../../../src/analyses/sensitive-names.ts';

const names = (text: string): string[] =>
  findSensitiveNames(text).map(({ category, text: name, offset }) => `${category} ${name} @${offset}`);

describe('names that count', () => {
  const CASES: [string, string[]][] = [
    ['AppData\\Local\\Google\\Chrome\\User Data', ['browser-store Google/Chrome/User Data @14']],
    ['Login Data', ['browser-store Login Data @0']],
    ['x/Default/Cookies', ['browser-store Default/Cookies @2']],
    ['Exodus\\exodus.wallet', ['wallet Exodus/exodus.wallet @0']],
    ['nkbihfbeogaeaoehlefnkodbefgpgknn', ['wallet nkbihfbeogaeaoehlefnkodbefgpgknn @0']],
    ['\\Local Storage\\leveldb\\', ['messenger-token Local Storage/leveldb @1']],
    ['[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27}', ['messenger-token {24}/.[/w-]{6} @5']],
    ['~/.ssh/id_ed25519', ['ssh-key .ssh/ @2', 'ssh-key id_ed25519 @7']],
    ['/home/u/.aws/credentials', ['cloud-credential .aws/credentials @8']],
    ['.pypirc', ['package-credential .pypirc @0']],
    ['/etc/shadow', ['system-credential /etc/shadow @0']],
    ['.bash_history', ['shell-history .bash_history @0']],
    ['Vault.kdbx', ['password-manager .kdbx @5']],
    ['.ROBLOSECURITY', ['game-account .ROBLOSECURITY @0']],
    [
      'FileZilla/recentservers.xml',
      ['vpn-or-ftp-client FileZilla/ @0', 'vpn-or-ftp-client recentservers.xml @10'],
    ],
    [
      'http://169.254.169.254/latest/meta-data/iam/',
      ['cloud-metadata 169.254.169.254 @7', 'cloud-metadata /latest/meta-data/iam @22'],
    ],
    ['Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run', ['autostart-place CurrentVersion/Run @30']],
    ['MsMpEng.exe', ['security-product MsMpEng @0']],
    ['vmtoolsd.exe', ['virtual-machine vmtoolsd @0']],
    ['wireshark', ['analysis-tool wireshark @0']],
    ['stratum+tcp://pool.invalid:3333', ['miner stratum+tcp @0']],
    ['Your files have been encrypted!', ['ransom-wording files have been encrypted @5']],
  ];
  for (const [text, expected] of CASES) {
    test(text, () => assert.deepEqual(names(text), expected));
  }
  test('a longer name of one kind swallows the shorter one inside it', () => {
    assert.deepEqual(names('my token grabber'), ['attacker-wording token grabber @3']);
  });
});

describe('honest look-alikes are silent', () => {
  const SILENT = [
    'cookies',
    'request.cookies["session"]',
    'the login data is invalid',
    'login data',
    'local state of the reducer',
    'default/history.html',
    'Keep the lights running and the CurrentVersion/Runtime up',
    'see the Wireshark manual for the display filter syntax',
    'wallet balance',
    'a grabbers club',
    'key4.database',
    'passwd',
    'etc/passwords',
    'myid_rsa2',
    'a.npmrcx',
    'Steam turbine config',
    'lssh/',
    'xmrigging',
  ];
  for (const text of SILENT) test(text, () => assert.deepEqual(names(text), []));
});

test('a name is reported once, at its first place', () => {
  assert.deepEqual(names('.npmrc and .npmrc'), ['package-credential .npmrc @0']);
});

test('what reading a path means', () => {
  const CASES: [string, string][] = [
    ['/home/u/.ssh/id_rsa', 'credential-file'],
    ['…/.docker/config.json', 'credential-file'],
    ['project/.env', 'credential-file'],
    ['server.pem', 'credential-file'],
    ['C:\\Users\\u\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data', 'browser-store'],
    ['Google/Chrome/User Data/Default/Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn', 'wallet'],
    ['…\\discord\\Local Storage\\leveldb\\000003.log', 'messenger-token'],
    ['/etc/passwd', 'system-file'],
    ['/proc/self/environ', 'system-file'],
    ['~/.zsh_history', 'system-file'],
    ['README.md', 'file-content'],
    ['environment.py', 'file-content'],
    ['', 'file-content'],
  ];
  for (const [path, kind] of CASES) assert.equal(sourceKindOfPath(path), kind, path);
});

test('what writing a path means', () => {
  const CASES: [string, string][] = [
    [
      'C:\\Users\\u\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.bat',
      'persistence-write',
    ],
    ['~/.bashrc', 'persistence-write'],
    ['/home/u/.profile', 'persistence-write'],
    ['~/Library/LaunchAgents/com.example.plist', 'persistence-write'],
    ['/usr/lib/python3/site-packages/x/data.txt', 'code-file-write'],
    ['/tmp/run.py', 'code-file-write'],
    ['evil.pth', 'persistence-write'],
    ['C:\\Users\\a\\Google\\Chrome\\User Data\\Default\\Extensions\\x\\a.js', 'code-file-write'],
    ['…\\discord_desktop_core\\index.js', 'code-file-write'],
    ['%TEMP%\\a.exe', 'executable-write'],
    ['/tmp/lib.so', 'executable-write'],
    ['/tmp/log.txt', 'file-write'],
    ['model.bin.json', 'file-write'],
  ];
  for (const [path, kind] of CASES) assert.equal(sinkKindOfPath(path), kind, path);
});
