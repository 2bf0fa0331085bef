/** Names from archives: decoded as Python decodes them, resolved as an installer resolves them, safe to show. */
import type { ArchiveAnomalyCode } from '../contracts/member.ts';

/** Code points 128-255 of code page 437, the historical encoding of zip names. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

export interface DecodedName {
  text: string;
  /** False when the bytes are not what they claim to be; `text` then shows them as `\xNN`. */
  valid: boolean;
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 127) return false;
  return true;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** UTF-8; undecodable names keep their ASCII and show every other byte as `\xNN`. */
export function decodeUtf8Name(bytes: Uint8Array): DecodedName {
  if (isAscii(bytes)) return { text: latin1(bytes), valid: true };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), valid: true };
  } catch {
    const text = latin1(bytes).replace(/[\x80-\xff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
    return { text, valid: false };
  }
}

/** Code page 437, which knows every byte. */
export function decodeCp437Name(bytes: Uint8Array): string {
  const text = latin1(bytes);
  return isAscii(bytes) ? text : text.replace(/[\x80-\xff]/g, (c) => CP437[c.charCodeAt(0) - 128]!);
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b\u2028\u2029\u2060\ufeff]/;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const UNSHOWABLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]/gu;

/** The text with control, bidirectional and invisible characters written as `\u{hex}`. */
export function showable(text: string): string {
  return text.replace(UNSHOWABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

export interface PathProblem {
  code: ArchiveAnomalyCode;
  detail: string;
}

export interface MemberPath {
  /** Where the entry ends up under the extraction root; the archive's own spelling when that is outside. */
  path: string;
  /** True when it would be written outside of the root. */
  escapes: boolean;
  problems: PathProblem[];
}

/** `/` separated segments with `.` and empty ones gone and `..` applied; null when `..` leaves the root. */
function resolveSegments(segments: string[]): string[] | null {
  const result: string[] = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') result.push(segment);
    else if (result.pop() === undefined) return null;
  }
  return result;
}

/** Judges one entry name. `limit` is in bytes of UTF-8; `valid` is false for names shown with `\xNN` escapes. */
export function readMemberPath(name: string, limit: number, valid = true): MemberPath {
  const problems: PathProblem[] = [];
  const shown = showable(name.length > limit ? name.slice(0, limit) : name);
  const problem = (code: ArchiveAnomalyCode, detail: string) => problems.push({ code, detail });
  if (name.length * 3 > limit && Buffer.byteLength(name) > limit) {
    problem('path-too-long', `${Buffer.byteLength(name)} bytes, more than ${limit}`);
    return { path: shown, escapes: false, problems };
  }
  if (CONTROL.test(name)) problem('path-control-character', `control or invisible character in ${shown}`);
  if (BIDI.test(name)) problem('path-bidi', `bidirectional control character in ${shown}`);
  if (!valid) problem('path-non-utf8', `bytes that are not UTF-8 in ${shown}`);
  else if (name.includes('\\')) problem('path-backslash', `backslash in ${shown}`);
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) problem('path-absolute', `absolute name ${shown}`);
  const segments = name.split('/');
  const climbs = segments.includes('..') || name.split(/[/\\]/).includes('..');
  if (climbs) problem('path-traversal', `parent directory in ${shown}`);
  const resolved = resolveSegments(segments);
  if (resolved === null) return { path: shown, escapes: true, problems };
  return { path: showable(resolved.join('/')), escapes: false, problems };
}
