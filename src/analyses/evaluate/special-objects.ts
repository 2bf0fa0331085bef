/** Types, and objects of the standard library that hold something. */
import type { Expression } from '../../python/ast.ts';
import { attributeOf, typeName } from './attributes.ts';
import { call } from './calls.ts';
import { decodeText, encodeText, toBuffer } from './codecs.ts';
import { digest } from './crypto.ts';
import { created, makeClass } from './definitions.ts';
import { genericInstance } from './instances.ts';
import type { Frame } from './machine.ts';
import { binary } from './operators.ts';
import { raw, rawBytes } from './raw.ts';
import { substitute } from './regex.ts';
import { iterate } from './sequences.ts';
import type { Handler } from './special.ts';
import { outside } from './special-files.ts';
import { union } from './taint.ts';
import {
  bool,
  bytes,
  deepTaint,
  isConstant,
  list,
  NO_KEYWORDS,
  NONE,
  type Obj,
  ref,
  text,
  tuple,
  unknown,
  type Value,
} from './values.ts';

/** `super()` inside a method, or `super(Class, self)`. */
export const superOf: Handler = (_m, f, _node, _callee, given) => {
  const [type, self] = given.args;
  if (type?.t === 'class') {
    return { t: 'super', taint: null, cls: type.cls, self: self ?? genericInstance(type.cls) };
  }
  const { fn } = f;
  if (fn?.owner == null || fn.node.params.all[0] === undefined) return undefined;
  const receiver = f.scope.names.get(fn.node.params.all[0].name) ?? genericInstance(fn.owner);
  return { t: 'super', taint: null, cls: fn.owner, self: receiver };
};

/** `type(value)`, or a class made by `type(name, bases, namespace)`. */
export const typeOf: Handler = (m, f, node, _callee, given) => {
  const [value, bases, namespace] = given.args;
  if (given.args.length === 1 && value !== undefined) {
    if (value.t === 'inst') return { t: 'class', taint: null, cls: value.cls };
    if (isConstant(value) || value.t === 'template' || value.t === 'list' || value.t === 'dict')
      return ref(`builtins.${typeName(value)}`);
    if (value.t === 'ref' && value.name.endsWith('.co_code')) return ref('builtins.bytes');
    return undefined;
  }
  if (value?.t !== 'str' || namespace?.t !== 'dict') return undefined;
  const cls = makeClass(m, f, value.v, bases === undefined ? [] : (iterate(bases) ?? []));
  for (const { key, value: member } of namespace.entries.values())
    if (key.t === 'str') cls.members.names.set(key.v, member);
  return created(m, f, node, cls);
};

const SUBTYPES: Readonly<Record<string, readonly string[]>> = {
  bool: ['bool', 'int'],
  str: ['str', 'basestring', 'unicode'],
};

export const isInstance: Handler = (_m, _f, _node, _callee, given) => {
  const [value, types] = given.args;
  if (value === undefined || types === undefined || !isConstant(value)) return undefined;
  const own = typeName(value);
  const names = types.t === 'tuple' ? types.items : [types];
  let known = true;
  for (const type of names) {
    if (type.t !== 'ref' || !type.name.startsWith('builtins.')) known = false;
    else if ((SUBTYPES[own] ?? [own]).includes(type.name.slice(9))) return bool(true);
  }
  return known ? bool(false) : undefined;
};

/** An iterator is a list of its own: taking from it leaves what it was made of as it is. */
export const iteratorOf: Handler = (m, f, node, _callee, given) => {
  const [source, sentinel] = given.args;
  if (source === undefined) return undefined;
  if (sentinel !== undefined) {
    const item = call(m, f, node, source, { args: [], keywords: NO_KEYWORDS });
    return list([item], deepTaint(item), true);
  }
  const items = iterate(source);
  return items === null ? source : { ...list(items.slice(), source.taint), iterator: true };
};

