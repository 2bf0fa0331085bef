/** Code that runs code: exec, eval, compile, function objects from bytecode. Each text becomes a layer. */
import type { CodeObject, PyConstant } from '../../contracts/artifact.ts';
import type { SinkKind } from '../../contracts/fact.ts';
import type { LayerLanguage } from '../../contracts/location.ts';
import { recoverSource } from '../../formats/bytecode/recover.ts';
import { SOURCE_BYTES } from '../../limits.ts';
import type { Exec, Expression, Module, Node, Statement } from '../../python/ast.ts';
import { ownText } from '../../python/own-text.ts';
import { parseExpression, parseModule } from '../../python/parser.ts';
import { hidden } from './attributes.ts';
import { fromBuffer, toBuffer } from './codecs.ts';
import { setItem } from './containers.ts';
import { evaluate } from './expressions.ts';
import { chainOf, type Frame, type Machine, place } from './machine.ts';
import { type Program, SourceText } from './program.ts';
import { summary } from './render.ts';
import { Scope } from './scope.ts';
import { runBlock } from './statements.ts';
import { scanBuilt } from './strings.ts';
import { type Taint, union } from './taint.ts';
import { alternatives, deepTaint, isConstant, literal, text, UNKNOWN, type Value } from './values.ts';

/** Short texts that run short texts. */
const SHORT_DEPTH = 24;
/** Shorter eval texts are arithmetic of obfuscators: evaluated in place, no layer of their own. */
const LAYER_TEXT_MINIMUM = 48;

/**
 * `exec(code, globals, locals)`, `eval(code)` and their like: the flow, and the layer when the text is known.
 */
export function runCode(m: Machine, caller: Frame, api: string, args: Value[], node: Node): Value {
  const code = args[0] ?? UNKNOWN;
  const space = spaceFor(m, caller, args[1], args[2]);
  const f = space.frame;
  const size =
    isConstant(code) && 'v' in code && typeof code.v === 'string' ? `${code.v.length} characters` : '';
  m.flow(codeTaint(m, f, code, node), 'code-execution', api, size, f, node);
  let result: Value = UNKNOWN;
  if (!isConstant(code) && code.taint?.some(({ kind }) => kind === 'constant-blob')) {
    m.behaviour('blob-to-code', api, f, node);
  }
  for (const option of alternatives(code)) {
    const content = codeText(option);
    const built = option.t !== 'str' && option.t !== 'bytes' ? true : option.made !== 'literal';
    if (content !== null) {
      result = runText(
        m,
        f,
        content,
        option.taint,
        'code-execution',
        node,
        !built || api === 'builtins.eval',
      );
    } else if (option.t === 'code' && option.object !== null)
      runBytecode(m, f, option.object, option.taint, node);
  }
  space.finish();
  if (api === 'builtins.eval' && (code.t === 'str' || code.t === 'bytes') && code.made !== 'literal') {
    return hidden(m, f, result, 'namespace-lookup', true, node);
  }
  return result;
}

/** Where code runs: in a scope that is at hand, or in the names of a dictionary, which gets what it defines. */
function spaceFor(
  m: Machine,
  f: Frame,
  globals: Value | undefined,
  locals: Value | undefined,
): { frame: Frame; finish: () => void } {
  const outer = globals === undefined ? null : scopeOf(globals, null);
  if (outer === null) return { frame: f, finish: () => {} };
  const inner = locals === undefined ? null : scopeOf(locals, outer);
  const target = inner === null ? globals : locals;
  const scope = inner ?? outer;
  const before = new Map(scope.names);
  return {
    frame: { ...f, scope, cls: null, fn: null },
    finish: () => {
      if (target?.t !== 'dict') return;
      for (const [name, value] of scope.names)
        if (before.get(name) !== value) setItem(m, target, literal(name), value);
    },
  };
}

function scopeOf(space: Value, parent: Scope | null): Scope | null {
  if (space.t === 'namespace') return space.scope;
  if (space.t !== 'dict') return null;
  const scope = new Scope(parent === null ? 'module' : 'function', parent);
  for (const { key, value } of space.entries.values()) if (key.t === 'str') scope.names.set(key.v, value);
  return scope;
}

/** Origins of executed code; a text that was computed without any is its own source. */
function codeTaint(m: Machine, f: Frame, code: Value, node: Node): Taint {
  const taint = deepTaint(code);
  if ((code.t === 'str' || code.t === 'bytes') && code.made === 'computed' && taint === null) {
    return [m.origin('decoded', 'computed text', `${code.v.length} characters`, f, node)];
  }
  return taint;
}

function codeText(value: Value): string | null {
  if (value.t === 'str') return value.v;
  if (value.t === 'bytes') return Buffer.from(value.v, 'latin1').toString('utf8');
  if (value.t === 'code') return value.text;
  return null;
}

