/** What the service answers, as JSON: moments are texts. */
import type { ScanResult, Verdict } from '../../../src/contracts/result.ts';
import type { DecisionKind, Disposition, Role } from '../../../src/contracts/service.ts';

export type { DecisionKind, Disposition, Role, ScanResult, Verdict };

export interface Session {
  actor: string;
  role: Role;
  user: string | null;
  csrf: string | null;
  /** Id of this browser's session. */
  session: string | null;
  expiresAt: string | null;
}

/** The password was right; what is missing. */
export interface PendingSignIn {
  asks: 'code' | 'enrolment';
  pending: string;
  expiresAt: string;
}

export interface QueueRow {
  campaignId: number;
  state: 'open' | 'escalated';
  count: number;
  harm: number;
  openedAt: string;
  sha256: string;
  filename: string;
  verdict: Verdict | null;
  score: number | null;
  phase: string;
  awaitsSecond: boolean;
  projects: string[];
  claim: { actor: string; name: string; expiresAt: string } | null;
}

export interface QueuePage {
  rows: QueueRow[];
  next: string | null;
}

export interface CampaignMember {
  sha256: string;
  filename: string;
  project: string | null;
  version: string | null;
  verdict: Verdict | null;
  score: number | null;
  disposition: Disposition | null;
  state: 'open' | 'escalated' | 'closed' | null;
  harm: number | null;
  firstSeenAt: string;
}

export interface Campaign {
  campaignId: number;
  members: CampaignMember[];
  claim: QueueRow['claim'];
}

export interface Decision {
  id: number;
  sha256: string;
  verdictId: number | null;
  kind: DecisionKind;
  reasons: string[];
  note: string;
  actor: string;
  supersedes: number | null;
  createdAt: string;
}

export interface MemberEntry {
  path: string;
  type: string;
  size: number;
  /** What findings are in it: the sum of their contributions. */
  weight: number;
  findings: number;
}

export interface MemberContent {
  path: string;
  /** Decoded, or null when it is no text. */
  text: string | null;
  /** Its first bytes, base64, when it is no text. */
  bytes: string | null;
  size: number;
  truncated: boolean;
}

export interface LayerText {
  id: string;
  text: string;
}
