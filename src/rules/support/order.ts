import type { Location } from '../../contracts/location.ts';

/** Code-unit order: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By member, then its own text before its layers, then line and column. */
export function compareLocations(a: Location, b: Location): number {
  return (
    compareText(a.path, b.path) ||
    layerNumber(a.layer) - layerNumber(b.layer) ||
    a.line - b.line ||
    a.column - b.column
  );
}

/** `L12` → 12; the member's own text is 0. */
function layerNumber(layer: string | null): number {
  if (layer === null) return 0;
  const number = Number.parseInt(layer.slice(1), 10);
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number;
}
