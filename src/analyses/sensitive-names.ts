import type { SensitiveCategory, SinkKind, SourceKind } from '../contracts/fact.ts';
import { SENSITIVE_NAMES_PER_TEXT } from '../limits.ts';
import { ownText } from '../python/own-text.ts';
import { buildMatcher } from './aho-corasick.ts';
import * as stores from './tables/sensitive-stores.ts';
import * as system from './tables/sensitive-system.ts';
import * as tools from './tables/sensitive-tools.ts';

/** A name of a place or thing attackers look for, in its canonical spelling. */
export interface SensitiveName {
  category: SensitiveCategory;
  /** Spelling of the table, with `/` as separator; equal for every way of writing it. */
  text: string;
  /** UTF-16 offset of the first occurrence. */
  offset: number;
}

const TABLES: readonly (readonly [SensitiveCategory, readonly string[]])[] = [
  ['browser-store', stores.BROWSER_STORES],
  ['wallet', stores.WALLET_STORES],
  ['wallet', stores.WALLET_EXTENSIONS],
  ['messenger-token', stores.MESSENGER_STORES],
  ['password-manager', stores.PASSWORD_VAULTS],
  ['game-account', stores.GAME_ACCOUNTS],
  ['vpn-or-ftp-client', stores.REMOTE_CLIENTS],
  ['ssh-key', system.SSH_KEYS],
  ['cloud-credential', system.CLOUD_CREDENTIALS],
  ['package-credential', system.PACKAGE_CREDENTIALS],
  ['system-credential', system.SYSTEM_CREDENTIALS],
  ['shell-history', system.SHELL_HISTORIES],
  ['cloud-metadata', system.CLOUD_METADATA],
  ['autostart-place', system.AUTOSTART_PLACES],
  ['security-product', tools.SECURITY_PRODUCTS],
  ['virtual-machine', tools.VIRTUAL_MACHINES],
  ['analysis-tool', tools.ANALYSIS_TOOLS],
  ['miner', tools.MINERS],
  ['ransom-wording', tools.RANSOM_WORDING],
  ['attacker-wording', tools.ATTACKER_WORDING],
];

type Edge = 'any' | 'word' | 'component';

interface Entry {
  category: SensitiveCategory;
  text: string;
  exactCase: boolean;
  before: Edge;
  after: Edge;
}

const EDGES: Record<string, Edge> = { '|': 'word', '^': 'component', $: 'component' };

/** Reads the notation described in `tables/sensitive-stores.ts`. */
function parseEntry(category: SensitiveCategory, pattern: string): Entry {
  const exactCase = pattern.startsWith('=');
  let text = exactCase ? pattern.slice(1) : pattern;
  const before: Edge = text.startsWith('|') || text.startsWith('^') ? EDGES[text[0]!]! : 'any';
  if (before !== 'any') text = text.slice(1);
  const after: Edge = text.endsWith('|') || text.endsWith('$') ? EDGES[text.at(-1)!]! : 'any';
  if (after !== 'any') text = text.slice(0, -1);
  return { category, text, exactCase, before, after };
}

const ENTRIES: readonly Entry[] = TABLES.flatMap(([category, patterns]) =>
  patterns.map((pattern) => parseEntry(category, pattern)),
);
const MATCHER = buildMatcher(
  ENTRIES.map((entry) => entry.text),
  { paths: true },
);

function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  );
}

/** Characters that end a path component or a quoted string; NaN stands for an end of the text. */
const COMPONENT_ENDS = '/\\"\'`\n\r,;()<>|*:';

function edgeHolds(edge: Edge, code: number): boolean {
  if (edge === 'any' || Number.isNaN(code)) return true;
  if (edge === 'word') return !isWord(code);
  return COMPONENT_ENDS.includes(String.fromCharCode(code));
}

function sameCase(text: string, start: number, entry: Entry): boolean {
  if (!entry.exactCase) return true;
  return text.startsWith(entry.text, start) || text.startsWith(entry.text.replaceAll('/', '\\'), start);
}

function matches(entry: Entry, text: string, start: number, end: number): boolean {
  return (
    edgeHolds(entry.before, text.charCodeAt(start - 1)) &&
    edgeHolds(entry.after, text.charCodeAt(end)) &&
    sameCase(text, start, entry)
  );
}

/**
 * Finds names of credential stores, autostart places, security products and the like in any string: a literal,
 * a decoded text, a command, a script. Each table entry is reported once, at its first occurrence; at most
 * `SENSITIVE_NAMES_PER_TEXT`. Linear in the text.
 */
export function findSensitiveNames(text: string): SensitiveName[] {
  let seen: Set<number> | null = null;
  const found: SensitiveName[] = [];
  MATCHER.scan(text, (id, start, end) => {
    if (seen?.has(id)) return false;
    const entry = ENTRIES[id]!;
    if (!matches(entry, text, start, end)) return false;
    (seen ??= new Set()).add(id);
    found.push({ category: entry.category, text: entry.text, offset: start });
    return found.length >= SENSITIVE_NAMES_PER_TEXT;
  });
  return found.length < 2 ? found : withoutContained(found);
}

