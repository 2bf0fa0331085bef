import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { AnyNode, FunctionDef, Module } from '../../src/python/ast.ts';
import { parseExpression, parseFunctionAgain, readModule } from '../../src/python/parser.ts';
import { Scanner } from '../../src/python/scanner.ts';
import { childrenOf, walk } from '../../src/python/walk.ts';
import { hostileSources } from './hostile-python.ts';
import { random, runs } from './mutate.ts';

/** Counts what scanning costs besides `tokens`: characters passed, texts read twice counted twice. */
class CountingScanner extends Scanner {
  characters = 0;

  override next(): void {
    const before = this.pos;
    super.next();
    if (this.pos > before) this.characters += this.pos - before;
  }
}

/** How often one character may be passed: once, once more after a wrong guess, once more when recovering. */
const PASSES = 4;

type Below = (limit: number) => number;

/** A fixed sequence of numbers from 0 up to a limit. */
function randomNumbers(seed: number): Below {
  const next = random(seed);
  return (limit) => Math.floor(next() * limit);
}

/** Parses and checks everything that holds for every text; returns what scanning it cost. */
function check(source: string): CountingScanner {
  const scanner = new CountingScanner(source);
  const context = JSON.stringify(source.length > 300 ? `${source.slice(0, 300)}…` : source);
  const module = readModule(scanner);
  checkSpans(module, context);
  checkErrors(module, context);
  if (source.length < 20_000) checkFunctions(module, context);
  assert.ok(
    scanner.characters <= PASSES * source.length + 16,
    `${scanner.characters} characters in ${context}`,
  );
  assert.ok(scanner.tokens <= PASSES * source.length + 16, `${scanner.tokens} tokens in ${context}`);
  parseExpression(source);
  return scanner;
}

function checkSpans(module: Module, context: string): void {
  walk(module, (node) => {
    assert.ok(
      0 <= node.start && node.start <= node.end && node.end <= module.end,
      `${node.kind} in ${context}`,
    );
    const outside = new Set<AnyNode>(
      node.kind === 'FunctionDef' || node.kind === 'ClassDef' ? node.decorators : [],
    );
    for (const child of childrenOf(node)) {
      if (outside.has(child)) continue;
      const inside = node.start <= child.start && child.end <= node.end;
      assert.ok(
        inside,
        `${child.kind} ${child.start}-${child.end} in ${node.kind} ${node.start}-${node.end} of ${context}`,
      );
    }
  });
}

/** Problems and error nodes come together; a null byte alone leaves no node. */
function checkErrors(module: Module, context: string): void {
  let errorNodes = 0;
  walk(module, (node) => {
    if (node.kind === 'ErrorStatement' || node.kind === 'ErrorExpression') errorNodes++;
  });
  const problems = module.errors.filter((error) => error.message !== 'null byte').length;
  assert.equal(problems > 0, errorNodes > 0, `${problems} problems, ${errorNodes} error nodes in ${context}`);
}

/** A function is the same when it is parsed by itself, or it is not told from its lines. */
function checkFunctions(module: Module, context: string): void {
  walk(module, (node) => {
    if (node.kind !== 'FunctionDef' && node.kind !== 'Lambda') return;
    const again = parseFunctionAgain(module.source, node);
    if (again === null) return;
    const { decorators: _, ...expected } = node as FunctionDef;
    const { decorators: none, ...found } = again as FunctionDef;
    assert.deepEqual(found, expected, context);
    assert.ok(node.kind === 'Lambda' || none.length === 0, context);
  });
}

const TOKENS: readonly string[] = [
  ...'( ) [ ] { } , : ; . = == != <> <= := -> + - * ** / // % @ | & ^ ~ << >> ! $ ` \\ += ... ?'.split(' '),
  ...'if elif else for while try except finally with as def class return yield from import lambda'.split(' '),
  ...'not and or in is None True pass del raise assert global async await match case type print exec'.split(
    ' ',
  ),
  ..."a b E x.y f(x) 1 0777 10L 1.5e3 2j 0xFF 's' \"s\" b\"s\" ur\"s\" '''t''' \"\"\" ''' \" '".split(' '),
  ...'f"{a}" f"{ f\' f"""{ }" }\' !r} {a:{b}} rf\'{x t"{y}" # \r\n \r \f \0 \t é “ 𝒙 \ufeff \u2028'.split(
    ' ',
  ),
  ...[
    '\n',
    '\n',
    '\n',
    '\n    ',
    '\n    ',
    '\n\t',
    '\n  ',
    ':\n    ',
    ':\n        ',
    '\\\n',
    'match x:\n  case ',
  ],
];

function soup(below: Below): string {
  const parts: string[] = [];
  for (let i = below(60); i >= 0; i--) {
    parts.push(TOKENS[below(TOKENS.length)]!);
    if (below(3) > 0) parts.push(' ');
  }
  return parts.join('');
}

/** The sources of the grammar cases, one text. */
function grammarSources(): string {
  const folder = join(import.meta.dirname, '../python');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
    .replaceAll(/^### .*\n/gm, '')
    .replaceAll(/\n==>\n[\s\S]*?(?=\n\n(?![A-Z]))/g, '\n');
}

function damage(source: string, below: Below): string {
  let text = source;
  for (let i = below(4); i >= 0; i--) {
    const at = below(text.length + 1);
    const length = below(12);
    const choice = below(4);
    const piece =
      choice === 0 ? '' : choice === 1 ? TOKENS[below(TOKENS.length)]! : text.slice(at, at + length);
    const rest = choice === 3 ? at : at + below(6);
    text = text.slice(0, at) + piece + text.slice(rest);
  }
  return text;
}

describe('the Python parser, whatever the text', () => {
  it('stands mixtures of tokens', () => {
    const below = randomNumbers(20260101);
    for (let i = 0; i < runs(4000); i++) check(soup(below));
  });

  it('stands mutations of ordinary source', () => {
    const below = randomNumbers(7);
    const source = grammarSources();
    assert.ok(source.includes('def f[T, *Ts, **P]') && source.includes('print >>f'));
    for (let i = 0; i < runs(6000); i++) {
      const start = below(source.length);
      check(damage(source.slice(start, start + 40 + below(400)), below));
    }
  });

  it('stands every truncation of ordinary source', () => {
    const source = grammarSources().slice(0, 3000);
    for (let end = 0; end <= source.length; end++) check(source.slice(Math.max(0, end - 400), end));
  });

  it('stands random characters', () => {
    const below = randomNumbers(99);
    const alphabet = '()[]{}\'"fr#\\\n \t:=.,;!@a1_é\0';
    for (let i = 0; i < runs(2000); i++) {
      check(Array.from({ length: below(120) }, () => alphabet[below(alphabet.length)]).join(''));
    }
  });

  it('reads long and deep hostile texts in linear time', () => {
    for (const source of hostileSources(20_000).values()) check(source);
  });

  it('needs no more than 1 MB of stack', async () => {
    const worker = new Worker(new URL('./hostile-python-worker.ts', import.meta.url), {
      resourceLimits: { stackSizeMb: 1 },
    });
    const failures = await new Promise<string[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    assert.deepEqual(failures, []);
  });
});
