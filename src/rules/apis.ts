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

/** Calls that contact something, as opposed to preparing to. */
const CONTACTS: readonly RegExp[] = [
  /^(?:requests|httpx)(?:\.(?:Session|Client|AsyncClient))?\.(?:get|post|put|patch|delete|head|options|request|send|stream)$/,
  /^(?:aiohttp\.ClientSession|requests_futures\.sessions\.FuturesSession|cloudscraper\.\w+)\.(?:get|post|put|patch|delete|head|request)$/,
  /^aiohttp\.request$/,
  /^urllib\.request\.(?:urlopen|urlretrieve|(?:build_opener|OpenerDirector|URLopener|FancyURLopener)\.(?:open|retrieve))$/,
  /^urllib3\.(?:request|PoolManager\.(?:request|urlopen))$/,
  /^http\.client\.HTTPS?Connection\.(?:request|connect|send|getresponse)$/,
  /^socket\.(?:socket\.)?(?:connect|connect_ex|sendto|create_connection)$/,
  /^(?:wget|gdown)\.download$|^pycurl\.Curl\.perform$/,
  /^(?:ftplib\.FTP(?:_TLS)?|smtplib\.SMTP(?:_SSL)?|telnetlib\.Telnet)(?:\.(?:connect|login))?$/,
  /^paramiko\.SSHClient\.connect$/,
  /^websockets?\.(?:connect|create_connection|WebSocket\.connect|WebSocketApp\.run_forever)$/,
  /^(?:dhooks\.Webhook\.send|discord_webhook\.DiscordWebhook\.execute|discord\.(?:Sync)?Webhook[\w.]*\.send)$/,
  /^(?:telebot\.TeleBot|telegram\.Bot|aiogram\.Bot|telepot\.Bot)\.(?:send\w+|polling|infinity_polling|get_me)$/,
  /^(?:asyncio\.open_connection|xmlrpc\.client\.ServerProxy\.\w+|slack_sdk\.\w+\.\w+)$/,
];

/** True for a call that contacts something. */
export function contactsNetwork(api: string): boolean {
  return CONTACTS.some((pattern) => pattern.test(api));
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
  'vssadmin',
  'icacls',
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
