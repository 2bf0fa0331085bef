/** What string constants and computed texts say: addresses, sensitive places, opaque blobs. */
import type { SourceKind } from '../../contracts/fact.ts';
import type { Expression, Node } from '../../python/ast.ts';
import { ownText } from '../../python/own-text.ts';
import { findIndicators } from '../indicators.ts';
import { literalOpacity } from '../opaque.ts';
import { findSensitiveNames } from '../sensitive-names.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { hasKind, type Taint } from './taint.ts';

/** Shortest literal that can be an opaque blob, characters. */
const BLOB_LENGTH = 200;
/** Facts of one text are plenty for any reader. */
const HITS_PER_TEXT = 40;

/** Looks at a literal once; an opaque one is a source of its own. */
export function scanConstant(m: Machine, f: Frame, node: Expression & { kind: 'Constant' }): Taint {
  if (typeof node.value !== 'string' || node.value.length < 5) return null;
  if (f.source.scanned.has(node.start)) return node.value.length >= BLOB_LENGTH ? knownBlob(f, node) : null;
  f.source.scanned.add(node.start);
  report(m, f, node, node.value, null);
  if (node.value.length < BLOB_LENGTH) return null;
  const taint = blobTaint(m, f, node, node.value);
  if (taint !== null) m.steps.grant(node.value.length);
  return taint;
}

function knownBlob(f: Frame, node: Node): Taint {
  return f.source.origins?.get(`constant-blob:${node.start}`) ?? null;
}

/** Looks at a text that is put together, decoded or read; `taint` says from what. */
export function scanBuilt(m: Machine, f: Frame, node: Node, text: string, taint: Taint): void {
  if (text.length < 5) return;
  report(m, f, node, ownText(text), taint);
}

function report(m: Machine, f: Frame, node: Node, text: string, taint: Taint): void {
  const at = place(f, node);
  let count = 0;
  for (const { type, value } of findIndicators(text)) {
    if (++count > HITS_PER_TEXT) break;
    m.facts.add(f.unit, at, {
      kind: 'indicator',
      type,
      value: ownText(value),
      hidden: isHidden(m, f, node, hostOf(value), taint),
    });
  }
  count = 0;
  for (const { category, text: name, offset } of findSensitiveNames(text)) {
    if (++count > HITS_PER_TEXT) break;
    const spelling = text.slice(offset, offset + name.length);
    const telling = spelling.split(/[\\/]/).at(-1) ?? spelling;
    const hidden = isHidden(m, f, node, telling, taint);
    m.facts.add(f.unit, at, { kind: 'sensitive-name', category, text: name, hidden });
  }
}

/**
 * Whether a reader who searches the member for this word misses it. Joining readable pieces hides nothing, and
 * what was read from a file or an answer was never in the source.
 */
function isHidden(m: Machine, f: Frame, { start, end }: Node, word: string, taint: Taint): boolean {
  if (taint !== null && !hasKind(taint, OPAQUE_KINDS)) return false;
  const { text } = m.byPath.get(f.source.path)?.source ?? f.source;
  // Most words stand in the very literal that is looked at.
  return !text.slice(start, end).includes(word) && !text.includes(word);
}

const OPAQUE_KINDS: ReadonlySet<SourceKind> = new Set([
  'decoded',
  'decrypted',
  'constant-blob',
  'image-pixels',
]);

/** `https://host.example:80/x` → `host.example`; anything but a URL stays as it is. */
function hostOf(value: string): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value)?.[1] ?? value;
}

/** Origin of an opaque literal, or null for ordinary text. */
export function blobTaint(m: Machine, f: Frame, node: Node, text: string): Taint {
  if (text.length < BLOB_LENGTH) return null;
  const { opaque, alphabet } = literalOpacity(text.length > 65_536 ? text.slice(0, 65_536) : text);
  return opaque
    ? [m.origin('constant-blob', `${alphabet} literal`, `${text.length} characters`, f, node)]
    : null;
}
