/** Computes what PowerShell obfuscators write as expressions. */
import { type FoldRule, isLiteral, isOp, rulesFor, string, VALUE_CHARS } from './powershell-fold-rules.ts';
import type { Token } from './powershell-tokens.ts';

export interface Folding {
  tokens: Token[];
  /** Operations that were computed. */
  folded: number;
}

/** Expressions nested deeper are machine-made beyond need; the rest stays unfolded. */
const ROUNDS = 12;

function foldOnce(tokens: readonly Token[]): Folding {
  const out: Token[] = [];
  let folded = 0;
  for (let at = 0; at < tokens.length; ) {
    let hit: ReturnType<FoldRule> = null;
    for (const rule of rulesFor(tokens[at]!)) {
      hit = rule(tokens, at);
      if (hit !== null) break;
    }
    if (hit === null) out.push(tokens[at++]!);
    else {
      out.push(...hit.replacement);
      at += hit.length;
      folded++;
    }
  }
  return { tokens: out, folded };
}

/** Puts the values of variables that are set once to a literal where they are used. */
function propagate(tokens: readonly Token[]): Folding {
  const values = new Map<string, Token | null>();
  for (let at = 0; at + 2 < tokens.length; at++) {
    const name = tokens[at]!;
    if (name.kind !== 'variable' || name.text.startsWith('$env:')) continue;
    if (isOp(tokens[at + 1], '+=')) values.set(name.text, null);
    if (!isOp(tokens[at + 1], '=')) continue;
    const value = tokens[at + 2]!;
    const ends = at + 3 >= tokens.length || tokens[at + 3]!.kind === 'end' || isOp(tokens[at + 3], '}');
    const once = !values.has(name.text) && isLiteral(value) && ends;
    values.set(name.text, once ? value : null);
  }
  let folded = 0;
  let left = VALUE_CHARS;
  const out = tokens.map((token, at) => {
    if (token.kind !== 'variable' || isOp(tokens[at + 1], '=')) return token;
    const value = values.get(token.text);
    if (!value || value.text.length > left) return token;
    left -= value.text.length;
    folded++;
    return string(value.text, token);
  });
  return { tokens: out, folded };
}

/** Folds until nothing changes, at most `ROUNDS` times. */
export function foldPowershell(tokens: readonly Token[]): Folding {
  let current: Folding = { tokens: [...tokens], folded: 0 };
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    current = foldOnce(current.tokens);
    const { folded } = current;
    total += folded;
    const spread = propagate(current.tokens);
    current = spread;
    if (folded === 0 && spread.folded === 0) break;
  }
  return { tokens: current.tokens, folded: total };
}
