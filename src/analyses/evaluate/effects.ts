/** What calls of outside functions do: where data comes in, where it ends, what they return. */
import type { SourceKind } from '../../contracts/fact.ts';
import type { Expression } from '../../python/ast.ts';
import { trimmed } from '../../python/lists.ts';
import type { Api } from '../apis/catalogue.ts';
import { REQUEST_OPTIONS } from '../apis/sinks.ts';
import { sourceOfCommand } from '../apis/sources.ts';
import { findIndicators } from '../indicators.ts';
import type { Arguments } from './calls.ts';
import { noteLambdas, runCallbacks } from './calls.ts';
import { noteDecodedCommand } from './commands.ts';
import { findWritten, short } from './files.ts';
import { converted } from './instances.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { type OutsideFunction, outsideFunction } from './outside.ts';
import { processTaint, startProcess, startWritten } from './processes.ts';
import { readable, summary, textOf } from './render.ts';
import { saveObject, storeCapture, uploadedContent, uploadedPath } from './special-writes.ts';
import { scanBuilt } from './strings.ts';
import { type Taint, union, withStep } from './taint.ts';
import { alternatives, deepTaint, list, type Obj, type Ref, type Value } from './values.ts';

/** A call of something outside the distribution. */
export function callOutside(m: Machine, f: Frame, node: Expression, callee: Ref, passed: Arguments): Value {
  const name = callee.name;
  const known = outsideFunction(m, callee);
  const { api } = known;
  const args = converted(m, f, name, passed.args, node);
  const given = args === passed.args ? passed : { ...passed, args };
  if (name === 'os.dup2' && given.args[0] !== undefined && /socket/.test(textOf(given.args[0]))) {
    m.behaviour('socket-to-shell', 'os.dup2', f, node);
  }
  if (callee.via !== 'plain' && api.notable) m.hiddenName(name, callee.via, callee.computed, f, node);
  // What a handler of its own iterates over is counted here, what is computed below there.
  if (known.pure === undefined && known.iterates && !affordable(m, f, node, known, given))
    return list([], inputTaint(callee, given), true);
  const handled = known.handler?.(m, f, node, callee, given);
  if (api.notable) noteCall(m, f, node, callee, given);
  if (handled !== undefined) return handled;

  const input = inputTaint(callee, given);
  if ((known.decodes && !readsText(name, given)) || known.decrypts)
    return decoded(m, f, node, callee, given, input);
  const computed = compute(m, f, node, known, given);
  if (computed !== undefined && computed !== null) return computed;

  if (api.sinks.length > 0) sink(m, f, node, callee, given, api);
  fillBuffers(given, input);
  saveObject(m, f, node, callee, given);
  if (callee.self !== null && known.takesIn) callee.self.taint = union(callee.self.taint, input);
  const source = api.source;
  const origin: Taint = source === undefined ? null : [sourceOrigin(m, f, node, source, callee, given)];
  if (source !== undefined && CAPTURES.has(source)) storeCapture(m, f, node, name, given, origin);
  if (api.callsArgument) runCallbacks(m, f, given, origin);
  else edges(m, f, name, given);
  const content = known.uploads ? uploadedContent(m, f, node, name, given) : null;
  return result(callee, given, union(origin ?? input, content), f, node);
}

const CAPTURES: ReadonlySet<SourceKind> = new Set(['screen', 'camera', 'microphone']);

/** Characters that a character of an argument costs as much as: encoders and `repr` make several copies. */
const PURE_WEIGHT = 4;
const ITEM_WEIGHT = 20;

/** Whether going through the arguments is within the allowance. */
function affordable(
  m: Machine,
  f: Frame,
  node: Expression,
  { looksOnly, iterates }: OutsideFunction,
  { args }: Arguments,
): boolean {
  if (looksOnly) return true;
  for (const arg of args) {
    const times = iterates && (arg.t === 'str' || arg.t === 'bytes') ? ITEM_WEIGHT : PURE_WEIGHT;
    if (!m.weigh(arg, f, node, times)) return false;
  }
  return true;
}

/** What a function of Python's library makes of known arguments; nothing where they are not, or are too long. */
function compute(
  m: Machine,
  f: Frame,
  node: Expression,
  known: OutsideFunction,
  given: Arguments,
): Value | null | undefined {
  const { pure } = known;
  if (pure === undefined || !affordable(m, f, node, known, given)) return undefined;
  const result = pure(given.args, given.keywords, m);
  return result == null || m.weigh(result, f, node) ? result : undefined;
}

/** `codecs.decode(data, 'utf-8')` reads text; it hides none. */
function readsText(name: string, given: Arguments): boolean {
  if (name !== 'codecs.decode') return false;
  const codec = given.args[1] ?? given.keywords.get('encoding');
  return codec === undefined || (codec.t === 'str' && /^(utf|ascii|latin|iso|cp\d)/i.test(codec.v));
}

