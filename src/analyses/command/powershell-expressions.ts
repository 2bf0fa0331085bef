/** .NET calls in PowerShell: downloads, decoders, reflection, sockets. */
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { DECODED_BYTES } from '../../limits.ts';
import type { Token } from './powershell-tokens.ts';
import type { Session } from './reading.ts';

const FETCH_TEXT = new Set([
  'downloadstring',
  'downloaddata',
  'openread',
  'getstringasync',
  'downloadstringtaskasync',
]);
const FETCH_FILE = new Set(['downloadfile', 'downloadfileasync', 'downloadfiletaskasync']);
const SEND = new Set(['uploadstring', 'uploadfile', 'uploaddata', 'uploadvalues', 'postasync']);
const SHORTEST_BLOB = 24;

/** Arguments that are literals of the call whose `(` is at `open`. */
function literalArguments(tokens: readonly Token[], open: number): string[] {
  const values: string[] = [];
  if (tokens[open]?.text !== '(') return values;
  let depth = 0;
  for (let at = open; at < tokens.length && at < open + 40; at++) {
    const token = tokens[at]!;
    if (token.kind === 'op' && /^[(@$]*\($/.test(token.text)) depth++;
    else if (token.kind === 'op' && token.text === ')' && --depth === 0) break;
    else if (token.kind === 'string' || token.kind === 'variable' || token.kind === 'word')
      values.push(token.text);
  }
  return values;
}

function fetches(session: Session, name: string, args: string[]): void {
  if (FETCH_FILE.has(name)) session.download(args[1] ?? '');
  else if (FETCH_TEXT.has(name)) {
    session.feature('download');
    session.marks.add('fetches-text');
  } else if (SEND.has(name)) session.feature('send-data');
}

interface Traits {
  gzip: boolean;
  deflate: boolean;
  unicode: boolean;
  invokes: boolean;
}

/** Every second byte zero: UTF-16LE text in ASCII range. */
function isWide(bytes: Buffer): boolean {
  let zeros = 0;
  const length = Math.min(bytes.length, 400);
  for (let i = 1; i < length; i += 2) if (bytes[i] === 0) zeros++;
  return length >= 8 && zeros > length * 0.4;
}

function unpack(bytes: Buffer, traits: Traits, chain: string[]): Buffer {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzip && !traits.deflate) return bytes;
  try {
    const out = (gzip ? gunzipSync : inflateRawSync)(bytes, { maxOutputLength: DECODED_BYTES });
    chain.push(gzip ? 'gzip' : 'deflate');
    return out;
  } catch {
    return bytes;
  }
}

function isText(text: string): boolean {
  let odd = 0;
  const length = Math.min(text.length, 2000);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13)) odd++;
  }
  return length > 0 && odd < length * 0.02;
}

/** A literal behind FromBase64String: a program, a binary, or data. */
function decodeBlob(session: Session, value: string, traits: Traits): void {
  if (value.length < SHORTEST_BLOB || !/^[A-Za-z0-9+/=\s]+$/.test(value)) return;
  const chain = ['FromBase64String'];
  const bytes = unpack(Buffer.from(value, 'base64'), traits, chain);
  if (bytes[0] === 0x4d && bytes[1] === 0x5a) {
    session.addInner('binary', bytes.toString('latin1'), chain);
    session.feature('in-memory');
    return;
  }
  const wide = isWide(bytes);
  const text = bytes.toString(wide ? 'utf16le' : 'utf8');
  if (!isText(text)) return;
  if (wide) chain.push('utf-16le');
  if (traits.invokes) session.nested(text, 'powershell', chain);
  else session.addInner('text', text, chain);
}

/** What names of types and members say together. */
function readNames(session: Session, names: ReadonlySet<string>, all: string): void {
  const has = (...wanted: string[]): boolean => wanted.some((name) => names.has(name));
  if (has('frombase64string')) {
    session.feature('decode');
    session.marks.add('decodes-text');
  }
  if (/\[(?:system\.)?reflection\.assembly\]/.test(all) && has('load', 'loadfile'))
    session.feature('in-memory');
  if (
    has(
      'virtualalloc',
      'getdelegateforfunctionpointer',
      'createremotethread',
      'createthread',
      'writeprocessmemory',
    )
  ) {
    session.feature('in-memory');
  }
  if (/amsiutils|amsiinitfailed|amsiscanbuffer/.test(all)) session.feature('defender-tamper');
  if (has('tcpclient') || /net\.sockets\.tcpclient/.test(all)) {
    const runs = /\biex\b|invoke-expression|\bcmd(?:\.exe)?\b|powershell|processstartinfo/.test(all);
    if (has('getstream') && runs) session.feature('reverse-shell');
  }
  if (has('getenvironmentvariables')) session.feature('environment-dump');
  if (has('unprotect') || /passwordvault|cryptunprotectdata/.test(all)) session.feature('credential-access');
  if (/createnowindow\s*=\s*\$true|windowstyle\s*=\s*hidden/.test(all)) session.feature('hidden-window');
  if (has('setwindowshookex', 'getasynckeystate')) session.feature('credential-access');
}

/** Adds what expressions, as opposed to commands, say. */
export function readExpressions(session: Session, tokens: readonly Token[]): void {
  const names = new Set<string>();
  const words: string[] = [];
  tokens.forEach((token) => {
    if (token.kind === 'word' || token.kind === 'type') words.push(token.text.toLowerCase());
    else if (token.kind === 'string') words.push(token.text.slice(0, 400).toLowerCase());
    else words.push(token.text);
  });
  const all = words.join(' ');
  for (const token of tokens) {
    if (token.kind !== 'word') continue;
    for (const part of token.text.toLowerCase().split('.')) names.add(part);
  }
  const traits: Traits = {
    gzip: /gzipstream/.test(all),
    deflate: /deflatestream/.test(all),
    unicode: names.has('unicode'),
    invokes: /\biex\b|invoke-expression|scriptblock|invokescript|\binvoke\b/.test(all),
  };
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || tokens[at + 1]?.text !== '(') return;
    const name = token.text.toLowerCase().split('.').at(-1)!;
    const args = literalArguments(tokens, at + 1);
    fetches(session, name, args);
    if (name === 'frombase64string' && args[0] !== undefined) decodeBlob(session, args[0], traits);
    if (name === 'create' && /scriptblock/.test(tokens[at - 2]?.text ?? ''))
      session.marks.add('invokes-expression');
    if (name === 'invokescript' || name === 'invokecommand') session.marks.add('invokes-expression');
  });
  readNames(session, names, all);
}
