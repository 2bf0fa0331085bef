/**
 * Which code runs which. A function that is followed for one caller runs what that caller makes it run: a callback
 * handed over by a test is not called by everybody who calls the same function.
 */
import type { Frame, Machine } from './machine.ts';
import { type CodeUnit, type FunctionRecord, firstOf } from './program.ts';
import type { Value } from './values.ts';

/** What all calls of a function that were followed have run so far. */
export interface AnyCall {
  /** Stands for it; once somebody has been told, what is new goes to another that includes it. */
  unit: CodeUnit;
  isTold: boolean;
  units: Set<CodeUnit>;
}

/** The code that is being evaluated runs a unit. */
export function runs(m: Machine, f: Frame, unit: CodeUnit): void {
  if (m.followed === null) {
    f.unit.runs(unit);
    return;
  }
  m.followed.root.runs(unit);
  addTo(m, m.followed.fn, unit);
}

/**
 * A function is called in a way that tells what it does, but is not followed: it may do whatever calls before have
 * done. What it is given counts as called while it was never followed: decorators are given all that they adorn.
 */
export function runsAsBefore(m: Machine, f: Frame, fn: FunctionRecord, args: Iterable<Value>): void {
  const before = soFar(fn);
  if (before !== null) runs(m, f, before);
  if (firstOf(fn).gain !== null) return;
  for (const arg of args) if (arg.t === 'func') runs(m, f, arg.fn.unit);
}

/** Follows a function for a caller. */
export function follow<T>(m: Machine, caller: Frame, record: FunctionRecord, work: () => T): T {
  const outer = m.followed;
  const fn = firstOf(record);
  m.followed = { root: outer?.root ?? caller.unit, fn };
  const result = work();
  m.followed = outer;
  const ran = outer === null ? null : soFar(fn);
  if (outer !== null && ran !== null) addTo(m, outer.fn, ran);
  return result;
}

function addTo(m: Machine, fn: FunctionRecord, unit: CodeUnit): void {
  fn.any ??= { unit: m.unit(fn.name, fn.unit.module), isTold: false, units: new Set() };
  const { any } = fn;
  if (any.units.has(unit)) return;
  any.units.add(unit);
  if (any.isTold) {
    const next = m.unit(fn.name, fn.unit.module);
    next.runs(any.unit);
    Object.assign(any, { unit: next, isTold: false });
  }
  any.unit.runs(unit);
}

function soFar(record: FunctionRecord): CodeUnit | null {
  const { any } = firstOf(record);
  if (any === null) return null;
  any.isTold = true;
  return any.unit;
}
