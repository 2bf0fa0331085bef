/** Outside functions that the evaluator understands: imports, attributes, code, files, containers of both. */

import { readMarshal } from '../../formats/marshal.ts';
import type { Expression } from '../../python/ast.ts';
import { attributeOf, environmentVariable, hidden, namespaceItem } from './attributes.ts';
import { type Arguments, call, runCallbacks } from './calls.ts';
import { bz2, fromBuffer, gzip, lzma, toBuffer, zlib } from './codecs.ts';
import { decryptAes, decryptFernet, digest, pbkdf2 } from './crypto.ts';
import { runCode } from './dynamic.ts';
import { copyFile, downloadTo, readFile, resource, writeFile } from './files.ts';
import { dynamicImport } from './imports.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { callMethod } from './methods.ts';
import { binary, joinPath } from './operators.ts';
import { textOf } from './render.ts';
import { iterate } from './sequences.ts';
import { onAttributeSet } from './stores.ts';
import { union, withStep } from './taint.ts';
import {
  alternatives,
  bytes,
  deepTaint,
  join,
  list,
  literal,
  NONE,
  type Obj,
  type Ref,
  ref,
  tainted,
  text,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

type Handler = (m: Machine, f: Frame, node: Expression, callee: Ref, given: Arguments) => Value | undefined;

const first = (given: Arguments, keyword: string): Value | undefined =>
  given.args[0] ?? given.keywords.get(keyword);

const evaluateCode: Handler = (m, f, node, callee, given) => {
  const code = first(given, 'source') ?? given.keywords.get('object') ?? given.keywords.get('expression');
  return runCode(m, f, callee.name, code === undefined ? [] : [code], node);
};

const compileCode: Handler = (_m, _f, _node, _callee, given) => {
  const source = first(given, 'source');
  if (source === undefined) return undefined;
  const known = source.t === 'str' ? source.v : source.t === 'bytes' ? fromUtf8(source.v) : null;
  return { t: 'code', taint: deepTaint(source), text: known, object: null };
};

const fromUtf8 = (v: string): string => Buffer.from(v, 'latin1').toString('utf8');

const importByName: Handler = (m, f, node, callee, given) => {
  const name = first(given, 'name');
  if (name === undefined) return undefined;
  m.flow(deepTaint(name), 'dynamic-import', callee.name, '', f, node);
  const fromList = given.keywords.get('fromlist') ?? given.args[3];
  const leaf = callee.name === 'importlib.import_module' || (fromList !== undefined && fromList.t !== 'none');
  for (const option of alternatives(name)) {
    if (option.t === 'str' && option.v !== '') return dynamicImport(m, f, node, option.v, option.built, leaf);
  }
  return unknown(deepTaint(name));
};

const getAttribute: Handler = (m, f, node, _callee, given) => {
  const [owner, name, fallback] = given.args;
  if (owner === undefined || name === undefined) return UNKNOWN;
  let result: Value | undefined;
  for (const option of alternatives(name)) {
    if (option.t !== 'str') continue;
    const value = hidden(
      m,
      f,
      attributeOf(m, f, owner, option.v, node),
      'computed-attribute',
      option.built,
      node,
    );
    result = result === undefined ? value : join(result, value);
  }
  if (result === undefined) return unknown(union(owner.taint, name.taint));
  return fallback === undefined || result.t !== 'unknown' ? result : join(result, fallback);
};

const setAttribute: Handler = (m, f, node, _callee, given) => {
  const [owner, name, value] = given.args;
  if (owner !== undefined && name?.t === 'str' && value !== undefined)
    onAttributeSet(m, f, owner, name.v, value, node);
  return NONE;
};

const namespaceOf: Handler = (_m, f, _node, callee, given) => {
  const owner = given.args[0];
  if (owner !== undefined)
    return {
      t: 'namespace',
      taint: null,
      scope: owner.t === 'module' ? owner.module.scope : null,
      of: owner,
    };
  const scope = callee.name === 'builtins.globals' ? f.scope.global : f.scope;
  return { t: 'namespace', taint: null, scope, of: null };
};

/** `map(f, items)`: every item when they are known, else once for what `f` does. */
const mapOver: Handler = (m, f, node, _callee, given) => {
  const [fn, ...sources] = given.args;
  if (fn === undefined || sources.length === 0) return undefined;
  const columns = sources.map(iterate);
  const taint = sources.reduce<Value['taint']>((all, source) => union(all, deepTaint(source)), null);
  if (columns.some((column) => column === null) || !m.mayUnroll) {
    const element = call(m, f, node, fn, {
      args: sources.map((source) => unknown(deepTaint(source))),
      keywords: new Map(),
    });
    return list([element], taint, true);
  }
  const length = Math.min(...columns.map((column) => column!.length));
  const items: Value[] = [];
  for (let i = 0; i < length; i++) {
    m.concreteSteps += 4;
    if (!m.mayUnroll) return list(items, taint, true);
    items.push(call(m, f, node, fn, { args: columns.map((column) => column![i]!), keywords: new Map() }));
  }
  return list(items);
};

const reduceOver: Handler = (m, f, node, _callee, given) => {
  const [fn, source, start] = given.args;
  if (fn === undefined || source === undefined) return undefined;
  const items = iterate(source);
  if (items === null || items.length > 100_000) return unknown(deepTaint(source));
  let total = start ?? items.shift();
  if (start === undefined && total !== undefined) items.unshift(total);
  for (const item of start === undefined ? items.slice(1) : items) {
    m.concreteSteps += 4;
    if (!m.mayUnroll || total === undefined) return unknown(deepTaint(source));
    total = call(m, f, node, fn, { args: [total, item], keywords: new Map() });
  }
  return total;
};

const openFile: Handler = (m, f, node, callee, given) => {
  const path = first(given, 'file') ?? UNKNOWN;
  const object = outside(callee.name, [path, ...given.args.slice(1)], given, f, node);
  const mode = modeOf(object);
  if (/[wax]/.test(mode)) return object;
  const content = readFile(m, f, path, mode.includes('b'), 'open', node);
  return tainted(object, content.taint);
};

function modeOf(object: Obj): string {
  const mode = object.args[1] ?? object.keywords.get('mode');
  return mode?.t === 'str' ? mode.v : 'r';
}

function outside(name: string, args: Value[], given: Arguments, f: Frame, node: Expression): Obj {
  return {
    t: 'obj',
    taint: null,
    name,
    args,
    keywords: given.keywords,
    at: place(f, node),
    via: 'plain',
    fields: null,
  };
}

const readOpen: Handler = (m, f, node, callee, _given) => {
  const file = callee.self;
  if (file === null) return undefined;
  const mode = modeOf(file);
  if (/[wx]/.test(mode)) return undefined;
  const content = readFile(m, f, file.args[0] ?? UNKNOWN, mode.includes('b'), 'open', node);
  if (callee.name.endsWith('readlines')) {
    return content.t === 'str'
      ? list(content.v.split(/(?<=\n)/).map((line) => text(line, content.taint)))
      : unknown(content.taint);
  }
  return content;
};

const writeOpen: Handler = (m, f, node, callee, given) => {
  if (callee.self === null || given.args[0] === undefined) return undefined;
  writeFile(m, f, targetOf(callee.self), given.args[0], 'open', node);
  return UNKNOWN;
};

/** Path of an open file; a temporary file is its own name. */
const targetOf = (file: Obj): Value => (file.name === 'builtins.open' ? (file.args[0] ?? UNKNOWN) : file);

const readPath: Handler = (m, f, node, callee) => {
  if (callee.self === null) return undefined;
  return readFile(m, f, callee.self, callee.name.endsWith('bytes'), 'pathlib.Path.read', node);
};

const writePath: Handler = (m, f, node, callee, given) => {
  if (callee.self === null || given.args[0] === undefined) return undefined;
  writeFile(m, f, callee.self, given.args[0], 'pathlib.Path.write', node);
  return UNKNOWN;
};

const makePath: Handler = (_m, f, node, _callee, given) => {
  const path = given.args.length === 0 ? literal('.') : joinPath(given.args);
  const parts = path.t === 'obj' && path.name.startsWith('pathlib.') ? path.args : [path];
  return {
    ...outside('pathlib.Path', parts, { args: [], keywords: new Map() }, f, node),
    taint: deepTaint(path),
  };
};

const openPath: Handler = (m, f, node, callee, given) => {
  if (callee.self === null) return undefined;
  return openFile(
    m,
    f,
    node,
    { ...ref('builtins.open') },
    { args: [callee.self, ...given.args], keywords: given.keywords },
  );
};

const joinOntoPath: Handler = (_m, f, node, callee, given) => {
  if (callee.self === null) return undefined;
  return outside(
    'pathlib.Path',
    [joinPath([callee.self, ...given.args])],
    { args: [], keywords: new Map() },
    f,
    node,
  );
};

/** Folder of a path; of `__file__`, the member's own folder. */
const folderOf: Handler = (_m, f, node, _callee, given) => {
  const path = given.args[0];
  if (path === undefined) return undefined;
  if (
    path.t === 'obj' &&
    (path.name === '__file__' || path.name === '__dir__') &&
    path.args[0]?.t === 'str'
  ) {
    const folder = path.args[0].v.replace(/\/?[^/]*$/, '');
    return { ...outside('__dir__', [literal(folder)], { args: [], keywords: new Map() }, f, node) };
  }
  return path.t === 'str' ? text(path.v.replace(/[/\\][^/\\]*$/, ''), path.taint) : unknown(path.taint);
};

const unmarshal: Handler = (m, f, node, callee, given) => {
  const data = given.args[0];
  if (data === undefined) return undefined;
  m.flow(deepTaint(data), 'deserialise', callee.name, '', f, node);
  let taint = withStep(deepTaint(data), 'marshal', place(f, node));
  if (data.t !== 'bytes') return unknown(union(taint, [m.origin('decoded', 'marshal.loads', '', f, node)]));
  if (taint === null) taint = [m.origin('decoded', 'marshal.loads', `${data.v.length} bytes`, f, node)];
  const constant = readMarshal(toBuffer(data.v));
  if ('problem' in constant) return unknown(taint);
  if (constant.type === 'code') return { t: 'code', taint, text: null, object: constant.value };
  if (constant.type === 'str') return text(constant.value, taint);
  return constant.type === 'bytes' ? bytes(fromBuffer(constant.value), taint) : unknown(taint);
};

/** `types.FunctionType(code, globals())`: nobody makes a function of bytecode not to call it. */
const functionFromCode: Handler = (m, f, node, callee, given) => {
  if (given.args[0] !== undefined) runCode(m, f, callee.name, [given.args[0]], node);
  return undefined;
};

const fernet: Handler = (m, f, node, callee, given) => {
  const key = callee.self?.args[0];
  const token = given.args[0];
  return decrypted(
    m,
    f,
    node,
    callee,
    given,
    key !== undefined &&
      'v' in key &&
      token !== undefined &&
      'v' in token &&
      typeof key.v === 'string' &&
      typeof token.v === 'string'
      ? decryptFernet(key.v, token.v)
      : null,
  );
};

const aes: Handler = (m, f, node, callee, given) => {
  const cipher = callee.self;
  const [key, mode, vector] = cipher?.args ?? [];
  const data = given.args[0];
  const iv =
    vector ?? cipher?.keywords.get('iv') ?? cipher?.keywords.get('IV') ?? cipher?.keywords.get('nonce');
  const number =
    mode?.t === 'num'
      ? Number(mode.v)
      : mode?.t === 'ref'
        ? (AES_MODES[mode.name.split('.').pop()!] ?? -1)
        : -1;
  if (key?.t !== 'bytes' && key?.t !== 'str') return decrypted(m, f, node, callee, given, null);
  if (data?.t !== 'bytes') return decrypted(m, f, node, callee, given, null);
  return decrypted(
    m,
    f,
    node,
    callee,
    given,
    decryptAes(key.v, number, iv?.t === 'bytes' || iv?.t === 'str' ? iv.v : null, data.v),
  );
};

const AES_MODES: Record<string, number> = {
  MODE_ECB: 1,
  MODE_CBC: 2,
  MODE_CFB: 3,
  MODE_OFB: 5,
  MODE_CTR: 6,
  MODE_GCM: 11,
};

function decrypted(
  m: Machine,
  f: Frame,
  node: Expression,
  callee: Ref,
  given: Arguments,
  plain: string | null,
): Value {
  let taint = withStep(deepTaint(given.args[0] ?? UNKNOWN), callee.name, place(f, node));
  taint = union(taint, [m.origin('decrypted', callee.name, '', f, node)]);
  return plain === null ? unknown(taint) : bytes(plain, taint);
}

const hashOf: Handler = (_m, _f, _node, callee, given) => {
  const algorithm = callee.name.split('.')[1]!;
  const data = callee.self?.args[0] ?? given.args[0];
  if (data?.t !== 'bytes' && data?.t !== 'str') return undefined;
  const value = digest(algorithm, data.v);
  if (value === null) return undefined;
  return callee.name.endsWith('hexdigest')
    ? text(Buffer.from(value, 'latin1').toString('hex'), data.taint)
    : bytes(value, data.taint);
};

const deriveKey: Handler = (_m, _f, _node, _callee, given) => {
  const [name, password, salt, rounds, length] = given.args;
  if (name?.t !== 'str' || password?.t !== 'bytes' || salt?.t !== 'bytes' || rounds?.t !== 'num')
    return undefined;
  const size = length?.t === 'num' ? Number(length.v) : 32;
  const key = pbkdf2(name.v, password.v, salt.v, Number(rounds.v), size);
  return key === null ? undefined : bytes(key, password.taint);
};

/** `str.join(',', items)`, `bytes.decode(b'..')`: the method of the first argument. */
const unboundMethod: Handler = (m, _f, _node, callee, given) => {
  const [receiver, ...args] = given.args;
  if (receiver === undefined) return undefined;
  return callMethod(m, receiver, callee.name.split('.').pop()!, args, given.keywords) ?? undefined;
};

const inMemory: Handler = (_m, f, node, callee, given) => ({
  ...outside(callee.name, given.args, given, f, node),
  taint: given.args[0] === undefined ? null : deepTaint(given.args[0]),
});

const memoryContent: Handler = (_m, _f, _node, callee) => callee.self?.args[0] ?? undefined;

const unpackStream: Handler = (m, _f, _node, callee, given) => {
  const data = given.args[0];
  if (data?.t !== 'bytes') return undefined;
  const plain = callee.name.startsWith('zlib')
    ? zlib(m, data.v)
    : callee.name.startsWith('bz2')
      ? bz2(m, data.v)
      : callee.name.startsWith('gzip')
        ? gzip(m, data.v)
        : lzma(m, data.v);
  return plain === null ? undefined : bytes(plain, withStep(deepTaint(data), callee.name, place(_f, _node)));
};

const startThread: Handler = (m, f, node, callee, given) => {
  const target =
    given.keywords.get('target') ??
    given.keywords.get('function') ??
    given.args.find((arg) => arg.t === 'func' || arg.t === 'ref' || arg.t === 'choice');
  const passed =
    given.keywords.get('args') ?? given.args.find((arg) => arg.t === 'tuple' || arg.t === 'list');
  const args = passed === undefined ? [] : (iterate(passed) ?? [unknown(deepTaint(passed))]);
  const daemon = given.keywords.get('daemon');
  if (daemon?.t === 'bool' && daemon.v) m.behaviour('daemon-thread', callee.name, f, node);
  if (target !== undefined) call(m, f, node, target, { args, keywords: new Map() });
  return undefined;
};

const submit: Handler = (m, f, node, _callee, given) => {
  const [target, ...args] = given.args;
  return target === undefined ? undefined : call(m, f, node, target, { args, keywords: given.keywords });
};

const registerExit: Handler = (m, f, _node, _callee, given) => {
  runCallbacks(m, f, given);
  return undefined;
};

const partialCall: Handler = (m, f, node, callee, given) => {
  const bound = callee.self;
  if (bound?.args[0] === undefined) return undefined;
  return call(m, f, node, bound.args[0], {
    args: [...bound.args.slice(1), ...given.args],
    keywords: new Map([...bound.keywords, ...given.keywords]),
  });
};

const identity: Handler = (_m, _f, _node, _callee, given) => given.args[0];

/** `setup(cmdclass={...})`: the commands run while installing. */
const setupCall: Handler = (m, f, _node, _callee, given) => {
  const commands = given.keywords.get('cmdclass');
  if (commands?.t === 'dict') {
    for (const { value } of commands.entries.values()) {
      for (const option of alternatives(value)) if (option.t === 'class') m.commands.add(option.cls);
    }
  }
  for (const value of given.keywords.values()) if (value.t === 'func') f.unit.calls.add(value.fn.unit);
  return undefined;
};

const HANDLERS = new Map<string, Handler>();
const on = (names: string, handler: Handler): void => {
  for (const name of names.split(' ')) HANDLERS.set(name, handler);
};

on(
  'builtins.exec builtins.eval code.InteractiveInterpreter.runcode code.InteractiveInterpreter.runsource code.InteractiveConsole.push timeit.timeit cProfile.run',
  evaluateCode,
);
on('builtins.compile', compileCode);
on('builtins.__import__ importlib.import_module importlib.__import__', importByName);
on('builtins.getattr operator.attrgetter.__call__ builtins.object.__getattribute__', getAttribute);
on('builtins.setattr', setAttribute);
on('builtins.globals builtins.locals builtins.vars', namespaceOf);
on('builtins.map', mapOver);
on('functools.reduce builtins.reduce', reduceOver);
on('builtins.open os.open builtins.file os.fdopen', openFile);
on('builtins.open.read builtins.open.readline builtins.open.readlines', readOpen);
on(
  'builtins.open.write builtins.open.writelines tempfile.NamedTemporaryFile.write tempfile.TemporaryFile.write tempfile._TemporaryFileWrapper.write tempfile.SpooledTemporaryFile.write',
  writeOpen,
);
on('pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.WindowsPath', makePath);
on('pathlib.Path.read_text pathlib.Path.read_bytes', readPath);
on('pathlib.Path.write_text pathlib.Path.write_bytes', writePath);
on('pathlib.Path.open', openPath);
on('pathlib.Path.joinpath pathlib.Path.home.joinpath', joinOntoPath);
on(
  'pathlib.Path.resolve pathlib.Path.absolute pathlib.Path.expanduser pathlib.Path.as_posix',
  (_m, _f, _n, callee) => callee.self ?? undefined,
);
on('os.path.dirname', folderOf);
on(
  'os.path.expanduser os.path.expandvars os.path.normcase os.path.realpath os.path.abspath builtins.memoryview copy.copy copy.deepcopy',
  identity,
);
on(
  'os.getenv os.environ.get os.environ.pop os.environ.__getitem__ os.environ.setdefault',
  (m, f, node, _callee, given) => environmentVariable(m, f, given.args[0], node),
);
on('marshal.loads', unmarshal);
on('types.FunctionType types.LambdaType', functionFromCode);
on('types.FunctionType.__call__', () => UNKNOWN);
on('cryptography.fernet.Fernet.decrypt', fernet);
on('Crypto.Cipher.AES.new.decrypt', aes);
on(
  'hashlib.md5.digest hashlib.sha1.digest hashlib.sha256.digest hashlib.sha512.digest hashlib.md5.hexdigest hashlib.sha1.hexdigest hashlib.sha256.hexdigest hashlib.sha512.hexdigest',
  hashOf,
);
on('hashlib.pbkdf2_hmac', deriveKey);
on('io.BytesIO io.StringIO StringIO.StringIO cStringIO.StringIO', inMemory);
on(
  'io.BytesIO.read io.BytesIO.getvalue io.StringIO.read io.StringIO.getvalue io.BytesIO.getbuffer',
  memoryContent,
);
on(
  'zlib.decompressobj.decompress bz2.BZ2Decompressor.decompress lzma.LZMADecompressor.decompress',
  unpackStream,
);
on('threading.Thread threading.Timer multiprocessing.Process _thread.start_new_thread', startThread);
on(
  'concurrent.futures.ThreadPoolExecutor.submit concurrent.futures.ProcessPoolExecutor.submit asyncio.to_thread',
  submit,
);
on('atexit.register', registerExit);
on('functools.partial.__call__', partialCall);
on(
  'asyncio.run asyncio.get_event_loop.run_until_complete asyncio.ensure_future asyncio.create_task',
  identity,
);
on('setuptools.setup distutils.core.setup', setupCall);
on(
  'shutil.copy shutil.copyfile shutil.copy2 shutil.move os.rename os.replace os.link os.symlink',
  (m, f, node, callee, given) => {
    if (given.args[0] !== undefined && given.args[1] !== undefined)
      copyFile(m, f, given.args[0], given.args[1], callee.name, node);
    return undefined;
  },
);
on(
  'urllib.request.urlretrieve wget.download gdown.download urllib.request.URLopener.retrieve',
  (m, f, node, callee, given) => {
    const target =
      given.args[1] ??
      given.keywords.get('filename') ??
      given.keywords.get('out') ??
      given.keywords.get('output');
    const path = downloadTo(m, f, first(given, 'url') ?? UNKNOWN, target, callee.name, node);
    for (const url of given.args.slice(0, 1))
      m.flow(deepTaint(url), 'network-address', callee.name, textOf(url).slice(0, 160), f, node);
    return { t: 'tuple', taint: null, items: [path, UNKNOWN], open: false };
  },
);
on('pkgutil.get_data', (m, f, node, callee, given) => resource(m, f, given.args[1], true, callee.name, node));
on('pkg_resources.resource_string importlib.resources.read_binary', (m, f, node, callee, given) =>
  resource(m, f, given.args[1], true, callee.name, node),
);
on('importlib.resources.read_text', (m, f, node, callee, given) =>
  resource(m, f, given.args[1], false, callee.name, node),
);
on('operator.xor', (_m, _f, _n, _c, { args }) =>
  args.length === 2 ? binary('^', args[0]!, args[1]!) : undefined,
);
on('operator.add operator.concat', (_m, _f, _n, _c, { args }) =>
  args.length === 2 ? binary('+', args[0]!, args[1]!) : undefined,
);
on('operator.mul', (_m, _f, _n, _c, { args }) =>
  args.length === 2 ? binary('*', args[0]!, args[1]!) : undefined,
);
on('operator.sub', (_m, _f, _n, _c, { args }) =>
  args.length === 2 ? binary('-', args[0]!, args[1]!) : undefined,
);
on('operator.getitem', (m, f, node, _c, { args }) =>
  args[0]?.t === 'namespace' && args[1] !== undefined
    ? namespaceItem(m, f, args[0], args[1], node)
    : undefined,
);

const UNBOUND = /^builtins\.(str|bytes|list|dict|bytearray)\.\w+$/;

/** The understood result, or undefined when the call is like any other. */
export function special(
  m: Machine,
  f: Frame,
  node: Expression,
  callee: Ref,
  given: Arguments,
): Value | undefined {
  const handler = HANDLERS.get(callee.name);
  if (handler !== undefined) return handler(m, f, node, callee, given);
  if (UNBOUND.test(callee.name)) return unboundMethod(m, f, node, callee, given);
  return undefined;
}
