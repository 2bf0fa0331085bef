/**
 * Magic numbers of .pyc files (Include/internal/pycore_magic_number.h of CPython, pypy/module/imp/importing.py
 * of PyPy) and what follows from them: language version, header size, layout of code objects.
 */

/** Field layout of a marshalled code object. */
export type CodeLayout =
  | 'python2' // 2.3–2.7
  | 'python3.0' // 3.0–3.7: keyword-only count
  | 'python3.8' // 3.8–3.10: and positional-only count (PEP 570)
  | 'python3.11'; // 3.11–: localsplus, qualname, exception table

export interface PycVersion {
  /** `2.7`, `3.6`, … */
  python: string;
  /** Bytes before the marshal stream: 8, 12 (3.3–3.6, source size), 16 (3.7–, PEP 552). */
  headerBytes: number;
  layout: CodeLayout;
}

/** [first magic, last magic, version]; CPython reserves 50 numbers a version from 3.11 on. */
const CPYTHON: readonly [number, number, string][] = [
  [62151, 62170, '2.6'],
  [62171, 62211, '2.7'],
  [3000, 3131, '3.0'],
  [3141, 3151, '3.1'],
  [3160, 3180, '3.2'],
  [3190, 3230, '3.3'],
  [3250, 3310, '3.4'],
  [3320, 3351, '3.5'],
  [3360, 3379, '3.6'],
  [3390, 3399, '3.7'],
  [3400, 3419, '3.8'],
  [3420, 3429, '3.9'],
  [3430, 3449, '3.10'],
  [3450, 3499, '3.11'],
  [3500, 3549, '3.12'],
  [3550, 3599, '3.13'],
  [3600, 3649, '3.14'],
  [3650, 3699, '3.15'],
];

/** PyPy counts on its own; its code objects keep the older layouts. */
const PYPY: readonly [number, number, string][] = [
  [62218, 62218, '2.7'],
  [112, 112, '3.5'],
  [160, 192, '3.6'],
  [224, 240, '3.7'],
  [256, 256, '3.8'],
  [320, 336, '3.9'],
  [384, 400, '3.10'],
  [416, 432, '3.11'],
];

export const CODE_LAYOUTS: readonly CodeLayout[] = ['python3.11', 'python3.8', 'python3.0', 'python2'];

/** Version of a magic number (first two bytes, little-endian), or null when unknown. */
export function pycVersion(magic: number): PycVersion | null {
  const cpython = CPYTHON.find(([first, last]) => magic >= first && magic <= last);
  if (cpython)
    return { python: cpython[2], headerBytes: headerBytes(cpython[2]), layout: layoutOf(cpython[2]) };
  const pypy = PYPY.find(([first, last]) => magic >= first && magic <= last);
  if (!pypy) return null;
  const layout = layoutOf(pypy[2]);
  return {
    python: pypy[2],
    headerBytes: headerBytes(pypy[2]),
    layout: layout === 'python3.11' ? 'python3.8' : layout,
  };
}

/** CPython's layout of a version such as `3.9`; the newest for anything unknown. */
export function layoutOf(python: string): CodeLayout {
  const [major, minor] = numbers(python);
  if (major === 2) return 'python2';
  if (minor < 8) return 'python3.0';
  return minor < 11 ? 'python3.8' : 'python3.11';
}

function headerBytes(python: string): number {
  const [major, minor] = numbers(python);
  if (major === 2 || minor < 3) return 8;
  return minor < 7 ? 12 : 16;
}

function numbers(python: string): [number, number] {
  const [major = '', minor = ''] = python.split('.');
  return [Number(major), Number(minor)];
}
