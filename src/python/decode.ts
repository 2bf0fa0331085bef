import { isUtf8 } from 'node:buffer';
import { type CodecResult, decodeWith, isUtf8Name } from './source-codecs.ts';

/** A source file as text. */
export interface DecodedSource {
  text: string;
  /** Python's name of the codec used, lower case. */
  encoding: string;
  /** What is odd about the encoding, one plain sentence each; empty for ordinary files. */
  problems: string[];
}

/**
 * Decodes a Python source file as PEP 263 says: byte order mark, else the `coding` cookie of the first two
 * lines, else UTF-8. Where Python would refuse, the text is the best reading there is and `problems` says why.
 * Never throws.
 */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const problems: string[] = [];
  const wide = utf16Mark(bytes);
  if (wide !== null) {
    problems.push('The file starts with a UTF-16 byte order mark, which Python does not accept.');
    return { text: new TextDecoder(wide).decode(bytes), encoding: wide, problems };
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = marked ? bytes.subarray(3) : bytes;
  const cookie = encodingCookie(content);
  if (marked && cookie !== null && !isUtf8Name(cookie)) {
    problems.push(
      `The file has a UTF-8 byte order mark but declares ${cookie}, which Python does not accept.`,
    );
  }
  const result: CodecResult | null = marked || cookie === null ? null : decodeWith(cookie, content);
  if (result !== null) {
    if (result.problem !== null) problems.push(result.problem);
    if (result.text !== null) return { text: result.text, encoding: result.encoding, problems };
  }
  if (!isUtf8(content)) problems.push('The file is not valid UTF-8; the bad bytes were replaced.');
  return { text: utf8Text(content), encoding: 'utf-8', problems };
}

function utf8Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function utf16Mark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/**
 * The encoding that the first two lines declare, in lower case with `-` for `_`
 * (https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations); null when none.
 */
export function encodingCookie(bytes: Uint8Array): string | null {
  const end = lineEnd(bytes, 0);
  const first = latin1(bytes, 0, end);
  const declared = cookieOf(first);
  if (declared !== null || !/^[ \t\f]*(?:#|$)/.test(first)) return declared;
  const next = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1;
  return cookieOf(latin1(bytes, next, lineEnd(bytes, next)));
}

function lineEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
  return end;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (start >= bytes.length) return '';
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** The name behind the first `coding:` or `coding=` of a comment line. */
function cookieOf(line: string): string | null {
  if (!/^[ \t\f]*#/.test(line)) return null;
  for (let at = line.indexOf('coding'); at >= 0; at = line.indexOf('coding', at + 6)) {
    const mark = line[at + 6];
    if (mark !== ':' && mark !== '=') continue;
    let start = at + 7;
    while (line[start] === ' ' || line[start] === '\t') start++;
    let end = start;
    while (end < line.length && isCookieCharacter(line.charCodeAt(end))) end++;
    if (end > start) return line.slice(start, end).toLowerCase().replaceAll('_', '-');
  }
  return null;
}

function isCookieCharacter(c: number): boolean {
  const lower = c | 32;
  if ((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57)) return true;
  return c === 45 || c === 46 || c === 95;
}