export const anyAll: Handler = (_m, _f, _node, callee, given) => {
  const items = given.args[0] === undefined ? null : iterate(given.args[0]);
  if (items === null || !items.every((item) => isConstant(item))) return undefined;
  const wanted = callee.name.endsWith('any');
  const truths = items.map((item) =>
    'v' in item ? Boolean(item.v) : 'items' in item && item.items.length > 0,
  );
  return bool(wanted ? truths.includes(true) : !truths.includes(false));
};

/** `codecs.getdecoder(name)(data)`, `codecs.lookup(name).decode(data)`: a pair of result and length. */
export const throughCodec: Handler = (m, _f, _node, callee, given) => {
  const name = raw(callee.self?.args[0]);
  const [data] = given.args;
  if (name === null || data === undefined || raw(data) === null) return undefined;
  const decodes = callee.name.includes('getdecoder') || callee.name.endsWith('.decode');
  const result = decodes
    ? decodeText(m, raw(data)!, name, data.taint)
    : encodeText(raw(data)!, name, data.taint);
  return result === null ? undefined : tuple([result, unknown(null)]);
};

/** `collections.defaultdict(factory)`: absent keys get what the factory makes. */
export const defaultDictionary: Handler = (_m, _f, _node, _callee, given) => {
  const [factory] = given.args;
  return {
    t: 'dict',
    taint: null,
    entries: new Map(),
    open: false,
    ...(factory === undefined ? {} : { factory }),
  };
};

export const dequeOf: Handler = (_m, _f, _node, _callee, given) => {
  const items = given.args[0] === undefined ? [] : iterate(given.args[0]);
  return items === null ? undefined : list(items.slice(), given.args[0]?.taint ?? null);
};

/** `namedtuple(name, fields)(*values)`. */
export const namedTuple: Handler = (_m, f, node, callee, given) => {
  const fields = callee.self?.args[1];
  const names =
    fields?.t === 'str' ? fields.v.split(/[\s,]+/) : fields === undefined ? null : iterate(fields)?.map(raw);
  if (names == null) return undefined;
  const made = outside(callee.name, given.args, given, f, node);
  made.fields = new Map();
  for (const [i, name] of names.entries()) {
    const value = given.args[i] ?? given.keywords.get(name ?? '');
    if (value !== undefined && name !== null) made.fields.set(name, value);
  }
  made.taint = given.args.reduce<Value['taint']>((all, arg) => union(all, deepTaint(arg)), null);
  return made;
};

/** `array.array('B', items)`. */
export const arrayOf: Handler = (_m, _f, _node, _callee, given) => {
  const [type, items] = given.args;
  const known = items === undefined ? [] : iterate(items);
  return raw(type) === null || known === null ? undefined : list(known.slice(), items?.taint ?? null);
};

/** `hash.update(data)`: what is hashed grows. */
export const updateHash: Handler = (_m, _f, _node, callee, given) => {
  const hash = callee.self;
  const [data] = given.args;
  if (hash === null || data === undefined) return undefined;
  const at = hash.name === 'hashlib.new' ? 1 : 0;
  const before = hash.args[at];
  hash.args = hash.args.slice();
  hash.args[at] = before === undefined ? data : binary('+', before, data);
  return NONE;
};

const HASH = /^hashlib\.(?:(\w+)|new)\.(hex)?digest$/;

export const hashOf: Handler = (m, f, node, callee, given) => {
  const [, name, hexadecimal] = HASH.exec(callee.name) ?? [];
  const args = callee.self?.args ?? given.args;
  const algorithm = name === 'new' ? raw(args[0]) : name;
  const data = name === 'new' ? args[1] : args[0];
  if (data !== undefined && !m.weigh(data, f, node)) return undefined;
  const content = data === undefined ? '' : rawBytes(data);
  if (algorithm == null || content === null) return undefined;
  const value = digest(algorithm, content);
  if (value === null) return undefined;
  const taint = data?.taint ?? null;
  return hexadecimal === undefined ? bytes(value, taint) : text(toBuffer(value).toString('hex'), taint);
};

