/** Texts, paths, JSON and patterns in Python's standard library. */
import { joinPath } from './operators.ts';
import { type Pure, raw } from './raw.ts';
import { findAll, substitute } from './regex.ts';
import { makeTranslation } from './translation.ts';
import { bool, bytes, list, number, text, tuple, unknown, type Value } from './values.ts';

export const TEXTS: Readonly<Record<string, Pure>> = {
  'builtins.str.maketrans': (args) => makeTranslation(args),
  'builtins.bytes.maketrans': (args) => makeTranslation(args),
  'string.maketrans': (args) => makeTranslation(args),
  'os.path.join': (args) => (args.length === 0 ? null : joinPath(args)),
  'posixpath.join': (args) => (args.length === 0 ? null : joinPath(args)),
  'os.path.normpath': ([x]) => x,
  'os.path.abspath': ([x]) => x,
  'os.path.realpath': ([x]) => x,
  'os.fspath': ([x]) => x,
  'os.fsencode': ([x]) => x,
  'os.fsdecode': ([x]) => x,
  'os.path.basename': ([x]) => (x?.t === 'str' ? text(x.v.replace(/^.*[/\\]/s, ''), x.taint) : null),
  'textwrap.dedent': ([x]) => (x?.t === 'str' ? text(dedent(x.v), x.taint) : null),
  'inspect.cleandoc': ([x]) => (x?.t === 'str' ? text(dedent(x.v).trim(), x.taint) : null),
  'json.loads': ([x]) => (raw(x) === null ? null : fromJson(raw(x)!, x!)),
  'shlex.split': ([x]) =>
    x?.t === 'str' && !/["'\\]/.test(x.v)
      ? list(
          x.v.split(/\s+/).map((word) => text(word, x.taint)),
          x.taint,
        )
      : null,
  'shlex.quote': ([x]) => x,
  'os.path.splitext': ([x]) => {
    if (x?.t !== 'str') return null;
    const at = /\.[^./\\]*$/.exec(x.v)?.index ?? x.v.length;
    return tuple([text(x.v.slice(0, at), x.taint), text(x.v.slice(at), x.taint)]);
  },
  'os.path.split': ([x]) => {
    if (x?.t !== 'str') return null;
    const at = Math.max(x.v.lastIndexOf('/'), x.v.lastIndexOf('\\'));
    return tuple([text(at < 0 ? '' : x.v.slice(0, at), x.taint), text(x.v.slice(at + 1), x.taint)]);
  },
  're.sub': ([pattern, by, x]) => {
    const [known, replacement, subject] = [raw(pattern), raw(by), raw(x)];
    if (known === null || replacement === null || subject === null || replacement.includes('\\')) return null;
    const result = substitute(known, subject, () => replacement);
    return result === null ? null : remade(x!, result);
  },
  're.findall': ([pattern, x]) => {
    const found = raw(pattern) === null || raw(x) === null ? null : findAll(raw(pattern)!, raw(x)!);
    return found === null
      ? null
      : list(
          found.map(({ whole, group }) => remade(x!, group ?? whole)),
          x!.taint,
        );
  },
  're.split': ([pattern, x]) => {
    const subject = raw(x);
    const found = raw(pattern) === null || subject === null ? null : findAll(raw(pattern)!, subject);
    if (found === null || subject === null || found.some(({ group }) => group !== null)) return null;
    let last = 0;
    const parts: Value[] = [];
    for (const { index, whole } of found) {
      parts.push(remade(x!, subject.slice(last, index)));
      last = index + whole.length;
    }
    return list([...parts, remade(x!, subject.slice(last))], x!.taint);
  },
  're.escape': ([x]) => (x?.t === 'str' ? text(x.v.replace(/[^\w]/g, '\\$&'), x.taint) : null),
  'math.floor': rounded(Math.floor),
  'math.ceil': rounded(Math.ceil),
  'math.trunc': rounded(Math.trunc),
  'math.sqrt': ([x]) => (x?.t === 'num' && x.v >= 0 ? number(Math.sqrt(Number(x.v)), true, x.taint) : null),
};

/** Values of names in Python's library that are texts. */
const CONSTANTS: Readonly<Record<string, string>> = {
  'os.sep': '/',
  'os.path.sep': '/',
  'os.pathsep': ':',
  'os.linesep': '\n',
  'string.ascii_lowercase': 'abcdefghijklmnopqrstuvwxyz',
  'string.ascii_uppercase': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'string.ascii_letters': 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'string.letters': 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'string.lowercase': 'abcdefghijklmnopqrstuvwxyz',
  'string.uppercase': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'string.digits': '0123456789',
  'string.hexdigits': '0123456789abcdefABCDEF',
  'string.octdigits': '01234567',
  'string.punctuation': '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  'string.whitespace': ' \t\n\r\x0b\x0c',
  'string.printable':
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c',
};

/** The text that an outside name stands for, or null. */
export const textConstant = (name: string): string | null =>
  Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name]! : null;

function rounded(round: (v: number) => number): Pure {
  return ([x]) => (x?.t === 'num' ? number(round(Number(x.v)), false, x.taint) : null);
}

/** Part of a text or of bytes, put together anew. */
function remade(from: Value, v: string): Value {
  const made = 'made' in from && from.made === 'computed' ? 'computed' : 'joined';
  return from.t === 'bytes' ? bytes(v, from.taint, made) : text(v, from.taint, made);
}

/** textwrap.dedent for spaces and tabs. */
export function dedent(v: string): string {
  const lines = v.split('\n');
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null) margin = indent;
    while (!indent.startsWith(margin)) margin = margin.slice(0, -1);
  }
  return margin === null || margin === ''
    ? v
    : lines
        .map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line.trimStart()))
        .join('\n');
}

function fromJson(source: string, input: Value): Value | null {
  if (source.length > 4_000_000) return null;
  try {
    return ofJson(JSON.parse(source), input, 0);
  } catch {
    return null; // Not JSON: Python would raise as well.
  }
}

function ofJson(data: unknown, input: Value, depth: number): Value {
  if (typeof data === 'string') return text(data, input.taint);
  if (typeof data === 'number') return number(data, !Number.isInteger(data), input.taint);
  if (typeof data === 'boolean') return bool(data);
  if (depth > 16 || data === null || typeof data !== 'object') return unknown(input.taint);
  if (Array.isArray(data))
    return list(
      data.map((item) => ofJson(item, input, depth + 1)),
      input.taint,
    );
  const entries = new Map<string, { key: Value; value: Value }>();
  for (const [key, value] of Object.entries(data))
    entries.set(`s${key}`, { key: text(key), value: ofJson(value, input, depth + 1) });
  return { t: 'dict', taint: input.taint, entries, open: false };
}
