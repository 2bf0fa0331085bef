/**
 * Random Python expressions of pure operations on known values, typed so that most of them can be computed. What the
 * evaluator leaves unknown is taken for either operand of `and` and `or` on purpose, and bytes formatted by `%s` read
 * as in Python 2: such forms are left out.
 */

import { any, type Generator, index, type Kind, LITERALS, OPERATIONS, slice } from './python-operations.ts';

/** One expression of at most `depth` operations inside one another. */
export function expression(
  g: Generator,
  kind: Kind,
  depth: number,
  names: Partial<Record<Kind, string[]>> = {},
): string {
  const known = names[kind];
  if (known !== undefined && known.length > 0 && g.below(4) === 0) return g.pick(known);
  if (depth === 0 || g.below(8) === 0) return literalOf(g, kind);
  return `(${g.pick(OPERATIONS[kind])((inner) => expression(g, inner, depth - 1 - g.below(2) * (depth > 1 ? 1 : 0), names), g)})`;
}

function literalOf(g: Generator, kind: Kind): string {
  const literal = g.pick(LITERALS[kind]);
  return /^[-\w'.]+$/.test(literal) && !literal.startsWith('-') && !/^\d/.test(literal)
    ? literal
    : `(${literal})`;
}

/** Statements that compute and change values, and the expression they are about. */
export function pureProgram(g: Generator, id: number): { lines: string[]; result: string } {
  const names: Partial<Record<Kind, string[]>> = {};
  const lines: string[] = [];
  const count = g.below(4);
  for (let i = 0; i < count; i++) {
    const kind = any(g);
    const name = `v${id}_${i}`;
    lines.push(
      `${name} = ${kind === 'strs' || kind === 'ints' ? `list(${expression(g, kind, 2, names)})` : expression(g, kind, 2, names)}`,
    );
    names[kind] = [...(names[kind] ?? []), name];
    lines.push(...changes(g, kind, name, names));
  }
  return { lines, result: expression(g, any(g), 3, names) };
}

function changes(g: Generator, kind: Kind, name: string, names: Partial<Record<Kind, string[]>>): string[] {
  const of = (inner: Kind) => expression(g, inner, 1, names);
  const item = kind === 'strs' ? 'str' : 'int';
  if (g.below(2) === 0) return [];
  if (kind === 'strs' || kind === 'ints')
    return [
      g.pick([
        `${name}.append(${of(item)})`,
        `${name}.extend(${of(kind)})`,
        `${name}.insert(${index(g)}, ${of(item)})`,
        `${name}.reverse()`,
        `${name}.sort()`,
        `${name} += ${of(kind)}`,
        `${name}[${index(g)}] = ${of(item)}`,
        `del ${name}[${index(g)}]`,
        `${name}[${slice(g).split(':').slice(0, 2).join(':')}] = ${of(kind)}`,
        `${name}.pop()`,
        `${name}.pop(0)`,
        `del ${name}[::2]`,
        `${name} *= 2`,
      ]),
    ];
  if (kind === 'dict')
    return [
      g.pick([
        `${name}[${of('str')}] = ${of('int')}`,
        `${name}.update(${of('dict')})`,
        `${name}.setdefault('z', ${of('int')})`,
        `${name}.pop('a', None)`,
        `${name} |= ${of('dict')}`,
        `${name}.clear()`,
        `${name}.popitem()`,
      ]),
    ];
  if (kind === 'str')
    return [
      g.pick([
        `${name} += ${of('str')}`,
        `${name} *= 2`,
        `for c in ${of('str')}: ${name} += c + '.'`,
        `for i in range(3): ${name} = ${name}[1:] + ${name}[:1]`,
      ]),
    ];
  if (kind === 'int')
    return [
      g.pick([
        `${name} += ${of('int')}`,
        `${name} ^= ${of('int')}`,
        `for i in range(5): ${name} += i`,
        `while ${name} > 10: ${name} //= 2`,
      ]),
    ];
  return [];
}
