/**
 * Reader of Python's marshal format (Python/marshal.c, versions 0-5) and of .pyc files. Nothing is executed:
 * bytes become constants and code objects. Every count, depth and shared reference is bounded, because a few
 * bytes of references can describe more objects than memory holds.
 */
import type { CodeObject, PyConstant } from '../contracts/artifact.ts';
import { ByteView } from './byte-view.ts';
import { MarshalStream } from './marshal-stream.ts';
import { CODE_LAYOUTS, type CodeLayout, layoutOf, pycVersion } from './pyc-magic.ts';

export interface Problem {
  /** One plain sentence: what is wrong, and at which byte. */
  problem: string;
}

export interface Pyc {
  /** `2.7`, `3.6` … `3.14`, or `unknown`. */
  python: string;
  code: CodeObject;
}

/**
 * Reads a .pyc file of CPython 2.6-3.15 or PyPy. When the magic number is unknown, or lies, the plausible
 * header sizes and layouts are tried and `python` is `unknown`.
 */
export function readPyc(bytes: Uint8Array): Pyc | Problem {
  const view = new ByteView(bytes);
  if (view.u16(2) !== 0x0a0d) return { problem: 'no .pyc magic number at byte 0' };
  const version = pycVersion(view.u16(0));
  if (version) {
    const value = readOne(bytes, version.headerBytes, version.layout);
    if ('type' in value && value.type === 'code') return { python: version.python, code: value.value };
  }
  for (const header of [16, 12, 8]) {
    const value = readAnyLayout(bytes, header);
    if ('type' in value && value.type === 'code') return { python: 'unknown', code: value.value };
  }
  const value = readOne(bytes, version?.headerBytes ?? 16, version?.layout ?? 'python3.11');
  return 'problem' in value ? value : { problem: 'the stream holds no code object' };
}

/**
 * Reads one marshal value from the start of `bytes`.
 *
 * @param python version that wrote it, e.g. `3.11`; without it every known layout is tried.
 */
export function readMarshal(bytes: Uint8Array, python?: string): PyConstant | Problem {
  return python === undefined ? readAnyLayout(bytes, 0) : readOne(bytes, 0, layoutOf(python));
}

/** A code object and all that are nested in it, constants' containers included; parents first. */
export function allCode(root: CodeObject): CodeObject[] {
  const found: CodeObject[] = [root];
  for (let index = 0; index < found.length; index++) {
    const code = found[index]!;
    for (const child of code.children) found.push(child);
    for (const constant of code.constants) collectCode(constant, found);
  }
  return found;
}

/** Appends the code objects inside a constant's containers; readers bound the nesting to MARSHAL_DEPTH. */
function collectCode(constant: PyConstant, found: CodeObject[]): void {
  if (constant.type === 'code') found.push(constant.value);
  if ('items' in constant) for (const item of constant.items) collectCode(item, found);
  if ('entries' in constant) {
    for (const [key, value] of constant.entries) {
      collectCode(key, found);
      collectCode(value, found);
    }
  }
}

function readAnyLayout(bytes: Uint8Array, offset: number): PyConstant | Problem {
  let best: { problem: string; at: number } | null = null;
  for (const layout of CODE_LAYOUTS) {
    const stream = new MarshalStream(bytes, offset, layout);
    const value = stream.read();
    if (value) return value;
    if (!best || stream.offset > best.at) best = { problem: stream.problem ?? 'no value', at: stream.offset };
  }
  return { problem: best?.problem ?? 'no value' };
}

function readOne(bytes: Uint8Array, offset: number, layout: CodeLayout): PyConstant | Problem {
  const stream = new MarshalStream(bytes, offset, layout);
  return stream.read() ?? { problem: stream.problem ?? 'no value' };
}
