import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { textForms } from '../../../src/analyses/text-form.ts';

const noise = (blocks: number): Buffer =>
  Buffer.concat(Array.from({ length: blocks }, (_, i) => createHash('sha256').update(String(i)).digest()));
const forms = (text: string): string[] => textForms(text).map(({ form }) => form);
const only = (text: string, form: string) => textForms(text).find((reading) => reading.form === form);

test('code far to the right, with its column and place', () => {
  const text = `import os${' '.repeat(300)};print(1)\n`;
  assert.deepEqual(textForms(text), [{ form: 'far-right-code', amount: 309, detail: '', offset: 309 }]);
});

test('comments, strings and aligned tables far to the right are no hidden code', () => {
  for (const text of [
    `x = 1${' '.repeat(300)}# note\n`,
    `x = """a${' '.repeat(300)}b"""\n`,
    `f(1,\n${' '.repeat(130)}2)\n`,
  ]) {
    assert.deepEqual(forms(text), [], text.trim());
  }
});

test('bidi controls, invisible characters and NUL', () => {
  assert.deepEqual(textForms('x = 1 # \u202e\n'), [
    { form: 'bidi-control', amount: 1, detail: '', offset: 8 },
  ]);
  assert.deepEqual(forms('x = "\u200b\u200b\u200b"\n'), ['invisible-character']);
  assert.deepEqual(forms('\ufeffx = "\u200b"\n'), [], 'a byte order mark and one stray character');
  assert.deepEqual(forms('x = 1\n\0'), ['nul-bytes']);
});

describe('names', () => {
  test('styled letters that Python folds to ASCII', () => {
    const reading = only('\u{1d626}\u{1d639}\u{1d626}\u{1d624}("print(1)")\n', 'homoglyph-identifier');
    assert.deepEqual([reading?.amount, reading?.offset], [1, 0]);
  });
  test('Cyrillic letters among Latin ones', () => {
    assert.equal(only('p\u0430ss_word = 1\n', 'homoglyph-identifier')?.detail, 'p\u0430ss_word');
  });
  test('signs that are no letters make no name', () => {
    assert.deepEqual(forms('a = 1 … b « c » d\n'), []);
  });
  test('invisible letters and selectors are no part of a name', () => {
    const reading = only('a\u3164b\u{e0101}c\u115fd = 1\n', 'invisible-character');
    assert.deepEqual([reading?.amount, reading?.offset], [3, 1]);
  });
  test('Greek symbols and accents are honest', () => {
    assert.deepEqual(forms('\u0394x = \u03bc_max = na\u00efve = \u03c3 = 1\n'), []);
  });
  test('another script for most names', () => {
    const text = '\u53d8\u91cf = 1\n\u51fd\u6570(\u53d8\u91cf)\n\u7ed3\u679c = \u53d8\u91cf\n';
    assert.equal(only(text, 'non-latin-identifiers')?.amount, 1);
  });
  const OPAQUE: [string, string][] = [
    ['look-alikes', 'lIllIIl = IIllIlI = llIIlIl = lIIllll = IlIlIlI = 1'],
    ['zeros', 'O0oO0o = OO00oO = oO0OO0 = O0O0oO = o0o0OO = 1'],
    ['hex names', '_0x3fa2c1 = _0x9b1e77 = _0x11aa02 = _0x77c0de = 1'],
    ['underscores', '_____ = ______ = _______ = ________ = 1'],
    ['random letters', 'qwzrtplkmnbvc = xkcdqwrtzpsdfg = zzrtwqpmnbvcd = tgbvfrmnjhtrw = 1'],
    ['random case', 'aKdJqWxZpLmN = bZxQrTyKlMwA = qWeRtYuIoPaS = zXcVbNmQwErT = 1'],
  ];
  for (const [name, text] of OPAQUE) {
    test(name, () => assert.deepEqual(forms(`${text}\n`), ['opaque-identifiers']));
  }
  test('ordinary names', () => {
    const text =
      'HTTPSConnection = getHTTPResponseCode = _private = PyLong_AsLong = strncmp = wcstombs = Ed25519PublicKey = ' +
      'BaseBinaryOp = SchRpcCreateFolder = __all__ = mkdtemp = oO = ll = BotoCoreError = ViDigraphMode = 1\n';
    assert.deepEqual(forms(text), []);
  });
});