/** What a file-like object in memory is given by whoever writes into it. */
function fillBuffers(given: Arguments, taint: Taint): void {
  if (taint === null) return;
  for (const value of given.args) {
    if (value.t === 'obj' && /^(io|StringIO|cStringIO)\./.test(value.name))
      value.taint = union(value.taint, taint);
  }
}

function result(callee: Ref, given: Arguments, taint: Taint, f: Frame, node: Expression): Obj {
  const made: Obj = {
    t: 'obj',
    taint,
    name: callee.name,
    args: trimmed(given.args),
    keywords: given.keywords,
    at: place(f, node),
    via: callee.via === 'rebound' ? 'plain' : callee.via,
    fields: null,
    outside: callee.outside,
  };
  if (callee.self !== null) made.of = callee.self;
  return made;
}

function inputTaint(callee: Ref, given: Arguments): Taint {
  let taint: Taint = callee.taint;
  for (const arg of given.args) taint = union(taint, deepTaint(arg));
  if (given.keywords.size === 0) return taint;
  for (const [name, value] of given.keywords)
    if (!REQUEST_OPTIONS.has(name)) taint = union(taint, deepTaint(value));
  return taint;
}

function sourceOrigin(
  m: Machine,
  f: Frame,
  node: Expression,
  kind: SourceKind,
  { name, self }: Ref,
  given: Arguments,
) {
  // What a started process says is what its command line makes of it: `os.popen('env').read()`.
  const first = kind === 'process-output' ? (self?.args[0] ?? given.args[0]) : given.args[0];
  const detail = first === undefined ? '' : short(textOf(first));
  if (kind === 'network-response' && /169\.254\.169\.254|metadata\.google/.test(detail))
    kind = 'cloud-metadata';
  if (kind === 'network-response' && IP_LOOKUP.test(detail)) kind = 'network-identity';
  if (kind === 'process-output') kind = sourceOfCommand(detail);
  return m.origin(kind, name, detail === '…' ? '' : detail, f, node);
}

/** Services that answer with the caller's own address. */
const IP_LOOKUP =
  /^https?:\/\/(www\.)?(api\d?\.ipify\.org|api64\.ipify\.org|ipinfo\.io|ifconfig\.(me|co)|icanhazip\.com|ip-api\.com|checkip\.|ident\.me|ipapi\.co|myexternalip\.com|wtfismyip\.com|geolocation-db\.com|ip\.42\.pl|ipecho\.net|httpbin\.org\/ip)/i;

/** A decoder's result is `decoded`, with the decoders on the way; computed when its input is known. */
function decoded(m: Machine, f: Frame, node: Expression, callee: Ref, given: Arguments, input: Taint): Value {
  const name = callee.name;
  const known = outsideFunction(m, callee);
  const kind: SourceKind = known.decrypts ? 'decrypted' : 'decoded';
  let taint = withStep(input, name, place(f, node));
  if (!taint?.some((origin) => origin.kind === kind)) {
    const first = given.args[0] ?? given.keywords.get('s') ?? given.keywords.get('data');
    const size = first?.t === 'str' || first?.t === 'bytes' ? `${first.v.length} characters` : '';
    taint = union(taint, [m.origin(kind, name, size, f, node)]);
  }
  const computed = compute(m, f, node, known, given);
  if (computed === undefined || computed === null) return result(callee, given, taint, f, node);
  if (computed.t === 'str' || computed.t === 'bytes') noteDecodedCommand(m, f, computed.v, taint, node);
  return { ...computed, taint };
}

function noteCall(m: Machine, f: Frame, node: Expression, callee: Ref, given: Arguments): void {
  if (m.speculation > 0) m.spend(10);
  const keywords: Record<string, ReturnType<typeof summary>> = {};
  let count = 0;
  for (const [name, value] of given.keywords) if (count++ < 16) keywords[name] = summary(value);
  m.facts.add(f.unit, place(f, node), {
    kind: 'call',
    api: callee.name,
    args: given.args.slice(0, 8).map(summary),
    keywords,
    via: callee.via,
    scope: f.unit.name,
  });
  for (const value of given.args) scanValue(m, f, node, value, 2);
  for (const value of given.keywords.values()) scanValue(m, f, node, value, 2);
}

/** Items of a container whose texts are read. */
const SCANNED = 32;

/** Texts that no literal shows are read where they are used. */
function scanValue(m: Machine, f: Frame, node: Expression, value: Value, depth: number): void {
  switch (value.t) {
    case 'str':
    case 'bytes':
      if (value.made !== 'literal' && value.v.length < 1_000_000) scanBuilt(m, f, node, value.v, value.taint);
      return;
    case 'template':
      scanBuilt(m, f, node, textOf(value), deepTaint(value));
      return;
    case 'list':
    case 'tuple':
      if (depth > 0) for (const item of value.items.slice(0, SCANNED)) scanValue(m, f, node, item, depth - 1);
      return;
    case 'dict': {
      if (depth === 0) return;
      let count = 0;
      for (const entry of value.entries.values())
        if (count++ < SCANNED) scanValue(m, f, node, entry.value, depth - 1);
        else break;
    }
  }
}

