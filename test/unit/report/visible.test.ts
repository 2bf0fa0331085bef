import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defang, shorten, unlink, visible } from '../../../src/report/visible.ts';

describe('visible', () => {
  const cases: [name: string, text: string, shown: string][] = [
    ['plain text and letters of any script', 'größe = "日本" 🙂', 'größe = "日本" 🙂'],
    ['escape sequences', '\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['the one-byte CSI', '\u009b2J', '⟨U+009B⟩2J'],
    ['bidirectional controls', 'a\u202Eb\u2069', 'a⟨U+202E⟩b⟨U+2069⟩'],
    ['zero-width characters', 'ad\u200bmin\uFEFF', 'ad⟨U+200B⟩min⟨U+FEFF⟩'],
    ['tag and variation-selector payloads', '\u{E0041}\uFE0F', '⟨U+E0041⟩⟨U+FE0F⟩'],
    ['private use and lone surrogates', '\uE000\uD800', '⟨U+E000⟩⟨U+D800⟩'],
    ['line breaks of every kind', 'a\nb\rc\u2028d', 'a⟨U+000A⟩b⟨U+000D⟩c⟨U+2028⟩d'],
    ['blanks that are letters', 'a\u3164b\u2800c', 'a⟨U+3164⟩b⟨U+2800⟩c'],
    ['tabs', '\tx', '    x'],
  ];
  for (const [name, text, shown] of cases) {
    it(`shows ${name}`, () => assert.equal(visible(text), shown));
  }
});

describe('shorten', () => {
  it('keeps what fits', () => assert.equal(shorten('abc', 3), 'abc'));
  it('marks the cut', () => assert.equal(shorten('abcd', 3), 'ab…'));
  it('does not split a surrogate pair', () => assert.equal(shorten('a🙂bc', 3), 'a…'));
});

describe('defang', () => {
  const cases: [indicator: string, shown: string][] = [
    ['https://a.example/b.c?d.e', 'hxxps://a[.]example/b.c?d.e'],
    ['http://192.0.2.1:8080', 'hxxp://192[.]0[.]2[.]1:8080'],
    ['ftp://a.example', 'fxp://a[.]example'],
    ['a.example', 'a[.]example'],
    ['someone@a.example', 'someone@a[.]example'],
  ];
  for (const [indicator, shown] of cases) it(indicator, () => assert.equal(defang(indicator), shown));
});

describe('unlink', () => {
  it('takes the scheme of every address', () => {
    assert.equal(
      unlink('to HTTPS://a.example and http://b.example.'),
      'to hxxpS://a.example and hxxp://b.example.',
    );
  });
});