describe('literals', () => {
  test('most of the text is one opaque literal', () => {
    const blob = noise(60).toString('base64');
    const text = `exec(b64("${blob}"))\n`;
    assert.deepEqual(
      textForms(text).map(({ form, amount, detail, offset }) => [
        form,
        form === 'long-literal' ? amount : 0,
        detail,
        offset,
      ]),
      [
        ['long-literal', 2560, 'base64', 10],
        ['high-entropy-literal', 0, 'base64', 10],
        ['encrypted-looking', 0, 'base64', 10],
      ],
    );
  });
  test('pieces joined implicitly or with + count as one', () => {
    const lines = noise(60).toString('base64').match(/.{60}/g)!;
    assert.equal(only(`x = (${lines.map((l) => `"${l}"`).join('\n')})`, 'long-literal')?.amount, 2520);
    assert.equal(only(`x = ${lines.map((l) => `"${l}"`).join(' + ')}`, 'long-literal')?.amount, 2520);
  });
  test('encrypted bytes spelt as escapes, but not a serialised table', () => {
    const spell = (bytes: Buffer): string =>
      `x = b'${[...bytes].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join('')}'\n`;
    assert.equal(only(spell(noise(40)), 'encrypted-looking')?.detail, 'escaped');
    const table = Buffer.from(Array.from({ length: 900 }, (_, i) => (i % 5 === 0 ? i % 7 : 0)));
    assert.deepEqual(forms(spell(table)), []);
  });
  test('a certificate, prose and a data table of floats', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${noise(60)
      .toString('base64')
      .replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
    assert.deepEqual(forms(`x = """${pem}"""\ny = 1\n`), []);
    assert.deepEqual(forms(`"""${'Some honest documentation text.\n'.repeat(200)}"""\n`), []);
    assert.deepEqual(
      forms(`x = [${Array.from({ length: 900 }, (_, i) => `${i}.123456789`).join(',\n')}]\n`),
      [],
    );
  });
  test('letters spelt as escapes', () => {
    const text = `x = "${[...'import subprocess as s; s.run(["true"])'].map((ch) => `\\x${ch.charCodeAt(0).toString(16)}`).join('')}"\n`;
    const reading = only(text, 'escaped-literal');
    assert.equal(reading?.offset, 5);
    assert.ok(reading.amount > 0.6 && reading.amount <= 1);
  });
  test('bytes that need escapes', () => {
    assert.deepEqual(forms(`x = b"${'\\x00\\x01\\xff'.repeat(40)}"\n`), []);
  });
  test('a long list of small integers', () => {
    const list = Array.from({ length: 800 }, (_, i) => i % 256).join(', ');
    assert.deepEqual(only(`x = [${list}]\n`, 'numeric-array'), {
      form: 'numeric-array',
      amount: 800,
      detail: '',
      offset: 5,
    });
  });
});

describe('lines', () => {
  test('a program on one line', () => {
    const text = `${'a = 1; '.repeat(80)}b = 2\n`;
    assert.deepEqual(only(text, 'one-line-program'), {
      form: 'one-line-program',
      amount: 81,
      detail: '',
      offset: 0,
    });
  });
  test('code after hundreds of blank lines', () => {
    const text = `x = 1${'\n'.repeat(401)}print(1)\n`;
    assert.deepEqual(textForms(text), [{ form: 'dead-padding', amount: 400, detail: '', offset: 406 }]);
  });
  test('blank lines at the end and comment blocks hide nothing', () => {
    assert.deepEqual(forms(`x = 1${'\n'.repeat(400)}`), []);
    assert.deepEqual(forms(`${'# note\n'.repeat(400)}x = 1\n`), []);
  });
  test('a long line', () => {
    assert.deepEqual(forms(`x = [${'call(a), '.repeat(600)}]\n`), ['long-line']);
  });
});

test('any text is fine', () => {
  for (const text of ['', '"', "'''", '\\', 'f"{', '#', '\r', '\ud800', '("""', "b'\\x"]) {
    assert.deepEqual(forms(text), [], JSON.stringify(text));
  }
});
