/** Writes our syntax trees as `dump_ast.py` writes CPython's: names, spans, field order and all. */
import { crc32 } from 'node:zlib';
import type {
  AnyNode,
  Comprehension,
  Constant,
  FunctionDef,
  ImportAlias,
  Keyword,
  MatchCase,
  Module,
  Parameter,
  ParameterList,
  TypeParameter,
  WithItem,
} from '../../src/python/ast.ts';
import { LineTable } from '../../src/python/line-table.ts';

/** What is a node in CPython and none here. */
type Part =
  | { kind: 'arguments'; list: ParameterList }
  | ({ kind: 'arg' } & Parameter)
  | ({ kind: 'keyword' } & Keyword)
  | ({ kind: 'alias' } & ImportAlias)
  | ({ kind: 'typeParam' } & TypeParameter)
  | { kind: 'withitem'; item: WithItem }
  | { kind: 'comprehension'; clause: Comprehension }
  | { kind: 'match_case'; part: MatchCase };
type Entry = AnyNode | Part;

interface Description {
  name: string;
  details: string;
  children: (Entry | null)[];
}

/** `fstringSpans`: whether positions inside f-strings are written; CPython's are exact from 3.12 on. */
export function dumpModule(module: Module, fstringSpans: boolean): string {
  const place = spanWriter(module.source);
  const lines: string[] = [];
  const stack: { entry: Entry | null; spans: boolean }[] = [{ entry: module, spans: true }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { entry, spans } = next;
    if (entry === null) {
      lines.push('-');
      continue;
    }
    const { name, details, children } = describe(entry);
    const span = spans && 'start' in entry && entry.kind !== 'Module' ? place(entry.start, entry.end) : '-';
    lines.push(`${name} ${span} ${details}`);
    const inside = spans && (fstringSpans || name !== 'JoinedStr');
    for (let i = children.length - 1; i >= 0; i--) stack.push({ entry: children[i]!, spans: inside });
  }
  return lines.join('\n');
}

/** Offsets to `line:column-line:column` with columns in UTF-8 bytes. */
function spanWriter(source: string): (start: number, end: number) => string {
  const table = new LineTable(source);
  const bytes = utf8Offsets(source);
  const place = (offset: number): string => {
    const { line, column } = table.position(offset);
    const lineStart = offset - column + 1;
    return `${line}:${bytes === null ? column - 1 : bytes[offset]! - bytes[lineStart]!}`;
  };
  return (start, end) => `${place(start)}-${place(end)}`;
}

/** UTF-8 offset of every UTF-16 offset; null when they are equal. */
function utf8Offsets(source: string): Uint32Array | null {
  if (/^[\0-\x7f]*$/.test(source)) return null;
  const offsets = new Uint32Array(source.length + 1);
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i);
    const isSurrogate = c >= 0xd800 && c <= 0xdfff;
    offsets[i + 1] = offsets[i]! + (c < 0x80 ? 1 : c < 0x800 || isSurrogate ? 2 : 3);
  }
  return offsets;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '+': 'Add',
  '-': 'Sub',
  '*': 'Mult',
  '@': 'MatMult',
  '/': 'Div',
  '%': 'Mod',
  '**': 'Pow',
  '<<': 'LShift',
  '>>': 'RShift',
  '|': 'BitOr',
  '^': 'BitXor',
  '&': 'BitAnd',
  '//': 'FloorDiv',
  and: 'And',
  or: 'Or',
  '==': 'Eq',
  '!=': 'NotEq',
  '<': 'Lt',
  '<=': 'LtE',
  '>': 'Gt',
  '>=': 'GtE',
  is: 'Is',
  'is not': 'IsNot',
  in: 'In',
  'not in': 'NotIn',
};
const PREFIXES: Readonly<Record<string, string>> = { not: 'Not', '+': 'UAdd', '-': 'USub', '~': 'Invert' };
const CONVERSIONS: Readonly<Record<string, number>> = { s: 115, r: 114, a: 97 };

function pythonValue(value: string | boolean | null): string {
  return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : value;
}

function checksum(text: string): string {
  return `${text.length}.${crc32(Buffer.from(text, 'utf16le')).toString(16)}`;
}

