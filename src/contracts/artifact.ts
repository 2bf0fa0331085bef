/** Typed data drawn from members, without opinions. */
import type { Module } from '../python/ast.ts';
import type { MemberType } from './fact.ts';
import type { Limitation } from './limitation.ts';
import type { DistributionKind, Member } from './member.ts';

export interface CoreMetadata {
  /** Path of the PKG-INFO, METADATA or pyproject.toml it came from. */
  path: string;
  name: string | null;
  version: string | null;
  summary: string;
  description: string;
  homePage: string;
  author: string;
  authorEmail: string;
  classifiers: string[];
  /** Requires-Dist / install_requires as written. */
  requires: string[];
  /** Project-URL values. */
  projectUrls: string[];
}

/** One Python source text: a module, a notebook's code cells, a script with a python shebang. */
export interface PythonSource {
  path: string;
  /** Decoded text with original line structure, which may be decoded each time it is read: ask `length` for its length. */
  readonly text: string;
  /** UTF-16 units of `text`. */
  readonly length: number;
  /** Lines of it; a newline at its end starts none. */
  readonly lines: number;
  encoding: string;
  /** Version of Python from whose bytecode the text was recovered; absent for texts that somebody wrote. */
  recoveredFrom?: string;
  /** The syntax tree, parsed whenever it is read: it takes some twenty times as much memory as its text. */
  readonly tree: Module;
  /** Whether it has been parsed; if not, what follows needs that. */
  readonly isParsed: boolean;
  /** Functions and classes, at any depth of blocks. */
  readonly definitions: number;
  /** What could not be parsed, in one sentence; null when all could. */
  readonly syntaxProblem: string | null;
  /** Dotted import name relative to the distribution's import root, or null for what cannot be imported. */
  module: string | null;
  /** True for `__init__.py`. */
  isPackage: boolean;
  role: SourceRole;
  member: Member;
}

/**
 * - `setup`: setup.py at the root; `backend`: module of an in-tree PEP 517 backend;
 * - `startup`: sitecustomize/usercustomize at an import root; `pth`: an import line of a .pth file;
 * - `module`: importable once installed; `script`: installed as a program (scripts=…, `.data/scripts`);
 * - `loose`: tests, docs, examples and anything else that installing does not make importable by itself.
 */
export type SourceRole = 'setup' | 'backend' | 'startup' | 'pth' | 'module' | 'script' | 'loose';

export interface EntryPoint {
  group: string;
  name: string;
  /** `package.module`. */
  module: string;
  /** `main`, or ''. */
  attribute: string;
}

/** A requirement (or an entry of `dependency_links`) as some file of the distribution states it. */
export interface StatedRequirement {
  text: string;
  path: string;
  /** 1-based line that holds it, 0 when unknown. */
  line: number;
  isLink: boolean;
}

/** One code object of a .pyc or marshal stream. */
export interface CodeObject {
  name: string;
  filename: string;
  firstLine: number;
  /** co_names: globals and attributes used. */
  names: string[];
  varnames: string[];
  /** Constants, code objects apart. */
  constants: PyConstant[];
  children: CodeObject[];
  body: CodeBody;
}

/** What the interpreter runs of a code object. */
export interface CodeBody {
  /** co_code. */
  bytes: Uint8Array;
  /** co_consts in order, code objects included. */
  constants: PyConstant[];
  /** co_varnames; since 3.11 co_localsplusnames. Parameters come first. */
  locals: string[];
  /** co_cellvars and co_freevars behind one another; empty since 3.11. */
  cells: string[];
  /** co_freevars. */
  free: string[];
  /** co_argcount (positional-only ones included), co_posonlyargcount, co_kwonlyargcount. */
  parameters: { positional: number; positionalOnly: number; keywordOnly: number };
  /** co_flags. */
  flags: number;
  /** co_exceptiontable of 3.11 and later, else empty. */
  exceptions: Uint8Array;
  /** Oldest version whose code objects are laid out like this one's. */
  since: '2.3' | '3.0' | '3.8' | '3.11';
}

export type PyConstant =
  | { type: 'none' | 'ellipsis' | 'stop-iteration' }
  | { type: 'bool'; value: boolean }
  | { type: 'int'; value: bigint }
  | { type: 'float'; value: number }
  | { type: 'complex'; value: [number, number] }
  | { type: 'str'; value: string }
  | { type: 'bytes'; value: Uint8Array }
  | { type: 'tuple' | 'list' | 'set' | 'frozenset' | 'slice'; items: PyConstant[] }
  | { type: 'dict'; entries: [PyConstant, PyConstant][] }
  | { type: 'code'; value: CodeObject };

export interface Bytecode {
  path: string;
  /** `2.7`, `3.6` … `3.14`, or `unknown`. */
  python: string;
  code: CodeObject;
  member: Member;
}

export interface NativeBinary {
  format: 'pe' | 'elf' | 'macho';
  role: 'executable' | 'library' | 'python-extension' | 'object' | 'driver' | 'dotnet';
  architecture: string;
  bits: 32 | 64;
  sections: { name: string; size: number; entropy: number; executable: boolean; writable: boolean }[];
  /** `library:function` or `library` or `:symbol`, lower case. */
  imports: string[];
  exports: string[];
  /** Seconds since the epoch as the file claims, 0 when absent. */
  timestamp: number;
  overlayOffset: number;
  overlaySize: number;
  overlayEntropy: number;
  signed: boolean;
  packer: string | null;
}

export interface BinaryFile {
  path: string;
  member: Member;
  binary: NativeBinary;
  /** Printable strings worth reading (URLs, commands, paths), bounded. */
  strings: string[];
}

export interface PickleProgram {
  protocol: number;
  /** Every `module.name` imported while loading, in order, with whether it is called and literal arguments. */
  globals: { name: string; called: boolean; args: string[]; offset: number }[];
  /** Byte offset after STOP, or the length when none was seen. */
  end: number;
  truncated: boolean;
}

export interface PickleFile {
  path: string;
  member: Member;
  programs: PickleProgram[];
}

export interface ScriptFile {
  path: string;
  member: Member;
  dialect: 'shell' | 'powershell' | 'batch' | 'vbscript' | 'javascript';
  text: string;
}

export interface PthFile {
  path: string;
  member: Member;
  /** Lines that the interpreter executes: those starting with `import` followed by space or tab. */
  importLines: { line: number; text: string }[];
}

export interface TypedMember {
  member: Member;
  type: MemberType;
  entropy: number;
  suffixAgrees: boolean;
}

export interface Artifacts {
  kind: DistributionKind;
  /** Common root folder of an sdist, with trailing `/`, or ''. */
  root: string;
  metadata: CoreMetadata | null;
  entryPoints: EntryPoint[];
  /** `backend-path` of pyproject.toml, with the backend's module, or null. */
  inTreeBackend: { module: string; paths: string[] } | null;
  /** Of core metadata, setup.py, setup.cfg, pyproject.toml and egg-info; once per text and file. */
  requirements: StatedRequirement[];
  /** Keys of `cmdclass` in setup.py and setup.cfg. */
  customCommands: string[];
  types: TypedMember[];
  sources: PythonSource[];
  bytecode: Bytecode[];
  pth: PthFile[];
  binaries: BinaryFile[];
  scripts: ScriptFile[];
  pickles: PickleFile[];
  limitations: Limitation[];
}
