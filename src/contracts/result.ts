import type { Limitation } from './limitation.ts';
import type { Location, Phase } from './location.ts';
import type { DistributionKind } from './member.ts';

export type Verdict = 'malicious' | 'suspicious' | 'no-findings' | 'incomplete';

export interface DistributionIdentity {
  project: string | null;
  version: string | null;
  filename: string;
  kind: DistributionKind;
  /** Hex; null for a directory. */
  sha256: string | null;
  bytes: number;
}

/** One step that a reviewer can follow: what happens, and where. */
export interface TrailStep {
  text: string;
  at: Location | null;
}

/** A rule that fired once. */
export interface Finding {
  rule: string;
  title: string;
  phase: Phase;
  path: string;
  line: number;
  column: number;
  /** Id into `ScanResult.layers`, or null. */
  layer: string | null;
  /** One plain sentence. */
  message: string;
  trail: TrailStep[];
  /** Share of the logit; 0 when a stronger twin, or a more incriminating member, counted instead. */
  contribution: number;
  /**
   * SHA-256, hex, of what it rests on: the lines it and its trail point at with those around them, the whole text of
   * layers, and its message. Null where there is no text. Documents of earlier versions lack it.
   */
  code?: string | null;
}

/** A reviewer's word that one rule is not to count one piece of code of one project, for a while. */
export interface Suppression {
  id: number;
  /** Rule of the finding. */
  rule: string;
  /** `code` of the finding. */
  code: string;
  reason: string;
  /** Who answers for it. */
  owner: string;
  /** ISO 8601: when it ends. */
  until: string;
}

/** A finding that does not count, and why. */
export interface SuppressedFinding extends Finding {
  suppression: Suppression;
}

/** One reason for a verdict: an act of the code, told to a reviewer who has ten seconds. */
export interface Reason {
  /** What the distribution does, e.g. `Executes code that it decodes from its own constants`. */
  what: string;
  /** One sentence with names and values. */
  detail: string;
  /** When it runs, e.g. `as soon as it is imported`; '' for what is no code. */
  when: string;
  /** `path:line`, and the layer with its decoders. */
  where: string;
  /** What else the act is, and how many more places do the same: sentences, or ''. */
  also: string;
  /** How many benign distributions do this, where that was measured, and why it matters; '' when neither is known. */
  unusual: string;
  /** What the author can change; '' when unknown. */
  change: string;
  /** Share of the logit of all findings that tell of it. */
  contribution: number;
  /** Ids of the rules, the strongest first. */
  rules: string[];
  path: string;
  /** 1-based, 0 for the member as a whole. */
  line: number;
  layer: string | null;
}

/** A finding before the model has weighed it. */
export type UnscoredFinding = Omit<Finding, 'contribution'>;

/** Something that counted for the score and that no rule reports. */
export interface Trait {
  /** Name in the model, e.g. `flow:network-response>file-write`. */
  feature: string;
  /** Completes "The code …". */
  text: string;
  phase: Phase;
  /** Where the first fact of the kind is. */
  path: string;
  line: number;
  column: number;
  layer: string | null;
  /** Share of the logit. */
  contribution: number;
}

/** A few lines around a finding, of the member's text or the layer's. */
export interface Excerpt {
  path: string;
  layer: string | null;
  /** 1-based number of the first line shown. */
  firstLine: number;
  /** Control and bidi characters are made visible; long lines are cut around the column. */
  lines: string[];
  /** 1-based line the finding points at. */
  focus: number;
}

export interface LayerSummary {
  id: string;
  parent: string | null;
  path: string;
  line: number;
  chain: string[];
  language: string;
  bytes: number;
}

export interface Indicator {
  type: IndicatorType;
  value: string;
  path: string;
  line: number;
  layer: string | null;
}

export type IndicatorType =
  | 'url'
  | 'domain'
  | 'ip'
  | 'email'
  | 'discord-webhook'
  | 'telegram-bot'
  | 'slack-webhook'
  | 'onion'
  | 'wallet'
  | 'paste'
  | 'file-host'
  | 'tunnel'
  | 'callback-host'
  | 'ip-lookup'
  | 'sha256';

/** By which near-identical distributions are recognised: of the code around the heaviest findings. */
export interface Fingerprint {
  /** SHA-256 of the normalised tokens, hex. */
  exact: string;
  /** 64 unsigned 32-bit values, little-endian, base64; null when there is too little code. */
  minhash: string | null;
}

/** The result document: the contract for every consumer. `schema` counts breaking changes. */
export interface ScanResult {
  schema: 1;
  target: string;
  distribution: DistributionIdentity;
  verdict: Verdict;
  /** 0-1. */
  score: number;
  /** Plain sentences, strongest first. */
  arguments: string[];
  /** The same in parts, as far as they rest on findings. Documents of earlier versions lack them. */
  reasons?: Reason[];
  findings: Finding[];
  /** Findings that did not count. Documents of earlier versions lack it. */
  suppressed?: SuppressedFinding[];
  /** Heaviest first. */
  traits: Trait[];
  excerpts: Excerpt[];
  layers: LayerSummary[];
  indicators: Indicator[];
  limitations: Limitation[];
  /** Null when no finding has code. Documents of earlier versions lack it. */
  fingerprint?: Fingerprint | null;
  engine: { version: string; ruleset: string; model: string };
  timings: { unpackMs: number; analyseMs: number; totalMs: number };
}
