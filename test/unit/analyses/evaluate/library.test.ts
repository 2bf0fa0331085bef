import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf } from '../../../support/evaluated.ts';

/** Expressions, and what CPython makes of them. */
const CASES: [string, string][] = [
  ["__import__('functools').reduce(lambda a, b: a + b, ['a', 'b', 'c'])", 'abc'],
  ["__import__('itertools').chain('ab', 'cd').__next__()", 'a'],
  ["''.join(__import__('itertools').chain(['a'], ['b']))", 'ab'],
  ["''.join(__import__('itertools').chain.from_iterable(['ab', 'cd']))", 'abcd'],
  ["''.join(__import__('itertools').repeat('a', 3))", 'aaa'],
  ["''.join(chr(a ^ b) for a, b in zip(b'dgf', __import__('itertools').cycle(b'\\x05')))", 'abc'],
  ["'abc'.encode('rot13') if False else __import__('codecs').encode('nop', 'rot13')", 'abc'],
  ["__import__('codecs').decode('nop', 'rot_13')", 'abc'],
  ["__import__('codecs').decode('616263', 'hex').decode()", 'abc'],
  ["__import__('codecs').decode(b'YWJj', 'base64').decode()", 'abc'],
  ["__import__('codecs').getdecoder('rot13')('nop')[0]", 'abc'],
  ["__import__('codecs').getencoder('rot13')('nop')[0]", 'abc'],
  ["__import__('codecs').lookup('rot13').decode('nop')[0]", 'abc'],
  ["__import__('base64').b64decode('YWJj').decode()", 'abc'],
  ["__import__('base64').b64decode(b'YWJj').decode('ascii')", 'abc'],
  ["__import__('base64').b64decode('YW Jj\\n').decode()", 'abc'],
  ["__import__('base64').b64decode(s='YWJj').decode()", 'abc'],
  ["__import__('base64').urlsafe_b64decode('_-8=').hex()", 'ffef'],
  ["__import__('base64').b32decode('MFRGG===').decode()", 'abc'],
  ["__import__('base64').b16decode('616263').decode()", 'abc'],
  ["__import__('base64').b85decode('VPaz').decode()", 'abc'],
  ["__import__('base64').a85decode('@:E^').decode()", 'abc'],
  ["__import__('base64').a85decode(b'<~@:E^~>', adobe=True).decode()", 'abc'],
  ["__import__('base64').decodebytes(b'YWJj').decode()", 'abc'],
  ["__import__('base64').b64encode(b'abc').decode()", 'YWJj'],
  ["__import__('base64').b32encode(b'abc').decode()", 'MFRGG==='],
  ["__import__('base64').b85encode(b'abc').decode()", 'VPaz'],
  ["__import__('base64').a85encode(b'abc').decode()", '@:E^'],
  ["__import__('binascii').unhexlify('616263').decode()", 'abc'],
  ["__import__('binascii').a2b_hex(b'616263').decode()", 'abc'],
  ["__import__('binascii').a2b_base64('YWJj').decode()", 'abc'],
  ["__import__('binascii').hexlify(b'abc').decode()", '616263'],
  [
    "__import__('binascii').b2a_base64(b'abc').decode()",
    `YWJj
`,
  ],
  ['__import__(\'binascii\').a2b_uu("#86)C\\n").decode()', 'abc'],
  ["__import__('zlib').decompress(b'x\\x9cKLJ\\x06\\x00\\x02M\\x01\\x27').decode()", 'abc'],
  ["__import__('urllib.parse').parse.unquote('%61%62c')", 'abc'],
  ["__import__('urllib.parse').parse.unquote_plus('%61+b')", 'a b'],
  ["__import__('urllib.parse').parse.quote('a b')", 'a%20b'],
  ["__import__('html').unescape('&#97;&#x62;&amp;')", 'ab&'],
  ["__import__('quopri').decodestring(b'=61bc').decode()", 'abc'],
  ['__import__(\'json\').loads(\'{"a": ["x", "y"]}\')[\'a\'][1]', 'y'],
  ["__import__('ast').literal_eval(\"'a' 'b'\")", 'ab'],
  ["__import__('ast').literal_eval(\"['a', 'b']\")[1]", 'b'],
  ["__import__('struct').pack('>I', 0x61626364).decode()", 'abcd'],
  ["__import__('struct').pack('<HH', 0x6261, 0x6463).decode()", 'abcd'],
  ["__import__('struct').pack('4B', 97, 98, 99, 100).decode()", 'abcd'],
  ["__import__('array').array('B', [97, 98]).tobytes().decode()", 'ab'],
  ["__import__('string').ascii_lowercase[0:3]", 'abc'],
  ["__import__('string').ascii_letters[26]", 'A'],
  [
    "__import__('string').digits + __import__('string').punctuation",
    '0123456789!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ],
  ["__import__('string').printable[10]", 'a'],
  ["__import__('string').Template('$a$b').substitute(a='x', b='y')", 'xy'],
  ["__import__('re').sub('x', '', 'axbx')", 'ab'],
  ["__import__('re').sub(r'\\d', '', 'a1b2')", 'ab'],
  ["''.join(__import__('re').findall('..', 'abcd')[::-1])", 'cdab'],
  ["__import__('re').split(',', 'a,b')[1]", 'b'],
  [
    "__import__('textwrap').dedent('  a\\n  b')",
    `a
b`,
  ],
  ["__import__('os').sep", '/'],
  ["__import__('os.path').path.join('a', 'b')", 'a/b'],
  [
    "__import__('os').path.basename('/a/b.c') + __import__('os').path.dirname('/a/b.c') + __import__('os').path.splitext('b.c')[1]",
    'b.c/a.c',
  ],
  ["__import__('hashlib').md5(b'abc').hexdigest()", '900150983cd24fb0d6963f7d28e17f72'],
  [
    "__import__('hashlib').sha256(b'abc').digest().hex()",
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ],
  ["__import__('hashlib').new('md5', b'abc').hexdigest()", '900150983cd24fb0d6963f7d28e17f72'],
  ["__import__('uuid').UUID('61626364-6566-6768-696a-6b6c6d6e6f70').bytes.decode()", 'abcdefghijklmnop'],
];

describe('functions of the standard library', () => {
  for (const [expression, value] of CASES) {
    it(expression, () => assert.equal(commandOf(`import os\nos.system(${expression})`), value));
  }
});
