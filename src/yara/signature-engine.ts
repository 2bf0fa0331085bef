import type { Limitation } from '../contracts/limitation.ts';

/** One rule that matched one content. */
export interface SignatureMatch {
  /** `<pack>/<rule>`. */
  name: string;
  tags: string[];
  /** Byte offset of the first match, or null for a rule that matched without a pattern. */
  offset: number | null;
  /** What matched there, decoded as UTF-8 with replacement characters, uncut; '' without a pattern. */
  text: string;
}

export interface SignatureScan {
  matches: SignatureMatch[];
  /** What was not seen of this content. */
  limitation: Limitation | null;
}

export interface EngineInfo {
  /** Name of the engine in use, or null when none could be loaded. */
  engine: string | null;
  /** Packs in use, in order. */
  packs: string[];
  /** Why there is no engine, or ''. */
  note: string;
}

/** Finds the patterns of all loaded packs in one content. Implementations never throw and bound their own time. */
export interface SignatureEngine {
  readonly info: EngineInfo;
  /**
   * @param path member path, or what stands for it: external variables of a rule (`filename`, `extension`) come
   *   from it, and the limitation names it.
   */
  scan(path: string, bytes: Uint8Array): SignatureScan;
}

/** The engine of a machine without one: matches nothing, says why. */
export function emptyEngine(note: string): SignatureEngine {
  return {
    info: { engine: null, packs: [], note },
    scan: () => ({ matches: [], limitation: null }),
  };
}