/** Drops `Programs/Startup` where `Start Menu/Programs/Startup` was found: one place, one name. */
function withoutContained(found: SensitiveName[]): SensitiveName[] {
  return found.filter(
    (name) =>
      !found.some(
        (other) =>
          other !== name &&
          other.category === name.category &&
          other.offset <= name.offset &&
          other.offset + other.text.length >= name.offset + name.text.length &&
          other.text.length > name.text.length,
      ),
  );
}

// ── What reading or writing a path means ─────────────────────────────────────────────────────────

const SOURCE_OF_CATEGORY: Partial<Record<SensitiveCategory, SourceKind>> = {
  'browser-store': 'browser-store',
  wallet: 'wallet',
  'messenger-token': 'messenger-token',
  'password-manager': 'credential-file',
  'game-account': 'credential-file',
  'vpn-or-ftp-client': 'credential-file',
  'ssh-key': 'credential-file',
  'cloud-credential': 'credential-file',
  'package-credential': 'credential-file',
  'system-credential': 'system-file',
  'shell-history': 'system-file',
};

/** Strongest first: a path through a browser profile to a wallet extension is a wallet. */
const SOURCE_ORDER: readonly SourceKind[] = [
  'wallet',
  'messenger-token',
  'browser-store',
  'credential-file',
  'system-file',
];

const CREDENTIAL_FILE_NAME =
  /^(?:\.env(?:\.[a-z]{1,16})?|\*\.env|\.boto|\.my\.cnf|\.pgpass|credentials(?:\.json|\.csv)?|client_secrets?\.json|service[-_]account\.json|.{0,64}\.(?:pem|ppk|p12|pfx|jks|keystore|ovpn|rdp))$/;
const SYSTEM_PATH =
  /^(?:\/etc\/(?:passwd|shadow|hostname|machine-id|hosts|group)$|\/proc\/(?:[^/]+\/(?:environ|maps|mem|cmdline)|version$)|\/sys\/class\/(?:dmi|net)\/|\/var\/(?:log|lib\/dbus)\/|hk(?:ey_local_machine|lm|cu|ey_current_user)[\\/])/;

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What reading the file at `path` means. Unknown parts of the path may stand as `…`. */
export function sourceKindOfPath(path: string): SourceKind {
  const kinds = new Set<SourceKind>();
  for (const name of findSensitiveNames(ownText(path))) {
    const kind = SOURCE_OF_CATEGORY[name.category];
    if (kind) kinds.add(kind);
  }
  for (const kind of SOURCE_ORDER) if (kinds.has(kind)) return kind;
  const lower = path.slice(0, 4096).toLowerCase();
  if (CREDENTIAL_FILE_NAME.test(baseName(lower).slice(0, 128))) return 'credential-file';
  return SYSTEM_PATH.test(lower) ? 'system-file' : 'file-content';
}

const CODE_SUFFIX = /\.(?:py|pyw|pyi|pyc|pyx|pth|pyd)$/;
const PROGRAM_SUFFIX =
  /\.(?:exe|dll|scr|com|pif|cpl|sys|msi|msix|bat|cmd|ps1|psm1|vbs|vbe|jse|wsf|hta|lnk|jar|sh|bash|so|dylib|elf|app|command|run|appimage|bin)$/;
const PROGRAM_FOLDER = /(?:^|[\\/])(?:site-packages|dist-packages)(?:[\\/]|$)|app\.asar|discord_desktop_core/;

/** Extensions that a browser loads, and the file that says which. */
const BROWSER_CODE =
  /user data[\\/][^\\/]{1,64}[\\/](?:extensions|secure preferences)(?:[\\/]|$)|[\\/]policies[\\/]managed[\\/]/;

/** What writing the file at `path` means. */
export function sinkKindOfPath(path: string): SinkKind {
  // Nothing starts from a folder that was made a moment ago; what is moved from there is seen when it is moved.
  const isFresh = /^«tempfile\./.test(path);
  if (!isFresh && findSensitiveNames(ownText(path)).some((name) => name.category === 'autostart-place'))
    return 'persistence-write';
  const lower = path.slice(-4096).toLowerCase();
  const name = baseName(lower).slice(-128);
  if (!isFresh && /^(?:authorized_keys|\.profile|crontab)$|\.pth$/.test(name)) return 'persistence-write';
  if (BROWSER_CODE.test(lower)) return 'code-file-write';
  if (CODE_SUFFIX.test(name) || PROGRAM_FOLDER.test(lower)) return 'code-file-write';
  return PROGRAM_SUFFIX.test(name) ? 'executable-write' : 'file-write';
}
