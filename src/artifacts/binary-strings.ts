import { printableStrings } from '../formats/strings.ts';
import { BINARY_STRINGS, BINARY_STRINGS_KEPT, VALUE_TEXT_LIMIT } from '../limits.ts';

/** What makes a string worth a reader's time: addresses, commands, places, interfaces of attack. */
const TELLING: readonly RegExp[] = [
  /\b(?:https?|ftp|tcp|wss?):\/\/[\w.-]/i,
  /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}:\d{2,5}\b/,
  /\.onion\b|api\.telegram\.org|discord(?:app)?\.com\/api/i,
  /\bpowershell\b|\bcmd(?:\.exe)?\s+\/[ck]\b|\b(?:wget|curl)\s+-|\/bin\/(?:ba)?sh\b|\bschtasks\b|\bcrontab\b/i,
  /\bnc\s+-|\/dev\/tcp\/|\bchmod\s+\+x|\bReflectiveLoader\b|\bmimikatz\b/i,
  /Login Data|Local State|cookies\.sqlite|key4\.db|\bwallet\.dat\b|\bid_rsa\b|\.aws[/\\]credentials|\.ssh[/\\]/i,
  /CurrentVersion\\Run\b|\\Start Menu\\Programs\\Startup|LaunchAgents|\.config[/\\]autostart/i,
  /%APPDATA%|%TEMP%|\\AppData\\(?:Local|Roaming)\b|\/etc\/(?:passwd|shadow|cron)/i,
  /stratum\+tcp|xmrig|\bkeylog|\bscreenshot\b|\bclipboard\b/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Addresses that compilers, certificates and file formats put into every binary. */
const COMMONPLACE =
  /\/\/(?:[\w-]+\.)*(?:digicert|verisign|symantec|symcb|symcd|thawte|globalsign|sectigo|comodoca|usertrust|entrust|letsencrypt|microsoft|apple|w3|openxmlformats|gnu|python|llvm|mozilla)\.(?:com|org|net)\b/i;

/** Where the first telling part starts, -1 when there is none. */
function tellingAt(text: string): number {
  if (COMMONPLACE.test(text) && text.length <= VALUE_TEXT_LIMIT) return -1;
  for (const pattern of TELLING) {
    const at = text.search(pattern);
    if (at >= 0) return at;
  }
  return -1;
}

/** Some compilers store all their texts in one run of thousands of characters. */
function around(text: string, at: number): string {
  if (text.length <= VALUE_TEXT_LIMIT) return text;
  const start = Math.max(0, at - VALUE_TEXT_LIMIT / 4);
  return text.slice(start, start + VALUE_TEXT_LIMIT);
}

/** Strings of a native binary that say what it does, distinct, in file order, bounded in number and length. */
export function tellingStrings(bytes: Uint8Array): string[] {
  const found = new Set<string>();
  for (const text of printableStrings(bytes, { minimum: 6, maximum: BINARY_STRINGS })) {
    if (found.size >= BINARY_STRINGS_KEPT) break;
    const at = tellingAt(text);
    if (at >= 0) found.add(around(text, at));
  }
  return [...found];
}
