/** What string constants and computed texts say: addresses, sensitive places, opaque blobs. */
import type { Expression, Node } from '../../python/ast.ts';
import { findIndicators } from '../indicators.ts';
import { literalOpacity } from '../opaque.ts';
import { findSensitiveNames } from '../sensitive-names.ts';
import { type Frame, type Machine, place } from './machine.ts';
import type { Taint } from './taint.ts';

/** Shortest literal that can be an opaque blob, characters. */
const BLOB_LENGTH = 200;
/** Facts of one text are plenty for any reader. */
const HITS_PER_TEXT = 40;

/** Looks at a literal once; an opaque one is a source of its own. */
export function scanConstant(m: Machine, f: Frame, node: Expression & { kind: 'Constant' }): void {
  if (typeof node.value !== 'string' || node.value.length < 5 || f.source.scanned.has(node.start)) return;
  f.source.scanned.add(node.start);
  report(m, f, node, node.value, f.source.layer !== null);
}

/** Looks at a text that no literal shows. */
export function scanBuilt(m: Machine, f: Frame, node: Node, text: string): void {
  if (text.length < 5) return;
  report(m, f, node, text, true);
}

function report(m: Machine, f: Frame, node: Node, text: string, hidden: boolean): void {
  const at = place(f, node);
  let count = 0;
  for (const { type, value } of findIndicators(text)) {
    if (++count > HITS_PER_TEXT) break;
    m.facts.add(f.unit, at, { kind: 'indicator', type, value, hidden });
  }
  count = 0;
  for (const { category, text: name } of findSensitiveNames(text)) {
    if (++count > HITS_PER_TEXT) break;
    m.facts.add(f.unit, at, { kind: 'sensitive-name', category, text: name, hidden });
  }
}

/** Origin of an opaque literal, or null for ordinary text. */
export function blobTaint(m: Machine, f: Frame, node: Node, text: string): Taint {
  if (text.length < BLOB_LENGTH) return null;
  const { opaque, alphabet } = literalOpacity(text.length > 65_536 ? text.slice(0, 65_536) : text);
  return opaque
    ? [m.origin('constant-blob', `${alphabet} literal`, `${text.length} characters`, f, node)]
    : null;
}
