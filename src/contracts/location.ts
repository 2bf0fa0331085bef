/**
 * When code runs:
 * - `startup`: at every interpreter start (.pth import lines, sitecustomize, usercustomize);
 * - `install`: while pip builds or installs (setup.py, cmdclass, in-tree build backend and what they import);
 * - `import`: at module level of anything importable, and functions called from there;
 * - `entry-point`: only through a declared console or GUI script, or `__main__`;
 * - `call`: only when somebody calls it;
 * - `development`: only when somebody runs what is not installed, or what nobody who uses the distribution imports
 *   (tests, docs, examples, the project's own tools), and from there;
 * - `none`: not code (metadata, archive structure, data).
 */
export type Phase = 'startup' | 'install' | 'import' | 'entry-point' | 'call' | 'development' | 'none';

/** Earliest first: the order in which a victim meets the phases. */
export const PHASES: readonly Phase[] = [
  'startup',
  'install',
  'import',
  'entry-point',
  'call',
  'development',
  'none',
];

export interface Location {
  /** Member path inside the distribution; nested archives as `outer.zip!/inner.py`. */
  path: string;
  /** 1-based; 0 when the fact concerns the member as a whole. */
  line: number;
  /** 1-based, in UTF-16 units; 0 with line 0. */
  column: number;
  /** Id of the layer the line belongs to, or null for the member's own text. */
  layer: string | null;
}

/** Source text or data recovered from inside another: decoded, decrypted, embedded, written out at run time. */
export interface Layer {
  /** `L1`, `L2`, … as they were found, `B1`, … for whole files of bytecode; unique within one distribution. */
  id: string;
  /** Layer it was found in, or null when found in the member's own text. */
  parent: string | null;
  /** Where in the parent it was recovered. */
  at: Location;
  /** Decoders from the outside in, e.g. `['base64', 'zlib']`; `['literal']` for embedded program text. */
  chain: string[];
  /** What the content is. */
  language: LayerLanguage;
  /** Number of bytes (text: UTF-8). */
  bytes: number;
  /** The text (or latin-1 for bytes), cut at `LAYER_TEXT_LIMIT`. */
  text: string;
}

export type LayerLanguage =
  | 'python'
  | 'bytecode'
  | 'shell'
  | 'powershell'
  | 'batch'
  | 'vbscript'
  | 'javascript'
  | 'pickle'
  | 'binary'
  | 'archive'
  | 'text';
