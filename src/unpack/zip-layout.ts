/** Which bytes of a zip archive belong to something, in time n log n. */

export interface Extent {
  start: number;
  end: number;
  /** Entry name for reports; '' for the structures of the archive itself. */
  name: string;
}

export interface Layout {
  /** Bytes that nothing claims, in order. */
  gaps: { start: number; end: number }[];
  /** Entries that begin before the one in front of them ends. */
  overlaps: { name: string; with: string; at: number }[];
}

/** Sorts `extents` in place and finds what lies between them and where they overlap. */
export function layOut(extents: Extent[], length: number): Layout {
  extents.sort((a, b) => a.start - b.start || a.end - b.end);
  const layout: Layout = { gaps: [], overlaps: [] };
  let reached = 0;
  let last: Extent = { start: 0, end: 0, name: '' };
  for (const extent of extents) {
    if (extent.start > reached) layout.gaps.push({ start: reached, end: extent.start });
    else if (extent.start < reached)
      layout.overlaps.push({ name: extent.name, with: last.name, at: extent.start });
    if (extent.end > reached) {
      reached = extent.end;
      last = extent;
    }
  }
  if (reached < length) layout.gaps.push({ start: reached, end: length });
  return layout;
}
