/** Command lines and program texts that the program starts or writes. */
import type { CommandFact } from '../../contracts/fact.ts';
import { VALUE_TEXT_LIMIT } from '../../limits.ts';
import type { Node } from '../../python/ast.ts';
import { ownText } from '../../python/own-text.ts';
import { parseModule } from '../../python/parser.ts';
import { analyseCommand } from '../command.ts';
import { runText } from './dynamic.ts';
import { rememberFile } from './files.ts';
import { chainOf, type Frame, isolated, type Machine, place } from './machine.ts';
import { readable } from './render.ts';
import { scanBuilt } from './strings.ts';
import type { Taint } from './taint.ts';

/** A command line that is started: its fact, and the programs inside it. */
export function noteCommand(
  m: Machine,
  f: Frame,
  text: string,
  dialect: CommandFact['dialect'],
  origin: CommandFact['origin'],
  taint: Taint,
  node: Node,
): void {
  if (text.trim() === '') return;
  const reading = analyseCommand(text, dialect);
  const shown = readable(text.slice(0, 2000)).slice(0, VALUE_TEXT_LIMIT);
  m.facts.add(f.unit, place(f, node), {
    kind: 'command',
    dialect,
    text: shown,
    origin,
    features: reading.features,
    programs: reading.programs,
    urls: reading.urls,
  });
  if (reading.features.includes('download')) noteDownload(m, f, text, node);
  for (const inner of reading.inner) {
    if (inner.language === 'python') runText(m, isolated(m, f), inner.text, taint, 'process', node);
    else if (
      m.layer(inner.text, inner.language, [...chainOf(taint), ...inner.chain], 'process', f, node) !== null
    ) {
      scanBuilt(m, f, node, inner.text, taint);
      const language = inner.language;
      if (
        language === 'shell' ||
        language === 'powershell' ||
        language === 'batch' ||
        language === 'vbscript' ||
        language === 'javascript'
      ) {
        noteCommand(m, f, inner.text, language, 'layer', taint, node);
      }
    }
  }
}

/** A start of a command whose text the parser could not read to its end, mostly for quotes inside quotes. */
const BROKEN_START =
  /\b(?:system|popen|Popen|run|call|check_call|check_output|getoutput)\s*\(\s*[rbfu]{0,2}["']{1,3}([^\n]{10,4000})/;

/** Code that does not parse does not run here; it may where it was broken on purpose, and it says what was meant. */
export function noteBrokenCommand(m: Machine, f: Frame, node: Node): void {
  const { text } = f.source;
  const line = text.lastIndexOf('\n', node.start - 1) + 1;
  const end = text.indexOf('\n', node.start);
  const command = BROKEN_START.exec(text.slice(line, end === -1 ? undefined : end).slice(0, 8000))?.[1];
  if (command === undefined) return;
  noteCommand(m, f, command.replace(/["']{1,3}\s*(?:,[^"']*)?\)\s*$/, ''), 'shell', 'spawn', null, node);
}

/** Programs with which command lines begin that nobody has a reason to encode. */
const COMMAND_LINE =
  /^\s*(?:(?:curl|wget|powershell|pwsh|mshta|certutil|bitsadmin)(?:\.exe)?\s|cmd(?:\.exe)?\s+\/[ck]|(?:ba|z)?sh\s+-[ci]|python[\d.]*\s+-c|nc\s+-|iwr\s|iex\b|Invoke-(?:WebRequest|Expression)\b)/i;

/** A command line that comes out of a decoder, whatever becomes of it. */
export function noteDecodedCommand(m: Machine, f: Frame, content: string, taint: Taint, node: Node): void {
  if (content.length < 12 || content.length > 20_000 || !COMMAND_LINE.test(content)) return;
  if (m.layer(content, 'shell', chainOf(taint), null, f, node) !== null)
    noteCommand(m, f, content, 'shell', 'layer', taint, node);
}

/** File names that download commands give their result. */
const OUTPUT =
  /(?:\s-\w{0,6}[oO]|--output(?:-document)?|-OutFile|-Destination|\s-out)[\s=]+["']?([^\s"';|&]{3,200})/gi;

/** `curl … -o x`: a later start of `x` runs what came from the network. */
function noteDownload(m: Machine, f: Frame, text: string, node: Node): void {
  const origin = m.origin('network-response', 'command line', text.slice(0, 160), f, node);
  let count = 0;
  for (const match of text.slice(0, 20_000).matchAll(OUTPUT)) {
    if (++count > 16) break;
    rememberFile(m, f, match[1]!, [origin], null, node);
  }
}

/** Program text that is written to a file or handed to an interpreter: read as the program it is. */
export function noteProgramText(
  m: Machine,
  f: Frame,
  content: string,
  name: string,
  taint: Taint,
  node: Node,
): void {
  if (content.length < 12) return;
  const suffix = /\.(\w{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/^(bat|cmd|ps1|vbs|sh|js|hta|wsf)$/.test(suffix)) {
    const dialect =
      suffix === 'ps1'
        ? 'powershell'
        : suffix === 'vbs'
          ? 'vbscript'
          : suffix === 'sh'
            ? 'shell'
            : suffix === 'bat' || suffix === 'cmd'
              ? 'batch'
              : 'javascript';
    noteCommand(m, f, content, dialect, 'written-file', taint, node);
  } else if (content.length >= 40 && (/^(py|pyw)$/.test(suffix) || looksLikePython(content))) {
    runText(m, isolated(m, f), content, taint, 'code-file-write', node);
  }
}

/** Most of the lines parse, and it imports or calls something. */
export function looksLikePython(content: string): boolean {
  const beginning = content.slice(0, 20_000);
  if (!/^[^\S\n\r]*(import\s+\w|from\s+[\w.]+\s+import\s|exec\(|def\s+\w+\()/m.test(beginning)) return false;
  const tree = parseModule(ownText(content.slice(0, 200_000)));
  return tree.body.length >= 2 && tree.errors.length * 8 <= tree.body.length;
}
