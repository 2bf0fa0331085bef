/** What passes between the pool and its workers. */
import type { Fact } from '../contracts/fact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult } from '../contracts/result.ts';

/** One distribution to look at. */
export interface ScanJob {
  /** As the user named it. */
  target: string;
  filename: string;
  /** The file's bytes, which the pool takes over, or the path of a directory. */
  content: { bytes: Uint8Array } | { directory: string };
}

/** What a worker returns, by task. */
export interface TaskResults {
  scan: ScanResult;
  facts: { facts: Fact[]; limitations: Limitation[] };
}

export type Task = keyof TaskResults;

export interface WorkerRequest {
  task: Task;
  job: ScanJob;
  /** `Date.now()` value at which analyses should come to an end by themselves. */
  deadline: number;
}

export type WorkerReply = { value: TaskResults[Task] } | { crash: string };

/** Given to every worker when it starts. */
export interface WorkerSettings {
  /** Folder of YARA rules, or null. */
  yara: string | null;
}
