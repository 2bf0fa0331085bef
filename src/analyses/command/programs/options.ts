/** Reading of program arguments. */
import type { SimpleCommand } from '../reading.ts';

const ARGUMENT_TEXT = 8192;

/** Value of the first option named: `-o x`, `--output x`, `--output=x`. */
export function optionValue(args: readonly string[], names: readonly string[]): string | null {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (names.includes(arg)) return args[i + 1] ?? null;
    const equals = arg.indexOf('=');
    if (equals > 2 && names.includes(arg.slice(0, equals))) return arg.slice(equals + 1);
  }
  return null;
}

export function hasOption(args: readonly string[], names: readonly string[]): boolean {
  return args.some((arg) => names.includes(arg) || names.some((name) => arg.startsWith(`${name}=`)));
}

/** Arguments joined, cut: enough for every condition, and no text can make a pattern slow. */
export function argumentText(command: SimpleCommand): string {
  let text = '';
  for (const arg of command.args) {
    text += text === '' ? arg.slice(0, ARGUMENT_TEXT) : ` ${arg.slice(0, ARGUMENT_TEXT)}`;
    if (text.length >= ARGUMENT_TEXT) break;
  }
  return text.slice(0, ARGUMENT_TEXT);
}

export function lowerText(command: SimpleCommand): string {
  return argumentText(command).toLowerCase();
}

/** Windows options, `/x` or `-x`, ignoring case. */
export function hasSwitch(args: readonly string[], name: string): boolean {
  return args.some((arg) => /^[-/]/.test(arg) && arg.slice(1).toLowerCase() === name);
}

export function firstOperand(args: readonly string[]): string | null {
  return args.find((arg) => !arg.startsWith('-')) ?? null;
}

/** A part of a text that no analysis could compute: `…`, or `«name»` with what it came from. */
export function isUnknown(text: string): boolean {
  return text.startsWith('…') || text.startsWith('«');
}

/** A URL, or a host with a path as curl takes it. `…` stands for an unknown part and counts as one. */
export function looksLikeUrl(arg: string): boolean {
  if (/^[a-z][a-z0-9+.-]{1,15}:\/\//i.test(arg)) return true;
  if (arg.startsWith('-')) return false;
  if (isUnknown(arg)) return true;
  return /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|(?:[a-z0-9-]+\.)+[a-z]{2,10})(?::[0-9]{1,5})?(?:[/?]|$)/i.test(
    arg.slice(0, 300),
  );
}

/** A request to the machine itself: nothing comes in or goes out. */
export function isLocalUrl(url: string): boolean {
  return /^(?:https?:\/\/)?(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1\])(?=[:/?]|$)/i.test(url.slice(0, 100));
}
