import { VALUE_TEXT_LIMIT } from '../../limits.ts';

/**
 * Fills `{placeholders}`. Values come from hostile text: they are cut, and characters that could move a
 * terminal's cursor or reorder a line are shown as escapes.
 *
 * @throws Error when the template names a value that was not given.
 */
export function fillMessage(template: string, data: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`no value for '{${name}}'`);
    // Everybody knows the built-ins without their module.
    return showText(String(value).replace(/\bbuiltins\.(?=\w)/g, ''));
  });
}

/** Text made safe for one line of a message. */
export function showText(text: string): string {
  const cut = text.length > VALUE_TEXT_LIMIT ? `${text.slice(0, VALUE_TEXT_LIMIT)}…` : text;
  return cut.replace(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return ' ';
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}

/** C0, C1, zero-width, line separators, bidi controls, byte-order mark, tags, lone surrogates. */
const UNSAFE =
  /[\u{0}-\u{1f}\u{7f}-\u{9f}\u{ad}\u{61c}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]|\p{Cs}/gu;
