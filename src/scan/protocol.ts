/** What passes between the pools and their workers. */
import type { Fact } from '../contracts/fact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult, Suppression } from '../contracts/result.ts';
import type { Inspection } from './inspect.ts';

/** One distribution to look at. */
export interface ScanJob {
  /** As the user named it. */
  target: string;
  filename: string;
  /** The file's bytes, which the pool takes over, or the path of a directory. */
  content: { bytes: Uint8Array } | { directory: string };
}

/** A distribution to judge again under the present rules and model. */
export interface RescoreJob {
  /** As `packEvidence` wrote it. */
  evidence: Uint8Array;
  /** Any result that came with the evidence. */
  old: ScanResult;
  /** What is not to count; nothing unless given. */
  suppressions?: readonly Suppression[];
}

/** A distribution to look into. */
export interface InspectJob extends ScanJob {
  /** The member to read, or null for the list. */
  path: string | null;
}

/** What a worker is given, by task. */
export interface TaskJobs {
  scan: ScanJob;
  facts: ScanJob;
  /** A scan that keeps its evidence. */
  screen: ScanJob;
  rescore: RescoreJob;
  inspect: InspectJob;
}

/** What a worker returns, by task. */
export interface TaskResults {
  scan: ScanResult;
  facts: { facts: Fact[]; limitations: Limitation[] };
  /** The evidence as `packEvidence` writes it; null when it is too large to keep. */
  screen: { result: ScanResult; evidence: Uint8Array | null };
  rescore: ScanResult;
  inspect: Inspection;
}

export type Task = keyof TaskJobs & keyof TaskResults;

export interface WorkerRequest<T extends Task = Task> {
  task: T;
  job: TaskJobs[T];
  /** `Date.now()` value at which analyses should come to an end by themselves. */
  deadline: number;
}

export type WorkerReply = { value: TaskResults[Task] } | { crash: string };

/** Given to every worker when it starts. */
export interface WorkerSettings {
  /** Folder of YARA rules, or null. */
  yara: string | null;
}
