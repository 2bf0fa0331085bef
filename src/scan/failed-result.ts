import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult } from '../contracts/result.ts';

interface Known {
  target: string;
  filename: string;
  /** Hex; null when the bytes were never seen. */
  sha256: string | null;
  bytes: number;
  /** Milliseconds spent on it. */
  totalMs: number;
}

/** The result of a scan that came to nothing: `incomplete`, with the reason as its only limitation. */
export async function failedResult(known: Known, failure: Limitation): Promise<ScanResult> {
  // Loaded only when needed: they pull in every rule, which a run without failures leaves to its workers.
  const [{ judge }, { engine }, { MODEL }] = await Promise.all([
    import('../verdict/verdict.ts'),
    import('../engine.ts'),
    import('../score/model.ts'),
  ]);
  const { target, filename, sha256, bytes, totalMs } = known;
  const nothing = { score: 0, findings: [], traits: [], layers: [], limitations: [failure] };
  return {
    schema: 1,
    target,
    distribution: { project: null, version: null, filename, kind: 'unknown', sha256, bytes },
    ...judge(nothing, MODEL.thresholds),
    ...nothing,
    excerpts: [],
    indicators: [],
    engine: engine(),
    timings: { unpackMs: 0, analyseMs: 0, totalMs },
  };
}
