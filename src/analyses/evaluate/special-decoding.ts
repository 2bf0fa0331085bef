/** Decoders, ciphers and digests that need more than their arguments. */

import { readMarshal } from '../../formats/marshal.ts';
import type { Expression } from '../../python/ast.ts';
import type { Arguments } from './calls.ts';
import { bz2, fromBuffer, gzip, lzma, toBuffer, zlib } from './codecs.ts';
import { decryptAes, decryptFernet, digest, pbkdf2 } from './crypto.ts';
import { runCode } from './dynamic.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { callMethod } from './methods.ts';
import type { Handler } from './special.ts';
import { outside } from './special-files.ts';
import { union, withStep } from './taint.ts';
import { bytes, deepTaint, type Ref, text, UNKNOWN, unknown, type Value } from './values.ts';

export const unmarshal: Handler = (m, f, node, callee, given) => {
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
export const functionFromCode: Handler = (m, f, node, callee, given) => {
  if (given.args[0] !== undefined) runCode(m, f, callee.name, [given.args[0]], node);
  return undefined;
};

export const fernet: Handler = (m, f, node, callee, given) => {
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

export const aes: Handler = (m, f, node, callee, given) => {
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

export const hashOf: Handler = (_m, _f, _node, callee, given) => {
  const algorithm = callee.name.split('.')[1]!;
  const data = callee.self?.args[0] ?? given.args[0];
  if (data?.t !== 'bytes' && data?.t !== 'str') return undefined;
  const value = digest(algorithm, data.v);
  if (value === null) return undefined;
  return callee.name.endsWith('hexdigest')
    ? text(Buffer.from(value, 'latin1').toString('hex'), data.taint)
    : bytes(value, data.taint);
};

export const deriveKey: Handler = (_m, _f, _node, _callee, given) => {
  const [name, password, salt, rounds, length] = given.args;
  if (name?.t !== 'str' || password?.t !== 'bytes' || salt?.t !== 'bytes' || rounds?.t !== 'num')
    return undefined;
  const size = length?.t === 'num' ? Number(length.v) : 32;
  const key = pbkdf2(name.v, password.v, salt.v, Number(rounds.v), size);
  return key === null ? undefined : bytes(key, password.taint);
};

/** `str.join(',', items)`, `bytes.decode(b'..')`: the method of the first argument. */
export const unboundMethod: Handler = (m, _f, _node, callee, given) => {
  const [receiver, ...args] = given.args;
  if (receiver === undefined) return undefined;
  return callMethod(m, receiver, callee.name.split('.').pop()!, args, given.keywords) ?? undefined;
};

export const inMemory: Handler = (_m, f, node, callee, given) => ({
  ...outside(callee.name, given.args, given, f, node),
  taint: given.args[0] === undefined ? null : deepTaint(given.args[0]),
});

export const memoryContent: Handler = (_m, _f, _node, callee) => callee.self?.args[0] ?? undefined;

export const unpackStream: Handler = (m, _f, _node, callee, given) => {
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
