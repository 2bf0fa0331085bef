/** Names of packers, protectors and bundlers by the marks they leave in a native binary. */
import { PACKER_TAIL_BYTES } from '../limits.ts';
import { indexOfBytes, startsWithText } from './byte-view.ts';
import type { Section } from './native-parts.ts';

const BY_SECTION: readonly [RegExp, string][] = [
  [/^UPX[0-9!]/, 'upx'],
  [/^\.?MPRESS/, 'mpress'],
  [/^(\.themida|\.winlice|Themida|WinLicen)/, 'themida'],
  [/^\.vmp\d/, 'vmprotect'],
  [/^(\.aspack|\.adata)/, 'aspack'],
  [/^\.?petite/, 'petite'],
  [/^\.?nsp\d/, 'nspack'],
  [/^\.enigma/, 'enigma'],
  [/^\.ndata/, 'nsis'],
  [/^(PEC2|PECompact)/, 'pecompact'],
  [/^\.?boom/, 'boomerang'],
  [/^(\.confuse|Confuser)/, 'confuser'],
  [/^(__MPRESS|__UPX)/, 'upx'],
];

/** Marks near the end of the file, where bundlers put their index. */
const IN_TAIL: readonly [string, string][] = [
  ['MEI\x0c\x0b\x0a\x0b\x0e', 'pyinstaller'],
  ['NullsoftInst', 'nsis'],
  ['AU3!EA06', 'autoit'],
];

const AT_OVERLAY: readonly [string, string][] = [
  ['KAX', 'nuitka-onefile'],
  ['KAY', 'nuitka-onefile'],
  ['7z\xbc\xaf\x27\x1c', '7z-sfx'],
  ['Rar!\x1a\x07', 'rar-sfx'],
  ['PK\x03\x04', 'zip-overlay'],
  ['zlb\x1a', 'inno-setup'],
];

/** First packer found, or null. Section names are cheap to forge, so the answer says what a mark claims. */
export function packerOf(
  bytes: Uint8Array,
  sections: readonly Section[],
  overlayOffset: number,
): string | null {
  for (const section of sections) {
    const known = BY_SECTION.find(([pattern]) => pattern.test(section.name));
    if (known) return known[1];
  }
  const tail = bytes.subarray(Math.max(0, bytes.length - PACKER_TAIL_BYTES));
  const bundled = IN_TAIL.find(([mark]) => indexOfBytes(tail, mark) >= 0);
  if (bundled) return bundled[1];
  const overlay = AT_OVERLAY.find(([mark]) => startsWithText(bytes, mark, overlayOffset));
  if (overlay) return overlay[1];
  const head = bytes.subarray(0, 4096);
  if (startsWithText(bytes, '\x7fELF') && indexOfBytes(head, 'UPX!') >= 0) return 'upx';
  return null;
}