function float(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

/** Stands for any text: character names (`\\N{…}`) are not resolved here. */
export const UNRESOLVED = 'str \\N';

function constant(node: Constant): string {
  switch (node.type) {
    case 'str':
      if (node.value.includes('\\N{')) return UNRESOLVED;
      return `str ${checksum(node.value)}`;
    case 'bytes':
      return `bytes ${checksum(node.value)}`;
    case 'int':
    case 'bigint':
      return `int ${node.value.toString(16)}`;
    case 'float':
    case 'imaginary':
      return `${node.type} ${float(node.value)}`;
    case 'ellipsis':
      return 'Ellipsis';
    default:
      return pythonValue(node.value);
  }
}

function plain(name: string, children: (Entry | null)[], details = ''): Description {
  return { name, details, children: children.filter((child) => child !== null) };
}

const keywords = (list: Keyword[]): Entry[] => list.map((keyword) => ({ kind: 'keyword', ...keyword }));
const typeParams = (list: readonly TypeParameter[]): Entry[] =>
  list.map((param) => ({ kind: 'typeParam', ...param }));
const clauses = (list: Comprehension[]): Entry[] => list.map((clause) => ({ kind: 'comprehension', clause }));
const aliases = (list: ImportAlias[]): Entry[] => list.map((alias) => ({ kind: 'alias', ...alias }));

function describe(node: Entry): Description {
  switch (node.kind) {
    case 'FunctionDef':
      return describeFunction(node);
    case 'ClassDef': {
      const header = [...node.bases, ...keywords(node.keywords)];
      const rest = [...node.body, ...node.decorators, ...typeParams(node.typeParams)];
      return plain('ClassDef', [...header, ...rest], node.name);
    }
    case 'Assign':
      return plain('Assign', [...node.targets, node.value]);
    case 'TypeAlias':
      return plain('TypeAlias', [...typeParams(node.typeParams), node.value], node.name);
    case 'AugAssign':
      return plain('AugAssign', [node.target, node.value], OPERATORS[node.op]);
    case 'AnnAssign':
      return plain('AnnAssign', [node.target, node.annotation, node.value]);
    case 'For': {
      const children = [node.target, node.iter, ...node.body, ...node.orelse];
      return plain(node.isAsync ? 'AsyncFor' : 'For', children);
    }
    case 'While':
    case 'If':
      return plain(node.kind, [node.test, ...node.body, ...node.orelse]);
    case 'With': {
      const items = node.items.map((item): Entry => ({ kind: 'withitem', item }));
      return plain(node.isAsync ? 'AsyncWith' : 'With', [...items, ...node.body]);
    }
    case 'Match': {
      const cases = node.cases.map((part): Entry => ({ kind: 'match_case', part }));
      return plain('Match', [node.subject, ...cases]);
    }
    case 'Try': {
      const children = [...node.body, ...node.handlers, ...node.orelse, ...node.finalbody];
      return plain(node.isStar ? 'TryStar' : 'Try', children);
    }
    case 'ExceptHandler':
      return plain('ExceptHandler', [node.type, ...node.body], pythonValue(node.name));
    case 'Raise':
      return plain('Raise', [node.exception, node.cause, ...node.legacy]);
    case 'Assert':
      return plain('Assert', [node.test, node.message]);
    case 'Import':
      return plain('Import', aliases(node.names));
    case 'ImportFrom':
      return plain('ImportFrom', aliases(node.names), `${node.module} ${node.level}`);
    case 'Global':
    case 'Nonlocal':
      return plain(node.kind, [], node.names.join(' '));
    case 'Module':
      return plain('Module', node.body);
    case 'Delete':
      return plain('Delete', node.targets);
    default:
      return describeExpression(node);
  }
}

function describeFunction(node: FunctionDef): Description {
  const rest = [...node.body, ...node.decorators, node.returns, ...typeParams(node.typeParams)];
  const children: (Entry | null)[] = [{ kind: 'arguments', list: node.params }, ...rest];
  return plain(node.isAsync ? 'AsyncFunctionDef' : 'FunctionDef', children, node.name);
}

function describeExpression(node: Entry): Description {
  switch (node.kind) {
    case 'BoolOp':
      return plain('BoolOp', node.values, OPERATORS[node.op]);
    case 'NamedExpr':
      return plain('NamedExpr', [node.target, node.value]);
    case 'BinOp':
      return plain('BinOp', [node.left, node.right], OPERATORS[node.op]);
    case 'UnaryOp':
      return plain('UnaryOp', [node.operand], PREFIXES[node.op]);
    case 'Lambda':
      return plain('Lambda', [{ kind: 'arguments', list: node.params }, node.body]);
    case 'IfExp':
      return plain('IfExp', [node.test, node.body, node.orelse]);
    case 'Dict':
      return { name: 'Dict', details: '', children: [...node.keys, ...node.values] };
    case 'Set':
    case 'List':
    case 'Tuple':
      return plain(node.kind, node.elements);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return plain(node.kind, [node.element, ...clauses(node.generators)]);
    case 'DictComp':
      return plain('DictComp', [node.key, node.value, ...clauses(node.generators)]);
    case 'Compare': {
      const ops = node.ops.map((op) => OPERATORS[op]).join(' ');
      return plain('Compare', [node.left, ...node.comparators], ops);
    }
    case 'Call':
      return plain('Call', [node.func, ...node.args, ...keywords(node.keywords)]);
    case 'FormattedValue': {
      const conversion = node.conversion === null ? -1 : CONVERSIONS[node.conversion];
      return plain('FormattedValue', [node.value, node.formatSpec], String(conversion));
    }
    case 'JoinedStr':
      return plain('JoinedStr', node.values);
    case 'Constant':
      return plain('Constant', [], constant(node));
    case 'Attribute':
      return plain('Attribute', [node.value], node.attr);
    case 'Subscript':
      return plain('Subscript', [node.value, node.slice]);
    case 'Name':
      return plain('Name', [], node.id);
    case 'Slice':
      return plain('Slice', [node.lower, node.upper, node.step]);
    case 'Return':
    case 'Expr':
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'Starred':
    case 'MatchValue':
      return plain(node.kind, [node.value]);
    default:
      return describePart(node);
  }
}

function describePart(node: Entry): Description {
  switch (node.kind) {
    case 'arguments':
      return describeArguments(node.list);
    case 'arg':
      return plain('arg', [node.annotation], node.name);
    case 'keyword':
      return plain('keyword', [node.value], pythonValue(node.name));
    case 'alias':
      return plain('alias', [], `${node.name} ${pythonValue(node.asName)}`);
    case 'typeParam':
      return plain(node.form, [node.bound, node.default], node.name);
    case 'withitem':
      return plain('withitem', [node.item.context, node.item.target]);
    case 'comprehension': {
      const { target, iter, ifs, isAsync } = node.clause;
      return plain('comprehension', [target, iter, ...ifs], isAsync ? '1' : '0');
    }
    case 'match_case':
      return plain('match_case', [node.part.pattern, node.part.guard, ...node.part.body]);
    case 'MatchSingleton':
      return plain('MatchSingleton', [], pythonValue(node.value));
    case 'MatchSequence':
    case 'MatchOr':
      return plain(node.kind, node.patterns);
    case 'MatchMapping':
      return plain('MatchMapping', [...node.keys, ...node.patterns], pythonValue(node.rest));
    case 'MatchClass': {
      const children = [node.cls, ...node.patterns, ...node.keywordPatterns];
      return plain('MatchClass', children, node.keywordNames.join(' '));
    }
    case 'MatchStar':
      return plain('MatchStar', [], pythonValue(node.name));
    case 'MatchAs':
      return plain('MatchAs', [node.pattern], pythonValue(node.name));
    default:
      return plain(node.kind, []);
  }
}

function describeArguments(list: ParameterList): Description {
  const split = list.all.length - list.keywordOnly;
  const positional = list.all.slice(0, split);
  const keywordOnly = list.all.slice(split);
  const arg = (param: Parameter | null): Entry[] => (param === null ? [] : [{ kind: 'arg', ...param }]);
  const children: (Entry | null)[] = [
    ...positional.flatMap(arg),
    ...arg(list.vararg),
    ...keywordOnly.flatMap(arg),
    ...keywordOnly.map((param) => param.default),
    ...arg(list.kwarg),
    ...positional.map((param) => param.default).filter((value) => value !== null),
  ];
  const counts = [list.positionalOnly, split - list.positionalOnly, list.keywordOnly];
  return { name: 'arguments', details: counts.join(' '), children };
}

/** The first line in which the trees differ, with both sides; null when they are equal. */
export function firstDifference(theirs: string, ours: string): string | null {
  if (theirs === ours) return null;
  const expected = theirs.split('\n');
  const found = ours.split('\n');
  for (let i = 0; i < Math.max(expected.length, found.length); i++) {
    const [want = '(end)', have = '(end)'] = [expected[i], found[i]];
    const unresolved = have.endsWith(UNRESOLVED) && want.startsWith(have.slice(0, -2));
    if (want !== have && !unresolved) return `CPython: ${want}\n  ours: ${have}`;
  }
  return null;
}
