import type { IndicatorType } from '../contracts/result.ts';
import { INDICATORS_PER_TEXT } from '../limits.ts';
import { bareHost, classifyUrl, ipAddress, mayBeHost } from './indicator-hosts.ts';
import { WalletBudget, walletType } from './wallets.ts';

/** Something worth pivoting on, found in a string. */
export interface FoundIndicator {
  type: IndicatorType;
  value: string;
  /** UTF-16 offset in the text. */
  offset: number;
}

/** Character classes of the scan. */
const OTHER = 0;
const WORD = 1; // A-Z a-z 0-9
const JOIN = 2; // . - _ : characters inside host names and tokens
const CLASS = new Uint8Array(128);
for (let code = 48; code <= 57; code++) CLASS[code] = WORD;
for (let code = 65; code <= 90; code++) CLASS[code] = CLASS[code + 32] = WORD;
CLASS[45] = CLASS[46] = CLASS[95] = JOIN;

/** What ends a URL besides blanks and controls: quotes, brackets that prose and markup put around it. */
const URL_ENDS = new Uint8Array(128);
for (let code = 0; code <= 32; code++) URL_ENDS[code] = 1;
for (const ch of '"\'`<>\\^{}|') URL_ENDS[ch.charCodeAt(0)] = 1;

const URL_CHARS = 2048;
const SCHEME =
  /(?:^|[^a-z0-9])((?:https?|hxxps?|h\*\*ps?|ftps?|sftp|wss?|tcp|udp|ssh|socks[45]h?|stratum\+(?:tcp|ssl)|ldaps?|rmi|dns|irc|smb|git|magnet|mongodb(?:\+srv)?|rediss?|amqps?|mqtts?))$/i;
const TELEGRAM_TOKEN = /^[0-9]{8,10}:[A-Za-z0-9_-]{35}$/;
const EMAIL_LOCAL = /[A-Za-z0-9._%+-]{1,64}$/;

interface Scan {
  text: string;
  found: FoundIndicator[];
  /** Most texts hold nothing: made when it is needed. */
  seen: Set<string> | null;
  wallets: WalletBudget | null;
}

function add(scan: Scan, type: IndicatorType, value: string, offset: number): void {
  const key = `${type}\0${value}`;
  scan.seen ??= new Set();
  if (scan.seen.has(key) || scan.found.length >= INDICATORS_PER_TEXT) return;
  scan.seen.add(key);
  scan.found.push({ type, value, offset });
}

function classOf(code: number): number {
  return code < 128 ? CLASS[code]! : OTHER;
}

/** End of the URL whose authority starts at `from`, without the punctuation that prose puts behind it. */
function urlEnd(text: string, from: number): number {
  const stop = Math.min(text.length, from + URL_CHARS);
  let end = from;
  let open = 0;
  while (end < stop) {
    const code = text.charCodeAt(end);
    if (code < 128 && URL_ENDS[code] === 1) break;
    if (code === 40) open++;
    if (code === 41) {
      if (open === 0) break;
      open--;
    }
    end++;
  }
  while (end > from && '.,;:!?)*]'.includes(text[end - 1]!)) {
    if (text[end - 1] === ')' && text.slice(from, end).includes('(')) break;
    end--;
  }
  return end;
}

/** Handles `…://` at `colon`; returns the offset where the scan goes on. */
function readUrl(scan: Scan, colon: number): number {
  const { text } = scan;
  const window = text.slice(Math.max(0, colon - 16), colon);
  const scheme = SCHEME.exec(window)?.[1];
  const authority = colon + 3;
  if (scheme === undefined) return authority;
  const end = urlEnd(text, authority);
  const start = colon - scheme.length;
  const rest = text.slice(authority, end);
  for (const { type, value } of classifyUrl(scheme, rest))
    add(scan, type, value ?? text.slice(start, end), start);
  return Math.max(end, authority);
}

/** `local@host` when the run follows an `@`. */
function readEmail(scan: Scan, run: string, start: number): boolean {
  const host = run.replace(/\.+$/, '');
  const local = EMAIL_LOCAL.exec(scan.text.slice(Math.max(0, start - 65), start - 1))?.[0];
  if (local === undefined || bareHost(host, '', true) === null) return false;
  add(scan, 'email', `${local}@${host}`, start - 1 - local.length);
  return true;
}

function readHost(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  if (end - start > 253) return;
  const run = text.slice(start, end);
  const digit = text.charCodeAt(start) <= 57;
  const ip = digit && run.length <= 16 ? ipAddress(run, text, start, end) : null;
  if (ip !== null) {
    add(scan, 'ip', ip, start);
    return;
  }
  if (!mayBeHost(run)) return;
  if (text[start - 1] === '@' && readEmail(scan, run, start)) return;
  const whole = isWholeHost(text, start, end);
  const rest = text.slice(end, Math.min(text.length, end + 200));
  const host = bareHost(run, rest, whole);
  if (host !== null) add(scan, host.type, host.value ?? run, start);
}

/** True when the string is nothing but this host, a port and a path: `host.example:8080/x`. */
function isWholeHost(text: string, start: number, end: number): boolean {
  if (text.length - end > 100 || start > 2) return false;
  const before = text.slice(0, start).trim();
  return before === '' && /^(?::[0-9]{1,5})?(?:\/[^\s]{0,90})?\s*$/.test(text.slice(end));
}

/** A maximal run of host characters. */
function readRun(scan: Scan, start: number, end: number, dots: number): void {
  const { text } = scan;
  if (dots > 0) readHost(scan, start, end);
  const length = end - start;
  if (dots === 0 && length >= 26 && length <= 108) {
    const value = text.slice(start, end);
    scan.wallets ??= new WalletBudget();
    if (walletType(value, scan.wallets, text)) add(scan, 'wallet', value, start);
  }
  if (length === 35 && text[start - 1] === ':') {
    const id = /[0-9]{8,10}:$/.exec(text.slice(Math.max(0, start - 11), start))?.[0];
    const token = `${id ?? ''}${text.slice(start, end)}`;
    if (TELEGRAM_TOKEN.test(token)) add(scan, 'telegram-bot', token, start - (id?.length ?? 0));
  }
}

/**
 * Finds URLs, addresses, webhooks, bot tokens, wallets and hosts of known services in any string. A URL is
 * reported once, under its most telling type; a URL with a bare address also reports the address. At most
 * `INDICATORS_PER_TEXT`; linear in the text; loopback, private and version-like addresses are left out.
 */
export function findIndicators(text: string): FoundIndicator[] {
  const scan: Scan = { text, found: [], seen: null, wallets: null };
  const length = text.length;
  let i = 0;
  while (i < length) {
    const code = text.charCodeAt(i);
    const kind = classOf(code);
    if (kind === OTHER) {
      if (code === 58 && text.charCodeAt(i + 1) === 47 && text.charCodeAt(i + 2) === 47) i = readUrl(scan, i);
      else i++;
      continue;
    }
    const start = i;
    let dots = 0;
    while (i < length) {
      const next = text.charCodeAt(i);
      if (next >= 128 || CLASS[next] === OTHER) break;
      if (next === 46) dots++;
      i++;
    }
    if (i - start >= 6) readRun(scan, start, i, dots);
    if (scan.found.length >= INDICATORS_PER_TEXT) break;
  }
  return scan.found;
}
