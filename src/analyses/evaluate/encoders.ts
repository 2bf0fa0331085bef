/** The encoding halves of base32, base85 and Ascii85, over text with one character per byte. */

export function toBase32(v: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let out = '';
  let buffer = 0;
  let held = 0;
  for (let i = 0; i < v.length; i++) {
    buffer = (buffer << 8) | v.charCodeAt(i);
    held += 8;
    for (; held >= 5; held -= 5) out += alphabet[(buffer >> (held - 5)) & 31];
    buffer &= (1 << held) - 1;
  }
  if (held > 0) out += alphabet[(buffer << (5 - held)) & 31];
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

/** base64.b85encode: RFC 1924 alphabet, without padding. */
export const toBase85 = (v: string): string =>
  radix85(v, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~');

/** base64.a85encode. */
export function toAscii85(v: string): string {
  const alphabet = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('');
  let out = '';
  for (let i = 0; i < v.length; i += 4) {
    const group = v.slice(i, i + 4);
    out += group === '\0\0\0\0' ? 'z' : radix85(group, alphabet);
  }
  return out;
}

function radix85(v: string, alphabet: string): string {
  let out = '';
  for (let i = 0; i < v.length; i += 4) {
    const group = v.slice(i, i + 4);
    let value = 0;
    for (let k = 0; k < 4; k++) value = value * 256 + (group.charCodeAt(k) || 0);
    let digits = '';
    for (let k = 0; k < 5; k++, value = Math.floor(value / 85)) digits = alphabet[value % 85] + digits;
    out += digits.slice(0, group.length + 1);
  }
  return out;
}
