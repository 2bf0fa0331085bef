/**
 * The syntax tree of one Python source file.
 *
 * Node names and fields follow CPython's `ast` module (https://docs.python.org/3/library/ast.html) so that
 * anyone who knows it can read this tree. Differences, all of them additive:
 * - one union grammar for Python 2 and 3 (`Print`, `Exec`, `Repr`, tuple parameters, `except E, e`);
 * - `start`/`end` are UTF-16 offsets into `Module.source`, half-open; lines come from `lineTable`;
 * - `ErrorStatement`/`ErrorExpression` stand where the text could not be understood;
 * - left-associative chains of one operator are flat (`BinOp` chains stay nested but are built iteratively;
 *   a chain deeper than a consumer's recursion limit must be walked along `left` in a loop);
 *   the same holds for `.attr`, `(…)`, `[…]` along `value`/`func`, and for `elif` along `orelse`. All other
 *   nesting is bounded by PARSE_DEPTH (brackets, prefixes, lambdas, `else` branches) and BLOCK_DEPTH (blocks);
 * - f-strings and t-strings are `JoinedStr` with `template: true` for the latter;
 * - adjacent string literals are joined like CPython does; `Constant.raw` spans all of them;
 * - parentheses leave no node, as in CPython.
 */

export interface Node {
  /** UTF-16 offset of the first character. */
  start: number;
  /** UTF-16 offset after the last character. */
  end: number;
}

// ── Module and statements ────────────────────────────────────────────────────────────────────────

export interface Module extends Node {
  kind: 'Module';
  source: string;
  body: Statement[];
  /** Places the parser could not understand; each has an error node there, but a null byte is read as a blank. Bounded. */
  errors: SyntaxProblem[];
  /** Comments, in order. Kept because coding tricks hide there and reviewers want them. Bounded count. */
  comments: Comment[];
  /** True when Python-2-only syntax was seen (print/exec statement, backticks, `except E, e`, `<>`, `0777`). */
  python2: boolean;
  /** Functions and classes, at any depth of blocks. */
  definitions: number;
}

export interface SyntaxProblem extends Node {
  message: string;
}

export type Comment = Node;

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExpressionStatement
  | Pass
  | Break
  | Continue
  | Print
  | Exec
  | ErrorStatement;

export interface FunctionDef extends Node {
  kind: 'FunctionDef';
  name: string;
  /** Offset of the name itself. */
  nameStart: number;
  params: ParameterList;
  body: Statement[];
  decorators: readonly Expression[];
  returns: Expression | null;
  typeParams: readonly TypeParameter[];
  isAsync: boolean;
}

export interface ClassDef extends Node {
  kind: 'ClassDef';
  name: string;
  nameStart: number;
  bases: Expression[];
  keywords: Keyword[];
  body: Statement[];
  decorators: readonly Expression[];
  typeParams: readonly TypeParameter[];
}

