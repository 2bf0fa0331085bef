/** Reads JavaScript for what it does outside a browser: Node.js, Electron and Windows Script Host. */
import { findSensitiveNames } from '../sensitive-names.ts';
import { collectUrls, type Session } from './reading.ts';

/** Signs that a script has a system to talk to; page scripts and bundles have none of them. */
const HOST_SIGNS =
  /\brequire\s{0,2}\(\s{0,2}["'`](?:node:)?(?:child_process|fs|os|https?|net|tls|dns|electron|axios|node-fetch|got|request|needle|ws)["'`]|ActiveXObject\s{0,2}\(\s{0,2}["'](?:WScript|Shell|ADODB|Scripting|MSXML2)\.|\bWScript\.(?:CreateObject|Shell|Sleep|Arguments)|\bimport\b[^\n;]{0,200}\bfrom\s{0,4}["'](?:node:)?(?:child_process|fs|os|https?|net|electron)["']/;
const DECODED_CHARS = 1_000_000;

function decodeString(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_, hex, unicode, other) =>
    (hex ?? unicode)
      ? String.fromCharCode(Number.parseInt(hex ?? unicode, 16))
      : other === 'n'
        ? '\n'
        : other,
  );
}

/** Command lines given to child_process and WScript.Shell as literals. */
function childProcesses(session: Session, text: string): void {
  for (const match of text.matchAll(
    /\b(?:exec|execSync|spawn|spawnSync|execFile|execFileSync|Run|ShellExecute)\s{0,2}\(\s{0,8}(["'`])((?:\\.|(?!\1)[^\\\n]){1,4000})\1/g,
  )) {
    session.run(decodeString(match[2]!), 'shell');
  }
}

/** `eval(atob('…'))`, `eval(Buffer.from('…','base64').toString())`, `new Function(atob('…'))`. */
function evaluatedBlobs(session: Session, text: string): void {
  const call =
    /\b(?:eval|Function)\s{0,2}\(\s{0,4}(?:atob\s{0,2}\(\s{0,4}|Buffer\.from\s{0,2}\(\s{0,4})(["'`])([A-Za-z0-9+/=_-]{16,})\1/g;
  for (const match of text.matchAll(call)) {
    session.feature('encoded-command', 'decode');
    const decoded = Buffer.from(match[2]!, 'base64').toString('utf8').slice(0, DECODED_CHARS);
    session.nested(decoded, 'javascript', ['eval', 'base64']);
  }
  const codes = /\beval\s{0,2}\(\s{0,4}String\.fromCharCode\s{0,2}\(([0-9,\sxa-fA-F]{16,400000})\)/g;
  for (const match of text.matchAll(codes)) {
    session.feature('encoded-command');
    const decoded = match[1]!
      .split(',')
      .map((code) => String.fromCharCode(Number(code) & 0xffff))
      .join('');
    session.nested(decoded, 'javascript', ['eval', 'fromCharCode']);
  }
}

/** Generators leave their marks: string tables rotated at start, JSFuck, AAEncode, the p,a,c,k,e packer. */
function isObfuscated(text: string): boolean {
  const hexNames = text.match(/\b_0x[0-9a-f]{4,6}\b/g)?.length ?? 0;
  if (hexNames >= 20) return true;
  if (/eval\(function\(p,a,c,k,e,[dr]\)/.test(text)) return true;
  return text.includes('(![]+[])[+[]]') || text.includes('ﾟωﾟﾉ=');
}

function nodeFeatures(session: Session, text: string): void {
  const has = (pattern: RegExp): boolean => pattern.test(text);
  const processes = has(/\bchild_process\b|WScript\.Shell|Shell\.Application/);
  const fetches = has(/\b(?:https?|axios|got|request|fetch)\s{0,2}(?:\.get)?\s{0,2}\(|XMLHTTP/);
  const writes = has(/\bwriteFile(?:Sync)?\s{0,2}\(|createWriteStream\s{0,2}\(|\.SaveToFile\s{0,2}\(/i);
  if (fetches && writes) session.feature('download');
  if (fetches && writes && processes && has(/\b(?:exec|execSync|spawn|execFile|Run|fork)\s{0,2}\(/))
    session.feature('download-execute');
  if (fetches && has(/\beval\s{0,2}\(\s{0,4}(?:data|body|res|response|text|code)/))
    session.feature('download-execute');
  if (has(/\bmethod\s{0,2}:\s{0,2}["'`]POST["'`]|\.post\s{0,2}\(/i)) session.feature('send-data');
  if (
    has(
      /JSON\.stringify\s{0,2}\(\s{0,4}process\.env\s{0,4}[,)]|querystring\.stringify\s{0,2}\(\s{0,4}process\.env/,
    )
  )
    session.feature('environment-dump');
  if (has(/\bos\.(?:hostname|userInfo|networkInterfaces)\s{0,2}\(/)) session.feature('host-identity');
  if (
    has(/\bnet\.(?:connect|Socket|createConnection)\b/) &&
    processes &&
    has(/\.pipe\s{0,2}\(\s{0,4}\w{1,40}\.std(?:in|out)/)
  )
    session.feature('reverse-shell');
  if (has(/windowsHide\s{0,2}:\s{0,2}true/)) session.feature('hidden-window');
  if (has(/unlink(?:Sync)?\s{0,2}\(\s{0,4}__filename/)) session.feature('self-delete');
  if (processes) session.program('child_process');
}

const STORES = new Set([
  'browser-store',
  'wallet',
  'messenger-token',
  'ssh-key',
  'cloud-credential',
  'package-credential',
]);

export function analyseJavascript(session: Session, text: string): void {
  if (isObfuscated(text)) session.feature('obfuscated');
  evaluatedBlobs(session, text);
  if (!HOST_SIGNS.test(text)) return;
  collectUrls(session, text);
  childProcesses(session, text);
  nodeFeatures(session, text);
  const reads = /\bread(?:File|dir)(?:Sync)?\s{0,2}\(|copyFile(?:Sync)?\s{0,2}\(/.test(text);
  if (reads && findSensitiveNames(text).some(({ category }) => STORES.has(category)))
    session.feature('credential-access');
}