/** Evaluates program text where it would run, as a layer of its own. */
export function runText(
  m: Machine,
  f: Frame,
  content: string,
  taint: Taint,
  usedBy: SinkKind | null,
  node: Node,
  brief = false,
  language: LayerLanguage = 'python',
): Value {
  if (content.length > SOURCE_BYTES) {
    m.limit('layer-limit', f, node, `a decoded text of ${content.length} characters is not evaluated`);
    return UNKNOWN;
  }
  if (content.length < LAYER_TEXT_MINIMUM && brief) return runShort(m, f, content, node);
  const known = m.programs.get(content);
  if (known !== undefined) return runAgain(m, f, known);
  const own = ownText(content);
  const layer = m.layer(own, language, chainOf(taint), usedBy, f, node);
  if (layer === null) return UNKNOWN;
  const source = new SourceText(f.source.path, own, layer, f.source.depth + 1);
  const program: Program = { source, tree: parseModule(own), active: false };
  m.programs.set(own, program);
  m.onLayer(layer, own, f);
  return runProgram(m, f, program);
}

/** A text that was run before is the same layer; running it again may define names elsewhere. */
function runAgain(m: Machine, f: Frame, program: Program): Value {
  m.spend(program.source.length >> 3);
  return program.active || !m.mayRun ? UNKNOWN : runProgram(m, f, program);
}

function runProgram(m: Machine, f: Frame, program: Program): Value {
  program.active = true;
  const result = runTree(m, { ...f, source: program.source, returned: undefined }, program.tree);
  program.active = false;
  return result;
}

function runTree(m: Machine, frame: Frame, tree: Module): Value {
  const only = tree.body.length === 1 ? tree.body[0]! : null;
  if (only?.kind === 'Expr') return evaluate(m, frame, only.value);
  runBlock(m, frame, tree.body);
  return UNKNOWN;
}

/** A short text is evaluated at the place of the call: its own positions would mean nothing to a reader. */
function runShort(m: Machine, f: Frame, content: string, node: Node): Value {
  m.spend(20);
  if (!m.mayRun) return UNKNOWN;
  if (m.shortDepth >= SHORT_DEPTH) {
    m.limit('nesting-too-deep', f, node, `short texts run one another more than ${SHORT_DEPTH} deep`);
    return UNKNOWN;
  }
  const here = { offset: f.source.anchor(node.start), position: f.source.position(node.start) };
  const source = new SourceText(f.source.path, f.source, f.source.layer, f.source.depth, here);
  const frame: Frame = { ...f, source };
  const expression = parseExpression(content.trim());
  m.shortDepth++;
  const result = expression === null ? UNKNOWN : evaluate(m, frame, expression);
  if (expression === null) runBlock(m, frame, parseModule(ownText(content)).body);
  m.shortDepth--;
  return result;
}

export function execFromStatement(m: Machine, f: Frame, node: Exec): void {
  const given = [node.globals, node.locals].flatMap((space) =>
    space === null ? [] : [evaluate(m, f, space)],
  );
  const body = evaluate(m, f, node.body);
  const code = body.t === 'tuple' ? (body.items[0] ?? UNKNOWN) : body;
  const spaces = body.t === 'tuple' ? body.items.slice(1) : given;
  runCode(m, f, 'builtins.exec', [code, ...spaces], node);
  m.facts.add(f.unit, place(f, node), {
    kind: 'call',
    api: 'builtins.exec',
    args: [summary(code)],
    keywords: {},
    via: 'plain',
    scope: f.unit.name,
  });
}

/**
 * Bytecode is evaluated as the source that can be recovered from it, a layer of its own. When there is none, its
 * names and texts are read.
 */
function runBytecode(m: Machine, f: Frame, code: CodeObject, taint: Taint, node: Node): void {
  const { text: content, problems } = recoverSource(code, 'unknown');
  m.spend(content.length >> 2);
  for (const problem of problems) m.limit('bytecode-unreadable', f, node, problem);
  if (content !== '') runText(m, f, content, taint, 'code-execution', node, false, 'bytecode');
  else readNames(m, f, code, taint, node);
}

function readNames(m: Machine, f: Frame, code: CodeObject, taint: Taint, node: Node): void {
  const names: string[] = [];
  const texts: string[] = [];
  gather(code, names, texts, 0);
  const content = `names: ${names.join(' ')}\n${texts.map((value) => JSON.stringify(value)).join('\n')}`;
  if (m.layer(content, 'bytecode', chainOf(taint), 'code-execution', f, node) === null) return;
  for (const value of texts.slice(0, 2000)) scanBuilt(m, f, node, value, taint);
}

/** Names and texts of a code tree, bounded. */
function gather(code: CodeObject, names: string[], texts: string[], depth: number): void {
  if (depth > 64 || texts.length > 20_000) return;
  names.push(...code.names.slice(0, 500));
  for (const constant of code.constants) gatherConstant(constant, texts, 0);
  for (const child of code.children) gather(child, names, texts, depth + 1);
}

function gatherConstant(constant: PyConstant, texts: string[], depth: number): void {
  if (constant.type === 'str') texts.push(constant.value);
  else if (constant.type === 'bytes') texts.push(fromBuffer(constant.value));
  else if ('items' in constant && depth < 8)
    for (const item of constant.items) gatherConstant(item, texts, depth + 1);
}

export { type Expression, isConstant, type Statement, text, toBuffer, union };