export interface Return extends Node {
  kind: 'Return';
  value: Expression | null;
}
export interface Delete extends Node {
  kind: 'Delete';
  targets: Expression[];
}
export interface Assign extends Node {
  kind: 'Assign';
  /** `a = b = value` has two targets. */
  targets: Expression[];
  value: Expression;
}
export interface TypeAlias extends Node {
  kind: 'TypeAlias';
  name: string;
  typeParams: readonly TypeParameter[];
  value: Expression;
}
export interface AugAssign extends Node {
  kind: 'AugAssign';
  target: Expression;
  op: BinaryOperator;
  value: Expression;
}
export interface AnnAssign extends Node {
  kind: 'AnnAssign';
  target: Expression;
  annotation: Expression;
  value: Expression | null;
}
export interface For extends Node {
  kind: 'For';
  target: Expression;
  iter: Expression;
  body: Statement[];
  orelse: Statement[];
  isAsync: boolean;
}
export interface While extends Node {
  kind: 'While';
  test: Expression;
  body: Statement[];
  orelse: Statement[];
}
export interface If extends Node {
  kind: 'If';
  test: Expression;
  body: Statement[];
  /** `elif` is one nested `If` here, as in CPython. */
  orelse: Statement[];
}
export interface With extends Node {
  kind: 'With';
  items: WithItem[];
  body: Statement[];
  isAsync: boolean;
}
export interface WithItem {
  context: Expression;
  target: Expression | null;
}
export interface Match extends Node {
  kind: 'Match';
  subject: Expression;
  cases: MatchCase[];
}
export interface MatchCase {
  pattern: Pattern;
  guard: Expression | null;
  body: Statement[];
}
export interface Raise extends Node {
  kind: 'Raise';
  exception: Expression | null;
  cause: Expression | null;
  /** Python 2: `raise E, value, traceback`. */
  legacy: Expression[];
}
export interface Try extends Node {
  kind: 'Try';
  body: Statement[];
  handlers: ExceptHandler[];
  orelse: Statement[];
  finalbody: Statement[];
  /** `except*` (PEP 654). */
  isStar: boolean;
}
export interface ExceptHandler extends Node {
  kind: 'ExceptHandler';
  type: Expression | null;
  /** `except E as name`; Python 2's `except E, target` may be any target. */
  name: string | null;
  /** Python 2: `except E, target` where the target is not a plain name. */
  target: Expression | null;
  body: Statement[];
}
export interface Assert extends Node {
  kind: 'Assert';
  test: Expression;
  message: Expression | null;
}
export interface Import extends Node {
  kind: 'Import';
  names: ImportAlias[];
}
export interface ImportFrom extends Node {
  kind: 'ImportFrom';
  /** Dotted name, '' for `from . import x`. */
  module: string;
  names: ImportAlias[];
  /** Number of leading dots. */
  level: number;
}
export interface ImportAlias extends Node {
  /** Dotted name, or '*'. */
  name: string;
  asName: string | null;
}
export interface Global extends Node {
  kind: 'Global';
  names: string[];
}
export interface Nonlocal extends Node {
  kind: 'Nonlocal';
  names: string[];
}
export interface ExpressionStatement extends Node {
  kind: 'Expr';
  value: Expression;
}
export interface Pass extends Node {
  kind: 'Pass';
}
export interface Break extends Node {
  kind: 'Break';
}
export interface Continue extends Node {
  kind: 'Continue';
}
/** Python 2 `print [>>dest,] values[,]`. Only produced when the text cannot be a call expression. */
export interface Print extends Node {
  kind: 'Print';
  dest: Expression | null;
  values: Expression[];
  newline: boolean;
}
/** Python 2 `exec body [in globals[, locals]]`. */
export interface Exec extends Node {
  kind: 'Exec';
  body: Expression;
  globals: Expression | null;
  locals: Expression | null;
}
/**
 * Text that is no statement. What was understood before the failure stands in front of it as a statement of its
 * own (with empty names or ErrorExpressions where something is missing); `recovered` holds the expressions found
 * in the rest of the logical line, or decorators that decorate nothing. The first statement of a block when the
 * block's header is broken.
 */
export interface ErrorStatement extends Node {
  kind: 'ErrorStatement';
  message: string;
  recovered: Expression[];
}

// ── Expressions ──────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | Repr
  | ErrorExpression;

export type BinaryOperator = '+' | '-' | '*' | '@' | '/' | '%' | '**' | '<<' | '>>' | '|' | '^' | '&' | '//';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

export interface BoolOp extends Node {
  kind: 'BoolOp';
  op: 'and' | 'or';
  values: Expression[];
}
export interface NamedExpr extends Node {
  kind: 'NamedExpr';
  target: Name;
  value: Expression;
}
export interface BinOp extends Node {
  kind: 'BinOp';
  left: Expression;
  op: BinaryOperator;
  right: Expression;
}
export interface UnaryOp extends Node {
  kind: 'UnaryOp';
  op: 'not' | '+' | '-' | '~';
  operand: Expression;
}
export interface Lambda extends Node {
  kind: 'Lambda';
  params: ParameterList;
  body: Expression;
}
export interface IfExp extends Node {
  kind: 'IfExp';
  test: Expression;
  body: Expression;
  orelse: Expression;
}
export interface Dict extends Node {
  kind: 'Dict';
  /** null key: `**value`. */
  keys: (Expression | null)[];
  values: Expression[];
}
export interface SetDisplay extends Node {
  kind: 'Set';
  elements: Expression[];
}
export interface ListComp extends Node {
  kind: 'ListComp';
  element: Expression;
  generators: Comprehension[];
}
export interface SetComp extends Node {
  kind: 'SetComp';
  element: Expression;
  generators: Comprehension[];
}
export interface DictComp extends Node {
  kind: 'DictComp';
  key: Expression;
  value: Expression;
  generators: Comprehension[];
}
export interface GeneratorExp extends Node {
  kind: 'GeneratorExp';
  element: Expression;
  generators: Comprehension[];
}
export interface Comprehension {
  target: Expression;
  iter: Expression;
  ifs: Expression[];
  isAsync: boolean;
}
export interface Await extends Node {
  kind: 'Await';
  value: Expression;
}
export interface Yield extends Node {
  kind: 'Yield';
  value: Expression | null;
}
export interface YieldFrom extends Node {
  kind: 'YieldFrom';
  value: Expression;
}
export interface Compare extends Node {
  kind: 'Compare';
  left: Expression;
  ops: CompareOperator[];
  comparators: Expression[];
}
export interface Call extends Node {
  kind: 'Call';
  func: Expression;
  /** Positional, `*args` as Starred, in order. */
  args: Expression[];
  keywords: Keyword[];
}
export interface Keyword extends Node {
  /** null: `**value`. */
  name: string | null;
  value: Expression;
}
/** A `{…}` field of an f-string. */
export interface FormattedValue extends Node {
  kind: 'FormattedValue';
  value: Expression;
  /** 's', 'r', 'a' or null. */
  conversion: 's' | 'r' | 'a' | null;
  formatSpec: JoinedStr | null;
}
export interface JoinedStr extends Node {
  kind: 'JoinedStr';
  values: (Constant | FormattedValue)[];
  /** PEP 750 template string. */
  template: boolean;
}

