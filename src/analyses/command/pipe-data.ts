/** Follows literal data through the stages of a pipeline: `echo … | base64 -d | gunzip`. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { DECODED_BYTES } from '../../limits.ts';
import type { SimpleCommand } from './reading.ts';
import { decodeEscapes } from './shell-words.ts';

export interface StageData {
  /** What the stage prints, as far as known. */
  data: string | null;
  /** The stage is a decoder, whether or not its input was known. */
  decodes: boolean;
}

const BASE64_DECODE = /^(?:-d|-D|-di|--decode|-id)$/;

export function stageName(command: SimpleCommand): string {
  return command.name;
}

function literalOutput(command: SimpleCommand): string | null {
  const { name, args } = command;
  if (command.substitutions.length > 0) return null;
  if (name === 'echo') {
    const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
    const text = args.slice(flags === -1 ? args.length : flags).join(' ');
    return args.slice(0, Math.max(0, flags)).some((arg) => arg.includes('e')) ? decodeEscapes(text) : text;
  }
  if (name === 'printf') {
    const [format = '', ...values] = args;
    if (/^%[sb](?:\\n)?$/.test(format)) return decodeEscapes(values.join(''));
    return format.includes('%') ? null : decodeEscapes(format);
  }
  if (name === 'cat') return hereText(command);
  return null;
}

function hereText(command: SimpleCommand): string | null {
  return command.redirects.find(({ op }) => op === '<<' || op === '<<<')?.target ?? null;
}

/** Bytes as latin-1 text, or UTF-8 text where they are that. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function inflate(data: string): string | null {
  const bytes = Buffer.from(data, 'latin1');
  for (const decoder of [gunzipSync, inflateSync]) {
    try {
      return textOf(decoder(bytes, { maxOutputLength: DECODED_BYTES }));
    } catch {
      // Not this format.
    }
  }
  return null;
}

function rot(data: string, args: readonly string[]): string | null {
  const key = args.join(' ').slice(0, 100).replaceAll("'", '');
  if (!/^A-Za-z N-ZA-Mn-za-m$|^a-zA-Z n-za-mN-ZA-M$/.test(key)) return null;
  return data.replace(/[a-zA-Z]/g, (ch) => {
    const base = ch <= 'Z' ? 65 : 97;
    return String.fromCharCode(((ch.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function isDecoder({ name, args }: SimpleCommand): boolean {
  if (name === 'base64' || name === 'base32' || name === 'gbase64')
    return args.some((arg) => BASE64_DECODE.test(arg));
  if (name === 'openssl')
    return args.includes('-d') && (args.includes('enc') || /^(?:base64|aes-)/.test(args[0] ?? ''));
  if (name === 'xxd') return args.some((arg) => /^-[a-z]*r/.test(arg));
  return name === 'uudecode';
}

function decodeWith(command: SimpleCommand, input: string): string | null {
  const { name, args } = command;
  if (
    name === 'base64' ||
    name === 'gbase64' ||
    (name === 'openssl' && args.some((arg) => /base64|-a/.test(arg)))
  ) {
    const bytes = Buffer.from(input, 'base64');
    return isCompressed(bytes) ? bytes.toString('latin1') : textOf(bytes);
  }
  if (name === 'xxd') return textOf(Buffer.from(input.replace(/\s+/g, ''), 'hex'));
  return null;
}

function isCompressed(bytes: Buffer): boolean {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78;
}

/** What `command` prints when `input` is piped into it; null where that is not known. */
export function decodeStage(command: SimpleCommand, input: string | null): StageData {
  const decodes = isDecoder(command);
  const fed = input ?? hereText(command);
  if (decodes) return { decodes, data: fed === null ? null : decodeWith(command, fed) };
  if (fed === null || /^(?:echo|printf|cat)$/.test(command.name)) {
    return { decodes, data: command.name === 'cat' && input !== null ? input : literalOutput(command) };
  }
  if (command.name === 'rev') return { decodes: true, data: [...fed].reverse().join('') };
  if (/^(?:gunzip|zcat|gzip|zlib-flate|pigz)$/.test(command.name))
    return { decodes: true, data: inflate(fed) };
  if (command.name === 'tr') {
    const rotated = rot(fed, command.args);
    return { decodes: rotated !== null, data: rotated };
  }
  return { decodes, data: null };
}
