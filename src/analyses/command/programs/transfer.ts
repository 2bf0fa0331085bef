/** Programs that fetch from or send to the network. */
import { baseNameOf, type Session, type SimpleCommand } from '../reading.ts';
import type { Effects } from './effects.ts';
import { hasOption, isLocalUrl, looksLikeUrl, lowerText, optionValue } from './options.ts';

/** File name a URL is saved under when none is given. */
function nameOfUrl(url: string): string {
  return baseNameOf(url.replace(/[?#].*$/s, ''));
}

const CURL_SEND =
  /^(?:-d|--data(?:-ascii|-binary|-raw|-urlencode)?|-F|--form(?:-string)?|-T|--upload-file|--json|--url-query)(?:=|$)/;
/** Short options of curl with a value glued on: `-dfoo`, `-Ff=@x`, `-T-`. */
const CURL_SEND_GLUED = /^-[sSkLfgNi]*[dFT][^-]/;
const CURL_WITH_VALUE = new Set(
  '-o --output -H --header -A --user-agent -u --user -x --proxy -X --request -m --max-time -e --referer -b --cookie -c --cookie-jar -w --write-out -d --data -F --form --retry --connect-timeout --cacert --cert -K --config --unix-socket --data-binary --data-raw --data-urlencode -T --upload-file --retry-delay --output-dir'.split(
    ' ',
  ),
);

function urlsOf(command: SimpleCommand, withValue: ReadonlySet<string>): string[] {
  return command.args.filter(
    (arg, i) =>
      looksLikeUrl(arg) &&
      !isLocalUrl(arg) &&
      !(withValue.has(command.args[i - 1] ?? '') && !arg.includes('://')),
  );
}

function curl(session: Session, command: SimpleCommand): void {
  const { args } = command;
  if (hasOption(args, ['--unix-socket', '--abstract-unix-socket'])) return;
  const urls = urlsOf(command, CURL_WITH_VALUE);
  if (args.some((arg) => CURL_SEND.test(arg) || CURL_SEND_GLUED.test(arg)) && urls.length > 0) {
    session.feature('send-data');
    return;
  }
  if (urls.length === 0) return;
  const output = optionValue(args, ['-o', '--output']);
  if (output !== null) session.download(output);
  else if (
    hasOption(args, ['-O', '--remote-name']) ||
    args.some((arg) => /^-[a-zA-Z]{0,20}O[a-zA-Z]{0,20}$/.test(arg))
  ) {
    for (const url of urls) session.download(nameOfUrl(url));
  } else session.download(redirectTarget(command));
  if (args.some((arg) => /^-[a-zA-Z]*o$/.test(arg) && arg !== '-o')) {
    session.download(args[args.findIndex((arg) => /^-[a-zA-Z]*o$/.test(arg)) + 1] ?? '');
  }
}

function redirectTarget(command: SimpleCommand): string {
  return (
    command.redirects.find((redirect) => redirect.op === '>' && !redirect.target.startsWith('/dev/'))
      ?.target ?? ''
  );
}

function wget(session: Session, command: SimpleCommand): void {
  const { args } = command;
  if (args.some((arg) => /^--(?:post-data|post-file|body-data|body-file)(?:=|$)/.test(arg))) {
    session.feature('send-data');
  }
  const urls = urlsOf(command, new Set(['-U', '--user-agent', '--header', '-o', '-O', '-P']));
  if (urls.length === 0) return;
  const glued = args.find((arg) => /^-[a-zA-Z]*O./.test(arg) && !arg.startsWith('--'));
  const output =
    optionValue(args, ['--output-document', '-O']) ??
    (glued !== undefined ? glued.slice(glued.indexOf('O') + 1) : null) ??
    optionAfterCluster(args);
  if (output !== null) session.download(output === '-' ? redirectTarget(command) : output);
  else for (const url of urls) session.download(nameOfUrl(url));
}

/** Value of an option cluster that ends in O: `-qO file`. */
function optionAfterCluster(args: string[]): string | null {
  const at = args.findIndex((arg) => /^-[a-zA-Z]+O$/.test(arg));
  return at === -1 ? null : (args[at + 1] ?? null);
}

function certutil(session: Session, command: SimpleCommand): void {
  const { args } = command;
  const flag = args.find((arg) => /^[-/](?:urlcache|verifyctl|url)$/i.test(arg));
  if (flag !== undefined && args.some(looksLikeUrl)) {
    session.feature('living-off-the-land');
    const at = args.findIndex(looksLikeUrl);
    session.download(args[at + 1] ?? nameOfUrl(args[at]!));
  }
  if (args.some((arg) => /^[-/]decode(?:hex)?$/i.test(arg))) {
    session.feature('living-off-the-land', 'decode');
    const output = args.at(-1);
    const input = args.at(-2);
    if (output && input && session.isDownloaded(input)) session.downloads.add(baseNameOf(output));
  }
}

function bitsadmin(session: Session, command: SimpleCommand): void {
  const at = command.args.findIndex(looksLikeUrl);
  if (at === -1) return;
  session.feature('living-off-the-land');
  session.download(command.args[at + 1] ?? '');
}

/** netcat: a program behind `-e`/`-c` makes a remote shell; a file or pipe as input is sent. */
function netcat(session: Session, command: SimpleCommand): void {
  const { args, redirects } = command;
  const runs = args.some(
    (arg, i) => /^-[a-z]*[ec]$/.test(arg) && /sh$|cmd|powershell|bash/.test(args[i + 1] ?? ''),
  );
  if (runs || hasOption(args, ['--exec', '--sh-exec'])) session.feature('reverse-shell');
  const listens = args.some((arg) => /^-[a-z]*l/.test(arg));
  const scans = args.some((arg) => /^-[a-z]*z/.test(arg));
  if (listens || scans) return;
  if (redirects.some((redirect) => redirect.op === '<' && !redirect.target.startsWith('/dev/null'))) {
    session.feature('send-data');
  }
  session.marks.add('netcat');
}

function socat(session: Session, command: SimpleCommand): void {
  const all = lowerText(command);
  if (/\b(?:exec|system):/.test(all) && /\b(?:tcp|udp|openssl|ssl)[46]?(?:-connect|-listen)?:/.test(all)) {
    session.feature('reverse-shell');
  }
}

/** `scp file user@host:` and `rsync … host:path`: the remote end last means sending. */
function copyToHost(session: Session, command: SimpleCommand): void {
  const last = command.args.at(-1) ?? '';
  if (/^[^/\\-][^/\\:]{2,250}:[^\\]*$/.test(last) && !last.includes('://')) session.feature('send-data');
}

function ftp(session: Session, command: SimpleCommand): void {
  if (command.args.some((arg) => /^-s:/i.test(arg))) session.feature('living-off-the-land');
}

function mail(session: Session, command: SimpleCommand): void {
  if (command.redirects.some((redirect) => redirect.op === '<' || redirect.op === '<<<'))
    session.feature('send-data');
}

export const TRANSFER: Effects = {
  curl,
  wget,
  wget2: wget,
  aria2c: wget,
  axel: wget,
  certutil,
  bitsadmin,
  nc: netcat,
  ncat: netcat,
  netcat,
  nc64: netcat,
  'nc.traditional': netcat,
  'nc.openbsd': netcat,
  socat,
  scp: copyToHost,
  pscp: copyToHost,
  rsync: copyToHost,
  ftp,
  mail,
  mailx: mail,
  sendmail: mail,
};
