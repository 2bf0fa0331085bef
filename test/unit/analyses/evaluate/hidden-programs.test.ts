import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateWheel, lines } from '../../../support/evaluated.ts';

/** Name, a program that hides `os.system('print(1)')` on line 2 of a text, and its layer and flows. */
const CASES: [string, string, string[]][] = [
  [
    'unquote',
    `from urllib.parse import unquote
exec(unquote('%69%6d%70%6f%72%74%20%6f%73%0a%6f%73%2e%73%79%73%74%65%6d%28%27%70%72%69%6e%74%28%31%29%27%29%0a%23%20%69%6e%65%72%74%20%70%61%79%6c%6f%61%64%2c%20%6c%6f%6e%67%20%65%6e%6f%75%67%68%20%74%6f%20%62%65%20%61%20%6c%61%79%65%72%0a'))`,
    [
      'own.py:2 import layer L1 python literal',
      'own.py:2 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'reversed',
    `exec("\\nreyal a eb ot hguone gnol ,daolyap treni #\\n)')1(tnirp'(metsys.so\\nso tropmi"[::-1])`,
    [
      'own.py:1 import layer L1 python literal',
      'own.py:1 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'int bytes',
    `exec((1708879061249375189473563311300374676955633414560546677654789104102628515108219008782425605957642825083931314709731742780918141827485473163714337750090351098597804769920404611756554).to_bytes(75, 'big'))`,
    ['own.py:1 import layer L1 python literal'],
  ],
  [
    'xor',
    `exec(bytes(b ^ 42 for b in b'CGZEX^\\nEY EY\\x04YSY^OG\\x02\\rZXCD^\\x02\\x1b\\x03\\r\\x03 \\t\\nCDOX^\\nZKSFEKN\\x06\\nFEDM\\nODE_MB\\n^E\\nHO\\nK\\nFKSOX '))`,
    [
      'own.py:1 import layer L1 python literal',
      'own.py:1 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'xor key',
    `k = b'key'
d = b'\\x02\\x08\\t\\x04\\x17\\rK\\n\\na\\n\\nE\\x16\\x00\\x18\\x11\\x1c\\x06M^\\x1b\\x17\\x10\\x05\\x11QZL^BoZK\\x0c\\x17\\x0e\\x17\\rK\\x15\\x18\\x12\\t\\x16\\n\\x01UK\\t\\x16\\x05\\x02Y\\x0e\\x0b\\x16\\x1e\\x02\\x11K\\x11\\x16K\\x07\\x1cK\\x04Y\\x07\\x04\\x00\\x0e\\x17s'
exec(bytes(b ^ k[i % len(k)] for i, b in enumerate(d)).decode())`,
    [
      'own.py:3 import layer L1 python literal',
      'own.py:3 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'ord list',
    `exec(''.join(map(chr, [105, 109, 112, 111, 114, 116, 32, 111, 115, 10, 111, 115, 46, 115, 121, 115, 116, 101, 109, 40, 39, 112, 114, 105, 110, 116, 40, 49, 41, 39, 41, 10, 35, 32, 105, 110, 101, 114, 116, 32, 112, 97, 121, 108, 111, 97, 100, 44, 32, 108, 111, 110, 103, 32, 101, 110, 111, 117, 103, 104, 32, 116, 111, 32, 98, 101, 32, 97, 32, 108, 97, 121, 101, 114, 10])))`,
    [
      'own.py:1 import layer L1 python literal',
      'own.py:1 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'ord list xor loop',
    `s = ''
for c in [110, 106, 119, 104, 117, 115, 39, 104, 116, 13, 104, 116, 41, 116, 126, 116, 115, 98, 106, 47, 32, 119, 117, 110, 105, 115, 47, 54, 46, 32, 46, 13, 36, 39, 110, 105, 98, 117, 115, 39, 119, 102, 126, 107, 104, 102, 99, 43, 39, 107, 104, 105, 96, 39, 98, 105, 104, 114, 96, 111, 39, 115, 104, 39, 101, 98, 39, 102, 39, 107, 102, 126, 98, 117, 13]:
    s += chr(c ^ 7)
exec(s)`,
    [
      'own.py:4 import layer L1 python literal',
      'own.py:4 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'unicode escape',
    `exec('\\\\x69\\\\x6d\\\\x70\\\\x6f\\\\x72\\\\x74\\\\x20\\\\x6f\\\\x73\\\\x0a\\\\x6f\\\\x73\\\\x2e\\\\x73\\\\x79\\\\x73\\\\x74\\\\x65\\\\x6d\\\\x28\\\\x27\\\\x70\\\\x72\\\\x69\\\\x6e\\\\x74\\\\x28\\\\x31\\\\x29\\\\x27\\\\x29\\\\x0a\\\\x23\\\\x20\\\\x69\\\\x6e\\\\x65\\\\x72\\\\x74\\\\x20\\\\x70\\\\x61\\\\x79\\\\x6c\\\\x6f\\\\x61\\\\x64\\\\x2c\\\\x20\\\\x6c\\\\x6f\\\\x6e\\\\x67\\\\x20\\\\x65\\\\x6e\\\\x6f\\\\x75\\\\x67\\\\x68\\\\x20\\\\x74\\\\x6f\\\\x20\\\\x62\\\\x65\\\\x20\\\\x61\\\\x20\\\\x6c\\\\x61\\\\x79\\\\x65\\\\x72\\\\x0a'.encode().decode('unicode_escape'))`,
    [
      'own.py:1 import layer L1 python codecs.decode',
      'own.py:1 import flow constant-blob escaped literal 300 characters > code-execution builtins.exec 75 characters by codecs.decode:1',
      'own.py:1 import flow decoded codecs.decode 300 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'json',
    `import json
exec(json.loads('{"a": "import os\\\\nos.system(\\'print(1)\\')\\\\n# inert payload, long enough to be a layer\\\\n"}')['a'])`,
    ['own.py:2 import layer L1 python literal'],
  ],
  [
    'utf16',
    `exec(b"\\xff\\xfei\\x00m\\x00p\\x00o\\x00r\\x00t\\x00 \\x00o\\x00s\\x00\\n\\x00o\\x00s\\x00.\\x00s\\x00y\\x00s\\x00t\\x00e\\x00m\\x00(\\x00'\\x00p\\x00r\\x00i\\x00n\\x00t\\x00(\\x001\\x00)\\x00'\\x00)\\x00\\n\\x00#\\x00 \\x00i\\x00n\\x00e\\x00r\\x00t\\x00 \\x00p\\x00a\\x00y\\x00l\\x00o\\x00a\\x00d\\x00,\\x00 \\x00l\\x00o\\x00n\\x00g\\x00 \\x00e\\x00n\\x00o\\x00u\\x00g\\x00h\\x00 \\x00t\\x00o\\x00 \\x00b\\x00e\\x00 \\x00a\\x00 \\x00l\\x00a\\x00y\\x00e\\x00r\\x00\\n\\x00".decode('utf-16'))`,
    ['own.py:1 import layer L1 python literal'],
  ],
  [
    'utf7',
    `exec(b"import os\\nos.system('print(1)')\\n# inert payload, long enough to be a layer\\n".decode('utf-7'))`,
    [
      'own.py:1 import layer L1 python literal',
      'own.py:1 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'html',
    `import html
exec(html.unescape('&#105;&#109;&#112;&#111;&#114;&#116;&#32;&#111;&#115;&#10;&#111;&#115;&#46;&#115;&#121;&#115;&#116;&#101;&#109;&#40;&#39;&#112;&#114;&#105;&#110;&#116;&#40;&#49;&#41;&#39;&#41;&#10;&#35;&#32;&#105;&#110;&#101;&#114;&#116;&#32;&#112;&#97;&#121;&#108;&#111;&#97;&#100;&#44;&#32;&#108;&#111;&#110;&#103;&#32;&#101;&#110;&#111;&#117;&#103;&#104;&#32;&#116;&#111;&#32;&#98;&#101;&#32;&#97;&#32;&#108;&#97;&#121;&#101;&#114;&#10;'))`,
    [
      'own.py:2 import layer L1 python literal',
      'own.py:2 import flow decoded computed text 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'fernet',
    `from cryptography.fernet import Fernet
exec(Fernet(b'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=').decrypt(b'gAAAAABfXhAAAAECAwQFBgcICQoLDA0OD9yrEUXlFFQTolSUzuJ2C0CnDgC40xx31yiQwGukTiW6B75ZTU-EKlmBZCuk5T4-B0XFtClUQxX3e8-5HUM55N-An9Jx60I1-FIZJlLNGq99hdBtPMmCE1iFBJITQ4VLmVJfdSr7Ah1K9cjjWm-SEYM='))`,
    [
      'own.py:2 import layer L1 python cryptography.fernet.Fernet.decrypt',
      'own.py:2 import flow decrypted cryptography.fernet.Fernet.decrypt > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'fernet str key',
    `from cryptography.fernet import Fernet
f = Fernet('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='.encode())
exec(f.decrypt('gAAAAABfXhAAAAECAwQFBgcICQoLDA0OD9yrEUXlFFQTolSUzuJ2C0CnDgC40xx31yiQwGukTiW6B75ZTU-EKlmBZCuk5T4-B0XFtClUQxX3e8-5HUM55N-An9Jx60I1-FIZJlLNGq99hdBtPMmCE1iFBJITQ4VLmVJfdSr7Ah1K9cjjWm-SEYM='.encode()).decode())`,
    [
      'own.py:3 import layer L1 python cryptography.fernet.Fernet.decrypt',
      'own.py:3 import flow decrypted cryptography.fernet.Fernet.decrypt > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'aes cbc',
    `from Crypto.Cipher import AES
from Crypto.Util.Padding import unpad
c = AES.new(b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f\\x10\\x11\\x12\\x13\\x14\\x15\\x16\\x17\\x18\\x19\\x1a\\x1b\\x1c\\x1d\\x1e\\x1f', AES.MODE_CBC, b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f')
exec(unpad(c.decrypt(b'\\xb6\\xf9\\xb45\\x10k\\xb9\\x02\\x83h\\x1c}Q\\x8e\\x1b\\xeb\\x9dM\\x8cCd\\xab\\xa3)\\x8b\\xd1\\xa1\\x12\\xd1 \\xce\\x81|\\x9f\\xe03\\xbb\\xf6b\\xf1\\x12\\xb3\\xe3\\x9a\\xcc\\t\\x07\\xf5\\xf6\\x19\\x1c\\r3\\x8f\\x11l\\x0c\\x95\\x0e\\x8a\\xcd\\x9e\\xce\\xb8\\xa5\\x0f\\xb1\\x16=\\x9e\\xae\\x86e\\xc9#\\x1c\\xf8;W\\x03'), 16))`,
    [
      'own.py:4 import layer L1 python Crypto.Cipher.AES.new.decrypt',
      'own.py:4 import flow decrypted Crypto.Cipher.AES.new.decrypt > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'aes cbc iv kw',
    `from Crypto.Cipher import AES
c = AES.new(b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f\\x10\\x11\\x12\\x13\\x14\\x15\\x16\\x17\\x18\\x19\\x1a\\x1b\\x1c\\x1d\\x1e\\x1f', AES.MODE_CBC, iv=b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f')
d = c.decrypt(b'\\xb6\\xf9\\xb45\\x10k\\xb9\\x02\\x83h\\x1c}Q\\x8e\\x1b\\xeb\\x9dM\\x8cCd\\xab\\xa3)\\x8b\\xd1\\xa1\\x12\\xd1 \\xce\\x81|\\x9f\\xe03\\xbb\\xf6b\\xf1\\x12\\xb3\\xe3\\x9a\\xcc\\t\\x07\\xf5\\xf6\\x19\\x1c\\r3\\x8f\\x11l\\x0c\\x95\\x0e\\x8a\\xcd\\x9e\\xce\\xb8\\xa5\\x0f\\xb1\\x16=\\x9e\\xae\\x86e\\xc9#\\x1c\\xf8;W\\x03')
exec(d[:-d[-1]].decode())`,
    [
      'own.py:4 import layer L1 python Crypto.Cipher.AES.new.decrypt',
      'own.py:4 import flow decrypted Crypto.Cipher.AES.new.decrypt > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'aes hazmat',
    `from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
c = Cipher(algorithms.AES(b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f\\x10\\x11\\x12\\x13\\x14\\x15\\x16\\x17\\x18\\x19\\x1a\\x1b\\x1c\\x1d\\x1e\\x1f'), modes.CBC(b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f'))
d = c.decryptor()
exec(d.update(b'\\xb6\\xf9\\xb45\\x10k\\xb9\\x02\\x83h\\x1c}Q\\x8e\\x1b\\xeb\\x9dM\\x8cCd\\xab\\xa3)\\x8b\\xd1\\xa1\\x12\\xd1 \\xce\\x81|\\x9f\\xe03\\xbb\\xf6b\\xf1\\x12\\xb3\\xe3\\x9a\\xcc\\t\\x07\\xf5\\xf6\\x19\\x1c\\r3\\x8f\\x11l\\x0c\\x95\\x0e\\x8a\\xcd\\x9e\\xce\\xb8\\xa5\\x0f\\xb1\\x16=\\x9e\\xae\\x86e\\xc9#\\x1c\\xf8;W\\x03') + d.finalize())`,
    [
      'own.py:4 import layer L1 python cryptography.hazmat.primitives.ciphers.Cipher.decryptor.update',
      'own.py:4 import flow decrypted cryptography.hazmat.primitives.ciphers.Cipher.decryptor.update > code-execution builtins.exec 80 characters',
    ],
  ],
  [
    'custom alphabet',
    `import base64
t = str.maketrans('BCDEFGHIJKLMNOPQRSTUVWXYZA', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
exec(base64.b64decode('aX1wb3K0JH9zDm9zMnO5c3SlbTgncIKpbnRoNTknLRojJHluAYK0JICheXxvZXRsJHxvbmcgAX5vdXdoJISvJHKlJHFgbHG5AYJL'.translate(t)))`,
    [
      'own.py:3 import layer L1 python base64.b64decode',
      'own.py:3 import flow decoded base64.b64decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'eval compile chain',
    `import base64
eval(compile(base64.b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK'),'<string>','exec'))`,
    [
      'own.py:2 import layer L1 python base64.b64decode',
      'own.py:2 import flow decoded base64.b64decode 100 characters > code-execution builtins.eval',
    ],
  ],
  [
    'parts',
    `import base64
magic = 'aW1wb3J0IG9zCm9zLnN5c3RlbSgncH'
love = 'WcoaDbZFxaXDbwVTyhMKW0VUOurJki'
god = 'YWQsIGxvbmcgZW5vdWdo'
destiny = 'VUEiVTWyVTRtoTS5MKVX'
joy = '\\x72\\x6f\\x74\\x31\\x33'
trust = eval('\\x6d\\x61\\x67\\x69\\x63') + eval('\\x63\\x6f\\x64\\x65\\x63\\x73\\x2e\\x64\\x65\\x63\\x6f\\x64\\x65\\x28\\x6c\\x6f\\x76\\x65\\x2c\\x20\\x6a\\x6f\\x79\\x29') + eval('\\x67\\x6f\\x64') + eval('\\x63\\x6f\\x64\\x65\\x63\\x73\\x2e\\x64\\x65\\x63\\x6f\\x64\\x65\\x28\\x64\\x65\\x73\\x74\\x69\\x6e\\x79\\x2c\\x20\\x6a\\x6f\\x79\\x29')
import codecs
trust = magic + codecs.decode(love, joy) + god + codecs.decode(destiny, joy)
eval(compile(base64.b64decode(eval('\\x74\\x72\\x75\\x73\\x74')),'<string>','exec'))`,
    [
      'own.py:10 import layer L1 python codecs.decode+base64.b64decode',
      'own.py:10 import flow decoded codecs.decode 30 characters > code-execution builtins.eval by base64.b64decode:10',
      'own.py:10 import flow decoded codecs.decode 20 characters > code-execution builtins.eval by base64.b64decode:10',
    ],
  ],
  [
    'bytes type ctor',
    'exec(type((lambda:0).__code__.co_code)([105, 109, 112, 111, 114, 116, 32, 111, 115, 10, 111, 115, 46, 115, 121, 115, 116, 101, 109, 40, 39, 112, 114, 105, 110, 116, 40, 49, 41, 39, 41, 10, 35, 32, 105, 110, 101, 114, 116, 32, 112, 97, 121, 108, 111, 97, 100, 44, 32, 108, 111, 110, 103, 32, 101, 110, 111, 117, 103, 104, 32, 116, 111, 32, 98, 101, 32, 97, 32, 108, 97, 121, 101, 114, 10]).decode())',
    [
      'own.py:1 import layer L1 python literal',
      'own.py:1 import flow constant-blob list of numbers 75 numbers > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'subprocess py -c',
    `import subprocess, sys, base64
subprocess.Popen([sys.executable, '-c', base64.b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK').decode()])`,
    [
      'own.py:2 import layer L1 python base64.b64decode',
      `own.py:2 import flow decoded base64.b64decode 100 characters > process subprocess.Popen python -c 'import os
os.system('\\''print(1)'\\'')
# inert payload, long enough to be a layer
'`,
    ],
  ],
  [
    'dict map',
    `t = {'0': '\\n', '1': ' ', '2': '#', '3': "'", '4': '(', '5': ')', '6': ',', '7': '.', '8': '1', '9': 'a', '10': 'b', '11': 'd', '12': 'e', '13': 'g', '14': 'h', '15': 'i', '16': 'l', '17': 'm', '18': 'n', '19': 'o', '20': 'p', '21': 'r', '22': 's', '23': 't', '24': 'u', '25': 'y'}
exec(''.join(t[x] for x in ['15', '17', '20', '19', '21', '23', '1', '19', '22', '0', '19', '22', '7', '22', '25', '22', '23', '12', '17', '4', '3', '20', '21', '15', '18', '23', '4', '8', '5', '3', '5', '0', '2', '1', '15', '18', '12', '21', '23', '1', '20', '9', '25', '16', '19', '9', '11', '6', '1', '16', '19', '18', '13', '1', '12', '18', '19', '24', '13', '14', '1', '23', '19', '1', '10', '12', '1', '9', '1', '16', '9', '25', '12', '21', '0']))`,
    ['own.py:2 import layer L1 python literal'],
  ],
];

describe('programs hidden by arithmetic, spelling and ciphers', () => {
  for (const [name, source, expected] of CASES) {
    it(name, () => {
      const analysis = evaluateWheel(source);
      assert.deepEqual(lines(analysis, 'layer', 'flow'), expected);
      assert.deepEqual(
        lines(analysis, 'call').filter((line) => line.includes(' call os.system(')),
        ["own.py:2@L1 import call os.system('print(1)')"],
      );
    });
  }
});
