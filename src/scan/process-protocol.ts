/** What passes between the service and a scan process. The bytes of a sample follow on its standard input. */
import type { Outcome } from './lane.ts';
import type { RescoreJob, Task } from './protocol.ts';

/** Given to every process when it starts, as JSON in its only argument. */
export interface ProcessSettings {
  /** Milliseconds for one task. */
  timeoutMs: number;
  /** MiB of resident memory at which it gives up. */
  rssMib: number;
  /** MiB of V8 heap of its thread. */
  heapMib: number;
  /** Folder of YARA rules, or null. */
  yara: string | null;
}

/** What a distribution is called and how many bytes of it follow. */
export interface SampleHead {
  target: string;
  filename: string;
  bytes: number;
}

export type ProcessRequest =
  | { task: 'screen'; job: SampleHead }
  | { task: 'inspect'; job: SampleHead & { path: string | null } }
  | { task: 'rescore'; job: RescoreJob };

export interface ProcessReply {
  outcome: Outcome<Task>;
  /** Bytes of resident memory after it. */
  rss: number;
}

/** What a process sends: first that it can be asked, then replies. */
export type ProcessMessage = 'ready' | ProcessReply;
