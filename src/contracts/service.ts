/** What the parts of the service say to each other: closed lists of words, and records without behaviour. */
import type { Verdict } from './result.ts';

/** How a distribution reached the service. */
export const SOURCES = ['api', 'gate', 'proxy', 'feed', 'folder', 'backfill'] as const;
export type Source = (typeof SOURCES)[number];

/**
 * What somebody may do. `ingest` submits and reads results, `uploader` uploads through the gate, `reviewer` decides,
 * `administrator` may do everything.
 */
export const ROLES = ['ingest', 'uploader', 'reviewer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** What the service does with a distribution. Append-only: the newest one of a distribution holds. */
export const DISPOSITIONS = ['released', 'held', 'refused'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Status of a project or of one release in the proxy, as PEP 792 names them. */
export const INDEX_STATUSES = ['active', 'archived', 'quarantined', 'deprecated'] as const;
export type IndexStatus = (typeof INDEX_STATUSES)[number];

/** `reopen` takes back the decision before it. */
export const DECISIONS = ['confirm', 'dismiss', 'escalate', 'reopen'] as const;
export type DecisionKind = (typeof DECISIONS)[number];

/**
 * Of an upload that came through the gate: not sent on yet; taken by the index behind; refused by it, or not what it
 * said it was; given up after all attempts, until its disposition changes again.
 */
export const FORWARD_STATES = ['waiting', 'forwarded', 'rejected', 'failed'] as const;
export type ForwardState = (typeof FORWARD_STATES)[number];

/**
 * How an attempt to scan ended: `returned` when its worker was stopped before, which does not count; `given-up` when it
 * was the last of too many that failed.
 */
export type ScanOutcome = 'running' | 'completed' | 'failed' | 'returned' | 'given-up';

/** What produced a verdict. The same three give the same verdict for the same bytes. */
export interface VersionSet {
  engine: string;
  ruleset: string;
  model: string;
}

/** Who did something, for the audit log: `user:3`, `token:7`, `policy`, `worker:<name>`, `setup`. */
export type Actor = string;

/** A verdict that has been written. */
export interface RecordedVerdict extends VersionSet {
  id: number;
  sha256: string;
  verdict: Verdict;
  score: number;
  createdAt: Date;
}

/** Somebody who has proved who they are. */
export interface Identity {
  actor: Actor;
  role: Role;
  /** The account uploads are counted to, or null. */
  uploader: string | null;
}

/** One arrival of a distribution at the service. */
export interface NewSubmission {
  /** Hex, of the whole file. Its bytes are in the vault. */
  sha256: string;
  bytes: number;
  filename: string;
  source: Source;
  /** Account, address or feed that fairness is counted by; null when nobody in particular. */
  uploader: string | null;
  /** Where it was fetched from, without credentials, or null. */
  url: string | null;
  /** As claimed; the archive has the last word. */
  project: string | null;
  version: string | null;
  /** What else the sender said, such as the fields of an upload form. */
  detail?: Record<string, unknown>;
}
