/** What a URL, a bare host name or an address is for. */
import type { IndicatorType } from '../contracts/result.ts';
import { PLAIN_TLDS, SERVICE_PATHS, SERVICES } from './tables/services.ts';

export interface HostReading {
  type: IndicatorType;
  /** Set when the value is not the URL or host itself. */
  value?: string;
}

const DISCORD_HOST = /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/;
const DISCORD_WEBHOOK = /^\/api\/(?:v[0-9]{1,2}\/)?webhooks?(?:\/|$)/;
const TELEGRAM_PATH = /^\/(?:file\/)?bot/;
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;

/** The service a host belongs to, by longest matching suffix. */
function serviceOf(host: string, path: string): IndicatorType | null {
  for (let at = 0; at !== -1; ) {
    const suffix = host.slice(at);
    const type = SERVICES.get(suffix);
    if (type !== undefined) return type;
    const dot = host.indexOf('.', at);
    at = dot === -1 ? -1 : dot + 1;
  }
  const byPath = SERVICE_PATHS.find(
    (entry) => (host === entry.host || host.endsWith(`.${entry.host}`)) && entry.path.test(path),
  );
  return byPath?.type ?? null;
}

function typeOf(host: string, path: string): IndicatorType | null {
  if (host.endsWith('.onion')) return 'onion';
  if (DISCORD_HOST.test(host) && DISCORD_WEBHOOK.test(path)) return 'discord-webhook';
  if (host === 'api.telegram.org' && TELEGRAM_PATH.test(path)) return 'telegram-bot';
  if (host === 'hooks.slack.com') return 'slack-webhook';
  return serviceOf(host, path);
}

function octets(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part))) return null;
  const numbers = parts.map(Number);
  return numbers.every((n) => n <= 255) ? numbers : null;
}

/** Loopback, private, link-local, multicast, a whole network: nothing to pivot on. */
function isLocal([a, b, , d]: number[]): boolean {
  return (
    a === 0 ||
    a === 127 ||
    a === 10 ||
    a! >= 224 ||
    (a === 192 && b === 168) ||
    (a === 172 && b! >= 16 && b! <= 31) ||
    (a === 169 && b === 254) ||
    (a === 100 && b! >= 64 && b! <= 127) ||
    d === 0 ||
    d === 255
  );
}

/** Object identifiers of four arcs (ITU-T X.660): curves, name attributes, extensions. */
function isObjectIdentifier([a, b]: number[]): boolean {
  return (a === 1 && b! <= 3) || (a === 2 && (b === 5 || b === 16 || b === 23));
}

const VERSION_CONTEXT = /(?:[A-Za-z]\/|version|release|[vV]|[=<>~!]=\s?|oid|[-_])\s?$/;

/**
 * The run `text[start:end]` as a public IPv4 address, or null. Versions look alike: four small numbers, a product
 * name before a slash (`Chrome/100.0.0.0`) or the word "version" before it speak against an address; a port speaks for it.
 */
export function ipAddress(run: string, text: string, start: number, end: number): string | null {
  const value = run.replace(/[.\-_]+$/, '');
  const numbers = octets(value);
  if (numbers === null || isLocal(numbers)) return null;
  const hasPort = /^:[0-9]{2,5}(?![0-9.])/.test(text.slice(end, end + 7));
  if (hasPort) return value;
  if (/^\/[0-9]{1,2}(?![0-9.])/.test(text.slice(end, end + 4))) return null;
  const before = text.slice(Math.max(0, start - 10), start);
  if (VERSION_CONTEXT.test(before) && !before.endsWith('//')) return null;
  return numbers.every((n) => n <= 25) || isObjectIdentifier(numbers) ? null : value;
}

/** Host and the rest of `user@host:port/path?query`. */
function splitAuthority(rest: string): { host: string; path: string } {
  const cut = rest.search(/[/?#]/);
  const authority = cut === -1 ? rest : rest.slice(0, cut);
  const path = cut === -1 ? '' : rest.slice(cut);
  const hostPort = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = hostPort.startsWith('[') ? hostPort.indexOf(']') + 1 : hostPort.indexOf(':');
  const host = colon > 0 ? hostPort.slice(0, colon) : hostPort;
  return { host: host.toLowerCase().replace(/\.$/, ''), path };
}

const LOCAL_HOST = /^(?:localhost|.{0,200}\.(?:localhost|local|localdomain)|\[::1?\])$/;

/** How to report a URL; `rest` is what follows `://`. Several readings, the URL's own first. Empty: not worth it. */
export function classifyUrl(scheme: string, rest: string): HostReading[] {
  const { host, path } = splitAuthority(rest);
  if (host === '' || LOCAL_HOST.test(host)) return [];
  const numbers = octets(host);
  if (numbers !== null) {
    if (numbers[0] === 127 || numbers[0] === 0) return [];
    return isLocal(numbers) ? [{ type: 'url' }] : [{ type: 'url' }, { type: 'ip', value: host }];
  }
  if (!/[a-z0-9]/.test(host)) return [];
  if (!/^(?:https?|hxxps?|h\*\*ps?|ftps?|wss?)$/i.test(scheme))
    return [{ type: serviceOf(host, path) ?? 'url' }];
  return [{ type: typeOf(host, path) ?? 'url' }];
}

/** Top-level domains that can lead to a reading; anything else with dots is mostly an attribute of a program. */
const READ_TLDS: ReadonlySet<string> = new Set([
  ...PLAIN_TLDS,
  'onion',
  ...[...SERVICES.keys(), ...SERVICE_PATHS.map(({ host }) => host)].map((host) =>
    host.slice(host.lastIndexOf('.') + 1),
  ),
]);

/** Quick test on the last label of a dotted run: whether `bareHost` may find anything. */
export function mayBeHost(run: string): boolean {
  const end = run.endsWith('.') ? run.length - 1 : run.length;
  const label = run.slice(run.lastIndexOf('.', end - 1) + 1, end);
  return label.length <= 12 && READ_TLDS.has(label.toLowerCase());
}

const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,12}$/;

/**
 * A host name that stands without a scheme. Known services count anywhere; any other name only when `whole` says
 * that the string is nothing else, and under a top-level domain that is not also a file suffix.
 */
export function bareHost(run: string, rest: string, whole: boolean): HostReading | null {
  const host = run.toLowerCase().replace(/\.$/, '');
  if (!HOST.test(host)) return null;
  const path = /^(?::[0-9]{1,5})?(\/[^\s"'<>]*)?/.exec(rest)?.[1] ?? '';
  const type = typeOf(host, path);
  if (type !== null) return { type, value: path === '' ? host : `${host}${path}` };
  if (!whole || host.includes('_')) return null;
  return PLAIN_TLDS.has(host.slice(host.lastIndexOf('.') + 1)) ? { type: 'domain', value: host } : null;
}