/** Flows into the sinks of a call. */
function sink(m: Machine, f: Frame, node: Expression, callee: Ref, given: Arguments, { sinks }: Api): void {
  for (const { kind, positions, keywords } of sinks) {
    const values: Value[] = [];
    for (let i = 0; i < given.args.length; i++)
      if (positions === 'all' || positions.includes(i)) values.push(given.args[i]!);
    for (const [name, value] of given.keywords) {
      if (keywords === 'all' ? !REQUEST_OPTIONS.has(name) : keywords.includes(name)) values.push(value);
    }
    const text = values[0] === undefined ? '' : textOf(values[0]);
    // The end of a host name says whose it is.
    const detail = kind === 'dns-name' ? readable(text).slice(-160) : short(text);
    if (kind === 'network-address' || kind === 'network-send') {
      // The object that sends may have been given what it sends before.
      const own = kind === 'network-send' && !isSocket(callee.name) ? (callee.self?.taint ?? null) : null;
      m.flow(own, kind, callee.name, short(addressOf(callee, given)), f, node);
    }
    if (kind === 'network-send' && uploadedPath(callee.name) !== undefined) {
      const content = uploadedContent(m, f, node, callee.name, given);
      m.flow(content, kind, callee.name, short(addressOf(callee, given)), f, node);
    }
    for (const value of values) {
      let taint = kind === 'process' ? processTaint(value, given) : deepTaint(value);
      if (kind === 'network-address' || kind === 'dns-name') taint = union(taint, builtTaint(m, value));
      m.flow(
        taint,
        kind,
        callee.name,
        kind === 'network-send' ? short(addressOf(callee, given)) : detail,
        f,
        node,
      );
    }
    if (kind === 'file-delete') noteSelfDelete(m, f, node, detail);
    if (kind === 'clipboard-write') noteAddress(m, f, node, values);
    if (kind === 'process') startProcess(m, f, node, callee.name, values, given);
    if (kind === 'network-send') sendFiles(m, f, node, callee.name, values, given, callee);
    if (kind === 'native-load' || kind === 'code-execution')
      startWritten(m, f, node, callee.name, values, kind);
  }
}

/** A socket holds nothing but its address. */
const isSocket = (name: string): boolean => /^(?:socket|ssl)\./.test(name);

/** The program's own file, by `__file__` or by the command line. */
function noteSelfDelete(m: Machine, f: Frame, node: Expression, path: string): void {
  if (path === `member:${f.source.path}` || path === '«sys.argv[0]»')
    m.behaviour('self-delete', path, f, node);
}

function noteAddress(m: Machine, f: Frame, node: Expression, values: readonly Value[]): void {
  for (const value of values.flatMap(alternatives)) {
    if (value.t !== 'str') continue;
    const wallet = findIndicators(value.v).find(({ type }) => type === 'wallet');
    if (wallet !== undefined) m.behaviour('address-replaced', wallet.value, f, node);
  }
}

const builtTaint = (m: Machine, value: Value): Taint =>
  value.t === 'str' && value.made !== 'literal' && value.taint !== null && m.journal === null
    ? value.taint
    : null;

/** The host or URL of a request, also when it was given to the connection object. */
function addressOf(callee: Ref, given: Arguments): string {
  const first = given.keywords.get('url') ?? given.args[0];
  const own = callee.self?.args[0];
  if (
    own !== undefined &&
    /^(http\.client|smtplib|ftplib|dhooks|discord|telebot|telegram|websocket)/.test(callee.name)
  )
    return textOf(own);
  return first === undefined ? '' : textOf(first);
}

/** Paths sent as `files={'f': open(path)}` carry their content already; a bare path of a written file does too. */
function sendFiles(
  m: Machine,
  f: Frame,
  node: Expression,
  api: string,
  values: Value[],
  given: Arguments,
  callee: Ref,
): void {
  if (m.files.size === 0) return;
  for (const value of values) {
    if (value.t !== 'str' && value.t !== 'template') continue;
    const text = textOf(value);
    if (text.includes('://')) continue;
    const written = findWritten(m, text);
    if (written !== null)
      m.flow(written.taint, 'network-send', api, short(addressOf(callee, given)), f, node);
  }
}

/** Functions made for the very call that they are handed to may run because of it. */
function edges(m: Machine, f: Frame, name: string, given: Arguments): void {
  if (KEEPS.has(name)) return;
  noteLambdas(m, f, given);
}

/** What only wraps a function for later. */
const KEEPS: ReadonlySet<string> = new Set([
  'builtins.property',
  'functools.partial',
  'functools.partialmethod',
]);
