/** Values as a reader sees them: for facts, for paths, for command lines. */
import type { ValueSummary } from '../../contracts/fact.ts';
import { VALUE_TEXT_LIMIT } from '../../limits.ts';
import { repr } from './formatting.ts';
import { type Choice, deepTaint, type Value } from './values.ts';

const PLACEHOLDER = '…';

/** Values inside one value that are shown: containers may hold one another many times. */
interface Budget {
  left: number;
}
const TEXT_VALUES = 2048;
const SHOWN_VALUES = 160;
/** Of one container. */
const SHOWN_ITEMS = 12;

/**
 * A value as path or command text. Unknown parts read `…`; environment variables `%NAME%`; temporary files and
 * other call results `«name@offset»`, so that the same object reads the same wherever it turns up.
 */
export function textOf(value: Value, depth = 6, budget: Budget = { left: TEXT_VALUES }): string {
  if (depth === 0 || --budget.left < 0) return PLACEHOLDER;
  switch (value.t) {
    case 'str':
    case 'bytes':
      return value.v;
    case 'num':
      return String(value.v);
    case 'template':
      return value.parts.map((part) => textOf(part, depth - 1, budget)).join('');
    case 'obj':
      return objectText(value, depth, budget);
    case 'ref':
      if (value.self !== null && /\.(name|path)$/.test(value.name))
        return textOf(value.self, depth - 1, budget);
      return value.name === 'sys.executable' ? 'python' : `«${value.name}»`;
    case 'choice':
      return textOf(bestKnown(value), depth - 1, budget);
    case 'list':
    case 'tuple':
      return (
        value.items
          .slice(0, 64)
          .map((item) => quoteWord(textOf(item, depth - 1, budget)))
          .join(' ') + (value.open ? ` ${PLACEHOLDER}` : '')
      );
    default:
      return PLACEHOLDER;
  }
}

function objectText(value: Value & { t: 'obj' }, depth: number, budget: Budget): string {
  const first = value.args[0];
  switch (value.name) {
    case 'os.getenv':
      return first?.t === 'str' ? `%${first.v}%` : PLACEHOLDER;
    case '__file__':
      return `member:${first?.t === 'str' ? first.v : ''}`;
    case '__dir__':
      return `member:${first?.t === 'str' ? first.v : ''}`;
    case 'tempfile.gettempdir':
      return '%TEMP%';
    case 'pathlib.Path.home':
    case 'os.path.expanduser':
      return first === undefined ? '~' : textOf(first, depth - 1, budget);
  }
  if (ADDRESSES.test(value.name)) {
    const address = first ?? value.keywords.get('url');
    return address === undefined ? PLACEHOLDER : textOf(address, depth - 1, budget);
  }
  if (
    value.name.startsWith('pathlib.') ||
    value.name === 'builtins.open' ||
    value.name === 'os.fspath' ||
    value.name === 'builtins.str'
  ) {
    return first === undefined ? PLACEHOLDER : textOf(first, depth - 1, budget);
  }
  if (value.name.startsWith('tempfile.')) {
    const suffix = value.keywords.get('suffix');
    return `«${value.name}@${value.at.offset}»${suffix?.t === 'str' ? suffix.v : ''}`;
  }
  return `«${value.name}@${value.at.offset}»`;
}

/** Of several values the one that stands in the source: a variable that nobody has set names no place. */
function bestKnown({ options }: Choice): Value {
  return options.find(({ t }) => t === 'str' || t === 'bytes') ?? options[0]!;
}

/** Objects that stand for the address they are made of. */
const ADDRESSES = /^(?:urllib\.request\.Request|httpx\.URL|yarl\.URL|furl\.furl)$/;

const quoteWord = (word: string): string =>
  /^[^\s"']+$/.test(word) || !/\s/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The text without the offsets of unknown parts, a run of them as one. */
export function readable(text: string): string {
  return text.includes('«') ? text.replace(/(?:«([\w.]{1,160})@\d+»)+/g, '«$1»') : text;
}

/** For facts: Python-like, short. */
export function summary(value: Value): ValueSummary {
  const result: ValueSummary = { text: cut(readable(shown(value))) };
  if (value.t === 'str' || value.t === 'bytes') result.constant = value.v.slice(0, 2000);
  else if (value.t === 'bool') result.constant = value.v;
  else if (value.t === 'none') result.constant = null;
  else if (value.t === 'num' && typeof value.v === 'number') result.constant = value.v;
  const taint = deepTaint(value);
  if (taint !== null) result.sources = [...new Set(taint.map((origin) => origin.kind))];
  return result;
}

function shown(value: Value, depth = 4, budget: Budget = { left: SHOWN_VALUES }): string {
  if (depth === 0 || --budget.left < 0) return PLACEHOLDER;
  switch (value.t) {
    case 'str':
    case 'bytes':
      return (
        repr(
          value.v.length > VALUE_TEXT_LIMIT ? { ...value, v: value.v.slice(0, VALUE_TEXT_LIMIT) } : value,
        ) ?? PLACEHOLDER
      );
    case 'num':
    case 'bool':
    case 'none':
      return repr(value) ?? PLACEHOLDER;
    case 'list':
    case 'tuple':
      return `[${value.items
        .slice(0, SHOWN_ITEMS)
        .map((item) => shown(item, depth - 1, budget))
        .join(', ')}${value.items.length > SHOWN_ITEMS || value.open ? `, ${PLACEHOLDER}` : ''}]`;
    case 'dict': {
      const entries: string[] = [];
      for (const { key, value: held } of value.entries.values()) {
        if (entries.length === SHOWN_ITEMS) break;
        entries.push(`${shown(key, depth - 1, budget)}: ${shown(held, depth - 1, budget)}`);
      }
      return `{${entries.join(', ')}}`;
    }
    case 'template':
      return `'${textOf(value).slice(0, VALUE_TEXT_LIMIT)}'`;
    case 'ref':
      return value.name;
    case 'obj':
      if (ADDRESSES.test(value.name)) return `'${textOf(value).slice(0, VALUE_TEXT_LIMIT)}'`;
      return value.name === 'os.getenv' || value.name.startsWith('pathlib.')
        ? textOf(value)
        : `${value.name}(…)`;
    case 'func':
      return value.fn.name;
    case 'class':
    case 'inst':
      return value.cls.name;
    case 'module':
      return value.module.name ?? value.module.path;
    case 'choice':
      return shown(bestKnown(value), depth - 1, budget);
    default:
      return PLACEHOLDER;
  }
}

const cut = (text: string): string =>
  text.length > VALUE_TEXT_LIMIT ? `${text.slice(0, VALUE_TEXT_LIMIT - 1)}…` : text;
