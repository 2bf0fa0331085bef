/** Decoders, ciphers and digests that need more than their arguments. */

import { readMarshal } from '../../formats/marshal.ts';
import { bz2, fromBuffer, gzip, lzma, toBuffer, zlib } from './codecs.ts';
import { runCode } from './dynamic.ts';
import { readFile } from './files.ts';
import { place } from './machine.ts';
import { callMethod } from './methods.ts';
import { rawBytes } from './raw.ts';
import type { Handler } from './special.ts';
import { nextPart, outside } from './special-files.ts';
import { union, withStep } from './taint.ts';
import { bytes, deepTaint, text, UNKNOWN, unknown } from './values.ts';

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

/** `str.join(',', items)`, `bytes.decode(b'..')`: the method of the first argument. */
export const unboundMethod: Handler = (m, _f, _node, callee, given) => {
  const [receiver, ...args] = given.args;
  if (receiver === undefined || callee.self !== null) return undefined;
  return callMethod(m, receiver, callee.name.split('.').pop()!, args, given.keywords) ?? undefined;
};

export const inMemory: Handler = (_m, f, node, callee, given) => ({
  ...outside(callee.name, given.args, given, f, node),
  taint: given.args[0] === undefined ? null : deepTaint(given.args[0]),
});

export const memoryContent: Handler = (m, f, _node, { name, self }, given) => {
  const content = self?.args[0];
  if (self == null || content === undefined) return undefined;
  if (name.endsWith('.readline'))
    return content.t === 'str' || content.t === 'bytes' ? nextPart(m, f, self, content, 'line') : undefined;
  return name.endsWith('.read') ? nextPart(m, f, self, content, given.args[0]) : content;
};

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

/** A compressed file that is opened by its path or lies in memory. */
export const unpackFile: Handler = (m, f, node, callee, given) => {
  const file = callee.self;
  const source = file?.keywords.get('fileobj') ?? file?.args[0];
  if (file === null || source === undefined) return undefined;
  const isMemory = source.t === 'obj' && source.name.startsWith('io.');
  const data = isMemory ? source.args[0] : readFile(m, f, source, true, callee.name, node);
  const taint = withStep(deepTaint(data ?? UNKNOWN), callee.name, place(f, node));
  const packed = rawBytes(data);
  const plain =
    packed === null
      ? null
      : callee.name.startsWith('gzip')
        ? gzip(m, packed)
        : callee.name.startsWith('bz2')
          ? bz2(m, packed)
          : lzma(m, packed);
  return plain === null ? unknown(taint) : nextPart(m, f, file, bytes(plain, taint), given.args[0]);
};
