/** Reads VBScript: WScript.Shell, XMLHTTP, ADODB.Stream, registry writes; string concatenation and Chr() computed. */
import { isAutostart } from './programs/system.ts';
import { collectUrls, type Session } from './reading.ts';

interface Folded {
  /** Text with computed strings and without comments. */
  text: string;
  folded: number;
}

/** End of the string literal that opens at `at`, behind its closing quote; doubled quotes belong to it. */
function literalEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '\n') {
    if (text[end] === '"') {
      if (text[end + 1] !== '"') return end + 1;
      end++;
    }
    end++;
  }
  return end;
}

const CHR = /^chrw?[ \t]{0,2}\([ \t]{0,2}(&h[0-9a-f]{1,4}|[0-9]{1,5})[ \t]{0,2}\)/i;

/** One pass: literals and `Chr(n)` that `&` or `+` joins become one literal. */
function fold(source: string): Folded {
  const text = source.replace(/ _\r?\n/g, ' ');
  let out = '';
  let folded = 0;
  let pending: string | null = null;
  let joining = false;
  const flush = (): void => {
    if (pending !== null) out += `"${pending}"`;
    pending = null;
    joining = false;
  };
  const piece = (value: string): void => {
    if (pending !== null && joining) {
      pending += value;
      folded++;
    } else {
      flush();
      pending = value;
    }
    joining = false;
  };
  for (let at = 0; at < text.length; ) {
    const ch = text[at]!;
    if (ch === '"') {
      const end = literalEnd(text, at);
      piece(text.slice(at + 1, Math.max(at + 1, text[end - 1] === '"' ? end - 1 : end)));
      at = end;
      continue;
    }
    if (ch === "'") {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
      continue;
    }
    const chr =
      (ch === 'C' || ch === 'c') && !/\w/.test(text[at - 1] ?? ' ')
        ? CHR.exec(text.slice(at, at + 24))
        : null;
    if (chr) {
      const code = chr[1]!.toLowerCase();
      const value = String.fromCharCode(Number(code.startsWith('&h') ? `0x${code.slice(2)}` : code) & 0xffff);
      piece(value === '"' ? '""' : value);
      folded++;
      at += chr[0].length;
      continue;
    }
    if (pending !== null && (ch === ' ' || ch === '\t')) {
      at++;
      continue;
    }
    if (pending !== null && !joining && (ch === '&' || ch === '+')) {
      joining = true;
      at++;
      continue;
    }
    if (joining) {
      flush();
      out += ' & ';
    } else flush();
    out += ch;
    at++;
  }
  flush();
  return { text: out, folded };
}

const RUN = /\.(run|exec|shellexecute|create)\b[ \t(]{0,4}"((?:[^"\n]|""){1,4000})"/gi;

/** Command lines given to `.Run`, `.Exec`, `ShellExecute` and WMI's `Create`. */
function runs(session: Session, text: string): void {
  for (const match of text.matchAll(RUN)) session.run(match[2]!.replaceAll('""', '"'), 'batch');
  if (/\.run\b[^\n]{1,300},\s{0,4}(?:0|vbhide)\b/i.test(text)) session.feature('hidden-window');
}

function network(session: Session, lower: string): void {
  if (!/xmlhttp|winhttp\.winhttprequest/.test(lower)) return;
  const saves = /\.savetofile\b/.test(lower);
  const starts = /\.(?:run|exec|shellexecute)\b/.test(lower);
  if (/\.open\b[ \t(]{0,4}"post"/.test(lower)) session.feature('send-data');
  if (saves || /\.response(?:text|body)\b/.test(lower)) session.feature('download');
  if ((saves && starts) || /\bexecute(?:global)?\b/.test(lower)) session.feature('download-execute');
}

function files(session: Session, text: string, lower: string): void {
  if (/\.regwrite\b[^\n]{1,400}currentversion\\run/.test(lower)) session.feature('persistence');
  if (/specialfolders[ \t]{0,4}\([ \t]{0,4}"(?:allusers)?startup"/.test(lower))
    session.feature('persistence');
  if (/\.(?:copyfile|movefile)\b/.test(lower) && isAutostart(text)) session.feature('persistence');
  if (/\.deletefile\b/.test(lower)) session.feature('file-delete');
  if (/\.deletefile\b[^\n]{0,80}wscript\.scriptfullname/.test(lower)) session.feature('self-delete');
}

/** Reads a VBScript text. */
export function analyseVbscript(session: Session, source: string): void {
  const { text, folded } = fold(source);
  const lower = text.toLowerCase();
  session.program('wscript');
  collectUrls(session, text);
  const evaluates = /\bexecute(?:global)?[ \t(]{1,4}\w{1,60}[ \t]{0,4}\(/.test(lower);
  if (folded >= 20 || evaluates) session.feature('obfuscated');
  if (/"runas"/.test(lower)) session.feature('privilege');
  if (/nodetypedvalue|bin\.base64/.test(lower)) session.feature('decode');
  if (/\.computername\b|\.username\b|win32_computersystem/.test(lower)) session.feature('host-identity');
  network(session, lower);
  files(session, text, lower);
  runs(session, text);
}
