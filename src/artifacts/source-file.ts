/** One Python text of a distribution and what its syntax tells. */
import type { PythonSource } from '../contracts/artifact.ts';
import type { Member } from '../contracts/member.ts';
import type { Module } from '../python/ast.ts';
import { parseModule } from '../python/parser.ts';
import type { HeldTexts } from './held-texts.ts';

/** A source that has no place yet. */
export type UnplacedSource = Omit<PythonSource, 'module' | 'isPackage' | 'role'>;

/** What is remembered of a syntax tree, which itself takes some twenty times as much memory as its text. */
interface Syntax {
  definitions: number;
  problem: string | null;
}

/** Parses its text when that is wanted, and keeps no tree. */
export class SourceFile implements UnplacedSource {
  readonly path: string;
  readonly member: Member;
  readonly length: number;
  readonly lines: number;
  readonly encoding: string;
  readonly recoveredFrom?: string;
  #syntax: Syntax | null = null;
  #preview: Module | null = null;
  /** The text, or who decodes it from the member. */
  readonly #text: string | HeldTexts;

  /** @param held is given a text that is the member's own; any other stays here. */
  constructor(
    member: Member,
    text: string,
    encoding: string,
    { recoveredFrom, held }: { recoveredFrom?: string; held?: HeldTexts | undefined } = {},
  ) {
    this.path = member.path;
    this.member = member;
    this.length = text.length;
    this.lines = linesIn(text);
    this.encoding = encoding;
    if (recoveredFrom !== undefined) this.recoveredFrom = recoveredFrom;
    held?.add(member, text);
    this.#text = held ?? text;
  }

  get text(): string {
    return typeof this.#text === 'string' ? this.#text : this.#text.read(this.member);
  }

  get tree(): Module {
    const tree = this.#preview ?? this.#parse();
    this.#preview = null;
    return tree;
  }

  /** The tree for a first look at a small file: kept until `tree` is asked for. */
  preview(): Module {
    this.#preview ??= this.#parse();
    return this.#preview;
  }

  get isParsed(): boolean {
    return this.#syntax !== null;
  }

  get definitions(): number {
    return this.#known().definitions;
  }

  get syntaxProblem(): string | null {
    return this.#known().problem;
  }

  #known(): Syntax {
    if (this.#syntax === null) this.#parse();
    return this.#syntax!;
  }

  #parse(): Module {
    const tree = parseModule(this.text);
    this.#syntax ??= { definitions: tree.definitions, problem: problemOf(tree) };
    return tree;
  }
}

function linesIn(text: string): number {
  if (text === '') return 0;
  let count = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function problemOf({ errors }: Module): string | null {
  const [first] = errors;
  return first === undefined
    ? null
    : `${errors.length} places could not be parsed; the first: ${first.message}.`;
}
