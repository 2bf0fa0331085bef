import type { Fetcher } from '../fetch/fetcher.ts';
import type { AuthenticationOptions } from '../http/authentication.ts';
import type { Service } from '../service/service.ts';

/** What the gate knows the index behind it as. */
export interface Credentials {
  username: string;
  password: string;
}

export interface GateOptions {
  /** Upload address of the index behind, e.g. `https://index.example/legacy/`. */
  upstream: string;
  /** What the gate itself uploads with. Without them nothing can be sent on once the uploader has hung up. */
  credentials: Credentials | null;
  /**
   * Whether an uploader's own credentials are sent on, when the password is `<token of this service>:<password of the
   * index>`. They are never stored: what is released later goes with the gate's own, when it has any.
   */
  passThrough: boolean;
  /** What the uploader of something that is held is told: that it was accepted and withheld (200), or refused (403). */
  withheld: 'accept' | 'refuse';
  /** Bytes of one file; `DISTRIBUTION_BYTES` unless given. */
  maxBytes?: number;
  /** Uploads that are received at the same time; `HTTP_UPLOADS` unless given. */
  uploads?: number;
  /** Milliseconds without a byte of an upload; `HTTP_UPLOAD_IDLE_MS` unless given. */
  uploadIdleMs?: number;
  /** Told of what became of each upload that was taken in, in a word. */
  report?: (outcome: string) => void;
  /** How senders are known, and how often each may come. */
  authentication?: AuthenticationOptions;
  /** Milliseconds an upload waits for its verdict; `GATE_VERDICT_MS` unless given. */
  verdictMs?: number;
  /** Milliseconds the index may be silent; `GATE_FORWARD_IDLE_MS` unless given. */
  idleMs?: number;
}

/** What the index behind is shown with an upload. */
export interface Sender {
  authorization: string;
  /** Whether it is the uploader's own rather than the gate's. */
  passed: boolean;
}

/** What everything in the gate works with. */
export interface Gate {
  service: Service;
  options: GateOptions;
  fetcher: Fetcher;
}
