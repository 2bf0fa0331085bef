/** What a file's name claims to be. */
import type { MemberType } from '../contracts/fact.ts';

const CLAIMS: readonly [string, readonly MemberType[]][] = [
  ['py pyw pyi pyx pxd pxi', ['python']],
  ['pyc pyo', ['bytecode']],
  ['exe dll pyd scr ocx', ['pe']],
  ['so dylib', ['elf', 'macho']],
  ['png jpg jpeg jpe gif bmp ico cur webp tif tiff psd icns heic avif', ['image']],
  ['ttf otf woff woff2 eot', ['font']],
  ['mp3 mp4 m4a m4v wav ogg oga ogv flac avi mov mkv webm aif aiff', ['media']],
  ['zip whl egg gz tgz bz2 tbz tbz2 xz txz zst 7z rar tar lzma jar', ['archive', 'jar', 'document']],
  ['pdf doc xls ppt rtf', ['document']],
  ['docx xlsx pptx odt ods odp epub', ['document', 'archive']],
  ['sh bash zsh ksh', ['shell']],
  ['ps1 psm1 psd1', ['powershell']],
  ['bat cmd', ['batch']],
  ['vbs vbe wsf', ['vbscript']],
  ['js mjs cjs jsx', ['javascript']],
  ['html htm xhtml hta', ['html']],
  ['ipynb', ['notebook']],
  ['svg', ['image']],
  ['lnk url desktop', ['shortcut']],
  ['wasm', ['wasm']],
  ['txt md rst csv tsv json xml yml yaml toml cfg ini css po pot log tex', ['text']],
];

const BY_SUFFIX: ReadonlyMap<string, readonly MemberType[]> = new Map(
  CLAIMS.flatMap(([suffixes, types]) => suffixes.split(' ').map((suffix) => [suffix, types] as const)),
);

/** Types of text: one text file may pass for another, as honest projects name them freely. */
const TEXTUAL: ReadonlySet<MemberType> = new Set([
  'python',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
  'html',
  'notebook',
  'metadata',
  'text',
]);

/** Content no honest file of text, image, font, media or document holds. */
const RUNNABLE: ReadonlySet<MemberType> = new Set([
  'pe',
  'elf',
  'macho',
  'bytecode',
  'jar',
  'wasm',
  'shortcut',
  'pickle',
  'python',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
]);

/** Lower-case suffix without dot, '' when the name has none. */
export function suffixOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Last part of a member path, inside nested archives too. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The types the suffix stands for; empty for a suffix that claims nothing. */
export function claimedTypes(path: string): readonly MemberType[] {
  return BY_SUFFIX.get(suffixOf(path)) ?? [];
}

export function isTextual(type: MemberType): boolean {
  return TEXTUAL.has(type);
}

/**
 * False when the suffix claims another type. Honest disorder agrees: text under the suffix of another text,
 * data nobody can name, placeholders of large-file stores, empty files.
 */
export function suffixAgrees(path: string, type: MemberType): boolean {
  const claimed = claimedTypes(path);
  const [first] = claimed;
  if (!first || type === 'empty' || claimed.includes(type)) return true;
  if (isTextual(first)) return isTextual(type) || !(RUNNABLE.has(type) || type === 'archive');
  if (first === 'bytecode' || first === 'pe' || first === 'elf') return type === 'text' || type === 'data';
  return !RUNNABLE.has(type) && type !== 'archive';
}
