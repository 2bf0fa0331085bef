import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateWheel, lines } from '../../../support/evaluated.ts';

/** Name, a program that hides `os.system('print(1)')` on line 2 of a text, and its layer and flows. */
const CASES: [string, string, string[]][] = [
  [
    'b64',
    `import base64
exec(base64.b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK'))`,
    [
      'own.py:2 import layer L1 python base64.b64decode',
      'own.py:2 import flow decoded base64.b64decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b32',
    `import base64
exec(base64.b32decode('NFWXA33SOQQG64YKN5ZS443ZON2GK3JIE5YHE2LOOQUDCKJHFEFCGIDJNZSXE5BAOBQXS3DPMFSCYIDMN5XGOIDFNZXXKZ3IEB2G6IDCMUQGCIDMMF4WK4QK'))`,
    [
      'own.py:2 import layer L1 python base64.b32decode',
      'own.py:2 import flow decoded base64.b32decode 120 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b16',
    `import base64
exec(base64.b16decode('696D706F7274206F730A6F732E73797374656D28277072696E7428312927290A2320696E657274207061796C6F61642C206C6F6E6720656E6F75676820746F2062652061206C617965720A'))`,
    [
      'own.py:2 import layer L1 python base64.b16decode',
      'own.py:2 import flow decoded base64.b16decode 150 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b85',
    `import base64
exec(base64.b85decode('X>D+Ca&#bXa|&;BE^~QvbY*QQCvb9UZgeOyDJLlkBOqyRWpZ>NaAA3DZ((FCAZ%}LXCP&6Z*^yAAarjaVr3v<AZ%fIWpWA'))`,
    [
      'own.py:2 import layer L1 python base64.b85decode',
      'own.py:2 import flow decoded base64.b85decode 94 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'a85',
    `import base64
exec(base64.a85decode("Bl.g-Ec\`FBEsci,/ou;ZFCf;;-ZF*?DKI9].46PO,9U]<ATDl8E++$.Ddd0-+Dbt6B-:c'Dfo]++EVNE@V$Zj+DbJ3ATA+"))`,
    [
      'own.py:2 import layer L1 python base64.a85decode',
      'own.py:2 import flow decoded base64.a85decode 94 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'hex',
    `exec(bytes.fromhex('696d706f7274206f730a6f732e73797374656d28277072696e7428312927290a2320696e657274207061796c6f61642c206c6f6e6720656e6f75676820746f2062652061206c617965720a'))`,
    [
      'own.py:1 import layer L1 python builtins.bytes.fromhex',
      'own.py:1 import flow decoded builtins.bytes.fromhex 150 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'unhexlify',
    `import binascii
exec(binascii.unhexlify('696d706f7274206f730a6f732e73797374656d28277072696e7428312927290a2320696e657274207061796c6f61642c206c6f6e6720656e6f75676820746f2062652061206c617965720a'))`,
    [
      'own.py:2 import layer L1 python binascii.unhexlify',
      'own.py:2 import flow decoded binascii.unhexlify 150 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'rot13',
    `import codecs
exec(codecs.decode("vzcbeg bf\\nbf.flfgrz('cevag(1)')\\n# vareg cnlybnq, ybat rabhtu gb or n ynlre\\n", 'rot13'))`,
    [
      'own.py:2 import layer L1 python codecs.decode',
      'own.py:2 import flow decoded codecs.decode 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'rot13 py2',
    `exec("vzcbeg bf\\nbf.flfgrz('cevag(1)')\\n# vareg cnlybnq, ybat rabhtu gb or n ynlre\\n".decode('rot13'))`,
    [
      'own.py:1 import layer L1 python codecs.decode',
      'own.py:1 import flow decoded codecs.decode 75 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b64 py2',
    `exec('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK'.decode('base64'))`,
    [
      'own.py:1 import layer L1 python codecs.decode',
      'own.py:1 import flow decoded codecs.decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'zlib',
    `import zlib
exec(zlib.decompress(b'x\\x9c\\r\\xca1\\n\\xc0 \\x0c\\x05\\xd0\\xddS|\\xe8\\xa0B)\\xf4H)\\rV\\xd0DL:x\\xfb\\xf6\\xcd\\xaf\\xf6\\xa1\\xd3\\xa1\\x16\\xd4\\x0e[\\xe6\\xdcS\\x1c\\xb3\\x8a\\xa73\\xc7\\x1c6T\\xe1?\\x0cZM\\xe9\\xde\\xd1T\\nX\\xf4-\\x0f\\\\q1\\x08\\x8d\\x16\\xcf\\xf0\\x01\\xd8u\\x19x'))`,
    [
      'own.py:2 import layer L1 python zlib.decompress',
      'own.py:2 import flow decoded zlib.decompress 79 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'zlib raw',
    `import zlib
exec(zlib.decompress(b'\\r\\xca1\\n\\xc0 \\x0c\\x05\\xd0\\xddS|\\xe8\\xa0B)\\xf4H)\\rV\\xd0DL:x\\xfb\\xf6\\xcd\\xaf\\xf6\\xa1\\xd3\\xa1\\x16\\xd4\\x0e[\\xe6\\xdcS\\x1c\\xb3\\x8a\\xa73\\xc7\\x1c6T\\xe1?\\x0cZM\\xe9\\xde\\xd1T\\nX\\xf4-\\x0f\\\\q1\\x08\\x8d\\x16\\xcf\\xf0\\x01', -15))`,
    [
      'own.py:2 import layer L1 python zlib.decompress',
      'own.py:2 import flow decoded zlib.decompress 73 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'gzip',
    `import gzip
exec(gzip.decompress(b'\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x02\\x03\\r\\xca1\\n\\xc0 \\x0c\\x05\\xd0\\xddS|\\xe8\\xa0B)\\xf4H)\\rV\\xd0DL:x\\xfb\\xf6\\xcd\\xaf\\xf6\\xa1\\xd3\\xa1\\x16\\xd4\\x0e[\\xe6\\xdcS\\x1c\\xb3\\x8a\\xa73\\xc7\\x1c6T\\xe1?\\x0cZM\\xe9\\xde\\xd1T\\nX\\xf4-\\x0f\\\\q1\\x08\\x8d\\x16\\xcf\\xf0\\x01\\xd8\\xaa\\xd3LK\\x00\\x00\\x00'))`,
    [
      'own.py:2 import layer L1 python gzip.decompress',
      'own.py:2 import flow decoded gzip.decompress 91 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'bz2',
    `import bz2
exec(bz2.decompress(b'BZh91AY&SY\\x19\\x9c\\xd6\\x18\\x00\\x00\\x12Y\\x80\\x00\\x10H\\xe5 \\x006\\xe7\\xde  \\x00H\\x8abzCj<\\xa6G\\xeajz\\x84@h\\xd0\\x01\\xa0\\x0ceG{\\xaf.XDPm\\x7f\\x1a\\xb7\`\\xf4\`\\x94\\x8f\\x8a\\x06\\r\\xe5Y<\\x12\\xcevP\\xa0\\x94\\x94fC\\x05$#\\xe9\\x81f\\x03\\x80_\\xc5\\xdc\\x91N\\x14$\\x06g5\\x86\\x00'))`,
    [
      'own.py:2 import layer L1 python bz2.decompress',
      'own.py:2 import flow decoded bz2.decompress 102 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'lzma',
    `import lzma
exec(lzma.decompress(b"\\xfd7zXZ\\x00\\x00\\x04\\xe6\\xd6\\xb4F\\x02\\x00!\\x01\\x16\\x00\\x00\\x00t/\\xe5\\xa3\\x01\\x00Jimport os\\nos.system('print(1)')\\n# inert payload, long enough to be a layer\\n\\x00\\x00\\xdes\\xf3\\x9c\\xde\\xba\\xb5\\xef\\x00\\x01cKW\\x15X\\x8f\\x1f\\xb6\\xf3}\\x01\\x00\\x00\\x00\\x00\\x04YZ"))`,
    [
      'own.py:2 import layer L1 python lzma.decompress',
      'own.py:2 import flow decoded lzma.decompress 132 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'lzma alone',
    `import lzma
exec(lzma.decompress(b']\\x00\\x00\\x80\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x004\\x9bJg\\xb8R<s\\xed4W\\xb8]\\x82\\x05\\x18\\xd5\\x90\\x1a\\x8a\\x92Z<I\\xb2V\\xcb\\xa2\\xe7\\x87wIn\\x98k]\\xbf\\x18&\\xe6\\x8f\\x16\\x02\\x7f\\xb3\\x9b\\xd8\\xc7c\\x9fH\\xb6\\x88\\x04\\n\\xe9w\\x92\\x96\\xbd\\xd4\\x91\\xd0\\xbc\\xeb\\xb9In\\xdb\\xa4\\xe1\\xe9\\x86n\\xf7\\x93\\xff\\xfdg\\xf4\\x00'))`,
    [
      'own.py:2 import layer L1 python lzma.decompress',
      'own.py:2 import flow decoded lzma.decompress 95 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b64 reversed zlib',
    `import base64, zlib
exec(zlib.decompress(base64.b64decode('==AeZUH2BA/zW0ICxEHXP0C9YpAVR7d6NpFD/EOV2wxxzcqizyxUcb+WOQtFhOdo2/az2vPe6wERQbVDpgE9pIEooz3UdDdBMACwKEjyNwJe'[::-1])))`,
    [
      'own.py:2 import layer L1 python base64.b64decode+zlib.decompress',
      'own.py:2 import flow decoded base64.b64decode 108 characters > code-execution builtins.exec 75 characters by zlib.decompress:2',
    ],
  ],
  [
    'marshal src',
    `import marshal
exec(marshal.loads(b"\\xfaKimport os\\nos.system('print(1)')\\n# inert payload, long enough to be a layer\\n"))`,
    [
      'own.py:2 import layer L1 python marshal.loads',
      'own.py:2 import flow decoded marshal.loads 77 bytes > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'uu',
    `import binascii
exec(b''.join(binascii.a2b_uu(l) for l in ['M:6UP;W)T(&]S"F]S+G-Y<W1E;2@G<\\')I;G0H,2DG*0HC(&EN97)T(\\'!A>6QO\\n', ">860L(&QO;F<@96YO=6=H('1O(&)E(&$@;&%Y97(*\\n"]))`,
    [
      'own.py:2 import layer L1 python binascii.a2b_uu',
      'own.py:2 import flow decoded binascii.a2b_uu 62 characters > code-execution builtins.exec 75 characters',
      'own.py:2 import flow decoded binascii.a2b_uu 42 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'codecs base64',
    `import codecs
exec(codecs.decode(b'aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK', 'base64'))`,
    [
      'own.py:2 import layer L1 python codecs.decode',
      'own.py:2 import flow decoded codecs.decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'codecs hex',
    `import codecs
exec(codecs.decode('696d706f7274206f730a6f732e73797374656d28277072696e7428312927290a2320696e657274207061796c6f61642c206c6f6e6720656e6f75676820746f2062652061206c617965720a', 'hex'))`,
    [
      'own.py:2 import layer L1 python codecs.decode',
      'own.py:2 import flow decoded codecs.decode 150 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'codecs zlib',
    `import codecs
exec(codecs.decode(b'x\\x9c\\r\\xca1\\n\\xc0 \\x0c\\x05\\xd0\\xddS|\\xe8\\xa0B)\\xf4H)\\rV\\xd0DL:x\\xfb\\xf6\\xcd\\xaf\\xf6\\xa1\\xd3\\xa1\\x16\\xd4\\x0e[\\xe6\\xdcS\\x1c\\xb3\\x8a\\xa73\\xc7\\x1c6T\\xe1?\\x0cZM\\xe9\\xde\\xd1T\\nX\\xf4-\\x0f\\\\q1\\x08\\x8d\\x16\\xcf\\xf0\\x01\\xd8u\\x19x', 'zlib'))`,
    [
      'own.py:2 import layer L1 python codecs.decode',
      'own.py:2 import flow decoded codecs.decode 79 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'codecs bz2',
    `import codecs
exec(codecs.decode(b'BZh91AY&SY\\x19\\x9c\\xd6\\x18\\x00\\x00\\x12Y\\x80\\x00\\x10H\\xe5 \\x006\\xe7\\xde  \\x00H\\x8abzCj<\\xa6G\\xeajz\\x84@h\\xd0\\x01\\xa0\\x0ceG{\\xaf.XDPm\\x7f\\x1a\\xb7\`\\xf4\`\\x94\\x8f\\x8a\\x06\\r\\xe5Y<\\x12\\xcevP\\xa0\\x94\\x94fC\\x05$#\\xe9\\x81f\\x03\\x80_\\xc5\\xdc\\x91N\\x14$\\x06g5\\x86\\x00', 'bz2'))`,
    [
      'own.py:2 import layer L1 python codecs.decode',
      'own.py:2 import flow decoded codecs.decode 102 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'quopri',
    `import quopri
exec(quopri.decodestring('=69=6D=70=6F=72=74=20=6F=73=0A=6F=73=2E=73=79=73=74=65=6D=28=27=70=72=69=6E=74=28=31=29=27=29=0A=23=20=69=6E=65=72=74=20=70=61=79=6C=6F=61=64=2C=20=6C=6F=6E=67=20=65=6E=6F=75=67=68=20=74=6F=20=62=65=20=61=20=6C=61=79=65=72=0A'))`,
    [
      'own.py:2 import layer L1 python quopri.decodestring',
      'own.py:2 import flow decoded quopri.decodestring 225 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'getattr decode',
    `exec(getattr(__import__('base64'), 'b64' + 'decode')('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK'))`,
    [
      'own.py:1 import layer L1 python base64.b64decode',
      'own.py:1 import flow decoded base64.b64decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b64 padded',
    `import base64
exec(base64.b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5vdWdoIHRvIGJlIGEgbGF5ZXIK' + '=='))`,
    [
      'own.py:2 import layer L1 python base64.b64decode',
      'own.py:2 import flow decoded base64.b64decode 102 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b64 multi line',
    `import base64
exec(base64.b64decode('''
aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IHBheWxvYWQsIGxvbmcgZW5v
dWdoIHRvIGJlIGEgbGF5ZXIK
'''))`,
    [
      'own.py:2 import layer L1 python base64.b64decode',
      'own.py:2 import flow decoded base64.b64decode 103 characters > code-execution builtins.exec 75 characters',
    ],
  ],
  [
    'b64 in list join',
    `import base64
d = ['aW1wb3J0', 'IG9zCm9z', 'LnN5c3Rl', 'bSgncHJp', 'bnQoMSkn', 'KQojIGlu', 'ZXJ0IHBh', 'eWxvYWQs', 'IGxvbmcg', 'ZW5vdWdo', 'IHRvIGJl', 'IGEgbGF5', 'ZXIK']
exec(base64.b64decode(''.join(d)))`,
    [
      'own.py:3 import layer L1 python base64.b64decode',
      'own.py:3 import flow decoded base64.b64decode 100 characters > code-execution builtins.exec 75 characters',
    ],
  ],
];

describe('decoders', () => {
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