/** A decoded literal. Bytes are kept as latin-1 text in `value` (one character per byte). */
export type Constant =
  | StringConstant
  | BytesConstant
  | NumberConstant
  | ImaginaryConstant
  | BigIntConstant
  | BooleanConstant
  | NoneConstant
  | EllipsisConstant;
export interface StringConstant extends Node {
  kind: 'Constant';
  type: 'str';
  value: string;
}
export interface BytesConstant extends Node {
  kind: 'Constant';
  type: 'bytes';
  value: string;
}
/** An int that fits a double exactly, or a float. */
export interface NumberConstant extends Node {
  kind: 'Constant';
  type: 'int' | 'float';
  value: number;
}
export interface BigIntConstant extends Node {
  kind: 'Constant';
  type: 'bigint';
  value: bigint;
}
export interface ImaginaryConstant extends Node {
  kind: 'Constant';
  type: 'imaginary';
  value: number;
}
export interface BooleanConstant extends Node {
  kind: 'Constant';
  type: 'bool';
  value: boolean;
}
export interface NoneConstant extends Node {
  kind: 'Constant';
  type: 'none';
  value: null;
}
export interface EllipsisConstant extends Node {
  kind: 'Constant';
  type: 'ellipsis';
  value: null;
}

export interface Attribute extends Node {
  kind: 'Attribute';
  value: Expression;
  attr: string;
}
export interface Subscript extends Node {
  kind: 'Subscript';
  value: Expression;
  slice: Expression;
}
export interface Starred extends Node {
  kind: 'Starred';
  value: Expression;
}
export interface Name extends Node {
  kind: 'Name';
  /** NFKC-normalised, as Python does. */
  id: string;
}
export interface List extends Node {
  kind: 'List';
  elements: Expression[];
}
export interface Tuple extends Node {
  kind: 'Tuple';
  elements: Expression[];
}
export interface Slice extends Node {
  kind: 'Slice';
  lower: Expression | null;
  upper: Expression | null;
  step: Expression | null;
}
/** Python 2 backticks. */
export interface Repr extends Node {
  kind: 'Repr';
  value: Expression;
}
export interface ErrorExpression extends Node {
  kind: 'ErrorExpression';
  message: string;
}

// ── Parameters, type parameters, patterns ────────────────────────────────────────────────────────

export interface ParameterList {
  /** Positional-only, ordinary and keyword-only parameters, in source order. */
  all: Parameter[];
  /** How many of `all`, from the start, are positional-only. */
  positionalOnly: number;
  /** How many of `all`, from the end, are keyword-only. */
  keywordOnly: number;
  vararg: Parameter | null;
  kwarg: Parameter | null;
}
export interface Parameter extends Node {
  /** '' for a Python 2 tuple parameter; then `tuple` is set. */
  name: string;
  annotation: Expression | null;
  default: Expression | null;
  tuple: Expression | null;
}
export interface TypeParameter extends Node {
  form: 'TypeVar' | 'TypeVarTuple' | 'ParamSpec';
  name: string;
  bound: Expression | null;
  default: Expression | null;
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;
export interface MatchValue extends Node {
  kind: 'MatchValue';
  value: Expression;
}
export interface MatchSingleton extends Node {
  kind: 'MatchSingleton';
  value: null | boolean;
}
export interface MatchSequence extends Node {
  kind: 'MatchSequence';
  patterns: Pattern[];
}
export interface MatchMapping extends Node {
  kind: 'MatchMapping';
  keys: Expression[];
  patterns: Pattern[];
  rest: string | null;
}
export interface MatchClass extends Node {
  kind: 'MatchClass';
  cls: Expression;
  patterns: Pattern[];
  keywordNames: string[];
  keywordPatterns: Pattern[];
}
export interface MatchStar extends Node {
  kind: 'MatchStar';
  name: string | null;
}
export interface MatchAs extends Node {
  kind: 'MatchAs';
  pattern: Pattern | null;
  name: string | null;
}
export interface MatchOr extends Node {
  kind: 'MatchOr';
  patterns: Pattern[];
}

export type AnyNode = Module | Statement | Expression | ExceptHandler | Pattern;
