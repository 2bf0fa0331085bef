/** What own classes derive from. */
import type { ClassRecord, Lineage } from './program.ts';
import { alternatives, type Ref, type Value } from './values.ts';

/** Looks a name up in a class and its own base classes. */
export function classMember(cls: ClassRecord, name: string): Value | undefined {
  // Most names are found at once.
  const own = cls.members.names.get(name);
  if (own !== undefined || cls.bases.length === 0) return own;
  for (const one of lineageOf(cls).classes) {
    const found = one.members.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The outside class that an own class derives from, or null. */
export function externalBaseOf(cls: ClassRecord): Ref | null {
  return cls.bases.length === 0 ? null : lineageOf(cls).outside;
}

/** Classes that a look-up goes through. Diamonds are common in real code, 50 bases are not. */
const LINEAGE = 256;

/** What a class derives from, looked up once: bases do not change. */
function lineageOf(cls: ClassRecord): Lineage {
  cls.lineage ??= findLineage(cls);
  return cls.lineage;
}

/** Depth first, each class once. */
function findLineage(start: ClassRecord): Lineage {
  const seen = new Set<ClassRecord>();
  let outside: Ref | null = null;
  const visit = (cls: ClassRecord): void => {
    if (seen.has(cls) || seen.size >= LINEAGE) return;
    seen.add(cls);
    const bases = cls.bases.flatMap(alternatives);
    for (const option of bases)
      if (outside === null && option.t === 'ref' && option.name !== 'builtins.object') outside = option;
    for (const option of bases) if (option.t === 'class') visit(option.cls);
  };
  visit(start);
  return { classes: [...seen], outside };
}
