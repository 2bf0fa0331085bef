/** Named tables of what APIs and programs do. Canonical names, as facts carry them. */
import type { SinkKind, SourceKind } from '../contracts/fact.ts';

/** Values leave the machine here. */
export const LEAVES: readonly SinkKind[] = ['network-send', 'network-address', 'dns-name'];

/** Who and where the victim is. */
export const IDENTITY: readonly SourceKind[] = [
  'host-identity',
  'user-identity',
  'network-identity',
  'installed-software',
];

/** What no program may send away without being asked. */
export const SECRETS: readonly SourceKind[] = [
  'environment-all',
  'credential-file',
  'browser-store',
  'wallet',
  'messenger-token',
  'crypto-key',
  'cloud-metadata',
  'system-file',
];

/** What is seen, heard or typed at the victim's machine. */
export const CAPTURED: readonly SourceKind[] = ['clipboard', 'screen', 'keyboard', 'camera', 'microphone'];

/** Content that is not readable as source: it becomes code only when run. */
export const OPAQUE: readonly SourceKind[] = ['decoded', 'decrypted', 'constant-blob', 'image-pixels'];

/** APIs that open a connection, by prefix up to a dot or the whole name. */
const NETWORK_MODULES: readonly string[] = [
  'requests',
  'urllib.request',
  'urllib2',
  'urllib.urlopen',
  'urllib.urlretrieve',
  'http.client',
  'httplib',
  'httpx',
  'aiohttp',
  'urllib3',
  'wget',
  'pycurl',
  'ftplib',
  'smtplib',
  'telnetlib',
  'paramiko',
  'websocket',
  'websockets',
  'socketio',
  'discord_webhook',
  'dhooks',
  'telebot',
  'telegram',
  'cloudscraper',
  'socket.create_connection',
  'socket.gethostbyname',
  'socket.getaddrinfo',
];

/** Names inside those modules that only build or configure something. */
const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  'Session',
  'session',
  'Request',
  'Retry',
  'HTTPAdapter',
  'build_opener',
  'install_opener',
  'ProxyHandler',
  'HTTPCookieProcessor',
  'HTTPHandler',
  'HTTPSHandler',
  'PoolManager',
  'Timeout',
  'ClientTimeout',
  'disable_warnings',
  'pathname2url',
  'url2pathname',
  'quote',
  'getproxies',
  'default_user_agent',
  'Intents',
  'SSHClient',
  'AutoAddPolicy',
  'RSAKey',
]);

/** True for a call that contacts something, as opposed to preparing to. */
export function contactsNetwork(api: string): boolean {
  if (/^socket(?:\.socket)?\.(?:connect|connect_ex|sendto)$/.test(api)) return true;
  const module = NETWORK_MODULES.find((name) => api === name || api.startsWith(`${name}.`));
  if (module === undefined) return false;
  if (/exception|error|warning|\.auth\.|\.adapters\.|\.utils\.|\.util\.|codes|\.mount$|\.update$/i.test(api))
    return false;
  return !HARMLESS_NAMES.has(api.slice(api.lastIndexOf('.') + 1));
}

/** Programs that have no part in building, packing or testing a Python distribution. */
export const FOREIGN_PROGRAMS: ReadonlySet<string> = new Set([
  'powershell',
  'pwsh',
  'curl',
  'wget',
  'certutil',
  'bitsadmin',
  'mshta',
  'wscript',
  'cscript',
  'regsvr32',
  'rundll32',
  'schtasks',
  'reg',
  'regedit',
  'nc',
  'ncat',
  'netcat',
  'socat',
  'nslookup',
  'dig',
  'host',
  'ping',
  'whoami',
  'hostname',
  'ifconfig',
  'ipconfig',
  'systeminfo',
  'wmic',
  'tasklist',
  'taskkill',
  'osascript',
  'launchctl',
  'crontab',
  'systemctl',
  'nohup',
  'attrib',
  'netsh',
  'ssh',
  'scp',
  'xdg-open',
  'explorer',
  'start',
  'open',
  'calc',
  'shutdown',
  'net',
  'vssadmin',
  'icacls',
  'base64',
  'openssl',
]);

/** Endings of names that hand a value to the operating system's loader or memory manager. */
export const MEMORY_ALLOCATORS: ReadonlySet<string> = new Set([
  'VirtualAlloc',
  'VirtualAllocEx',
  'VirtualProtect',
  'VirtualProtectEx',
  'NtAllocateVirtualMemory',
  'HeapCreate',
  'memfd_create',
]);

export const MEMORY_RUNNERS: ReadonlySet<string> = new Set([
  'RtlMoveMemory',
  'memmove',
  'CreateThread',
  'CreateRemoteThread',
  'NtCreateThreadEx',
  'QueueUserAPC',
  'WriteProcessMemory',
  'SetThreadContext',
  'EnumSystemLocalesA',
  'NtWriteVirtualMemory',
]);

/** Last part of a dotted name. */
export function lastName(api: string): string {
  return api.slice(api.lastIndexOf('.') + 1);
}
