/**
 * Writes a syntax tree as one readable line a statement, like Python's `ast.dump`: names bare, constants as
 * literals, other nodes as `Kind(field=…)` without the fields that are null, false, zero or empty.
 */
import type { Constant, Module } from '../../src/python/ast.ts';

export function printModule(module: Module): string {
  const lines = module.body.map((statement) => printValue(statement));
  if (module.python2) lines.push('# Python 2');
  return lines.join('\n');
}

const ALWAYS: ReadonlySet<string> = new Set(['MatchSingleton']);
const HIDDEN: ReadonlySet<string> = new Set(['kind', 'start', 'end', 'nameStart', 'form']);

export function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  const node = value as Record<string, unknown>;
  if (node.kind === 'Name') return String(node.id);
  if (node.kind === 'Constant') return printConstant(value as Constant);
  const fields = Object.entries(node)
    .filter(([name, field]) => !HIDDEN.has(name) && (!isDefault(field) || ALWAYS.has(String(node.kind))))
    .map(([name, field]) => `${name}=${printValue(field)}`);
  return `${String(node.kind ?? node.form ?? '')}(${fields.join(', ')})`;
}

function isDefault(field: unknown): boolean {
  if (Array.isArray(field)) return field.length === 0;
  return field === null || field === false || field === 0 || field === '';
}

function printConstant(node: Constant): string {
  switch (node.type) {
    case 'str':
      return JSON.stringify(node.value);
    case 'bytes':
      return `b${JSON.stringify(node.value)}`;
    case 'bigint':
      return `${node.value}n`;
    case 'imaginary':
      return `${node.value}j`;
    case 'float':
      return `float ${node.value}`;
    case 'none':
      return 'None';
    case 'ellipsis':
      return '...';
    case 'bool':
      return node.value ? 'True' : 'False';
    default:
      return String(node.value);
  }
}