/** `io.StringIO().write(text)`: known as long as all that is written is. */
export const writeMemory: Handler = (_m, _f, _node, callee, given) => {
  const file = callee.self;
  const [data] = given.args;
  if (file === null || data === undefined) return undefined;
  const [before] = file.args;
  file.args = [before === undefined ? data : binary('+', before, data)];
  file.taint = union(file.taint, deepTaint(data));
  return NONE;
};

/** `uuid.UUID(text).bytes` and `.hex`. */
export function uuidPart(value: Obj, name: string): Value | null {
  if (value.name !== 'uuid.UUID') return null;
  const digits = raw(value.args[0])?.replace(/[^0-9a-fA-F]/g, '');
  if (digits?.length !== 32) return null;
  if (name === 'hex') return text(digits.toLowerCase(), value.taint);
  return name === 'bytes'
    ? bytes(Buffer.from(digits, 'hex').toString('latin1'), value.taint, 'computed')
    : null;
}

/** `string.Template(text).substitute(name=…)`. */
export const substituteTemplate: Handler = (_m, _f, _node, callee, given) => {
  const format = raw(callee.self?.args[0]);
  if (format === null) return undefined;
  const [mapping] = given.args;
  let taint: Value['taint'] = callee.self?.taint ?? null;
  const v = format.replace(/\$(?:(\$)|(\w{1,100})|\{(\w{1,100})\})/g, (whole, dollar, name, braced) => {
    if (dollar !== undefined) return '$';
    const key: string = name ?? braced;
    const value =
      given.keywords.get(key) ?? (mapping?.t === 'dict' ? mapping.entries.get(`s${key}`)?.value : undefined);
    taint = union(taint, value?.taint ?? null);
    return value !== undefined && 'v' in value ? String(value.v) : whole;
  });
  return text(v, taint);
};

/** `re.sub(pattern, function, text)`: the function sees each match. */
export const substituteBy: Handler = (m, f, node, _callee, given) => {
  const [pattern, by, subject] = given.args;
  if (by === undefined || subject === undefined || (by.t !== 'func' && by.t !== 'method')) return undefined;
  const [known, v] = [raw(pattern), raw(subject)];
  if (known === null || v === null) {
    call(m, f, node, by, { args: [unknown(deepTaint(subject))], keywords: NO_KEYWORDS });
    return unknown(deepTaint(subject));
  }
  const result = substitute(known, v, ({ whole, group }) => {
    const match = matchObject(f, node, whole, group, subject);
    m.spend(1);
    return m.mayFollow ? raw(call(m, f, node, by, { args: [match], keywords: NO_KEYWORDS })) : null;
  });
  return result === null ? unknown(deepTaint(subject)) : text(result, deepTaint(subject), 'computed');
};

function matchObject(f: Frame, node: Expression, whole: string, group: string | null, from: Value): Obj {
  const groups = [whole, ...(group === null ? [] : [group])].map((v) => text(v, from.taint, 'computed'));
  return { ...outside('re.match', groups, { args: [], keywords: NO_KEYWORDS }, f, node), taint: from.taint };
}

export const groupOf: Handler = (_m, _f, _node, callee, given) => {
  const [index] = given.args;
  const at = index === undefined ? 0 : index.t === 'num' ? Number(index.v) : -1;
  return callee.self?.name === 're.match' && callee.self.at !== null ? callee.self.args[at] : undefined;
};

/** `operator.attrgetter(name)(x)`, `itemgetter(i)(x)`, `methodcaller(name, …)(x)`. */
export const getterCall: Handler = (m, f, node, callee, given) => {
  const getter = callee.self;
  const [owner] = given.args;
  const [key] = getter?.args ?? [];
  if (getter == null || owner === undefined || key === undefined) return undefined;
  if (callee.name.includes('itemgetter')) return undefined;
  if (key.t !== 'str') return unknown(union(owner.taint, key.taint));
  const found = key.v.split('.').reduce<Value>((value, name) => attributeOf(m, f, value, name, node), owner);
  if (callee.name.includes('attrgetter')) return found;
  return call(m, f, node, found, { args: getter.args.slice(1), keywords: getter.keywords });
};
