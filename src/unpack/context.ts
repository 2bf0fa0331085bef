import type { Limitation, LimitationCode } from '../contracts/limitation.ts';
import type { ArchiveAnomaly, ArchiveAnomalyCode } from '../contracts/member.ts';
import {
  ANOMALY_COUNT,
  COMPRESSION_RATIO,
  HELD_UNPACKED_BYTES,
  KEPT_MEMBER_BYTES,
  MEMBER_BYTES,
  MEMBER_COUNT,
  NESTING_DEPTH,
  PATH_BYTES,
  RATIO_FLOOR_BYTES,
  TOTAL_UNPACKED_BYTES,
} from '../limits.ts';
import { LastRead } from './content.ts';

/** The bounds of one unpacking; defaults are the constants of the same names in `limits.ts`. */
export interface UnpackLimits {
  /** Bytes of all members together, nested ones included. */
  totalBytes: number;
  /** Bytes of one member. */
  memberBytes: number;
  /** Bytes kept of a member above `memberBytes`. */
  keptBytes: number;
  /** Unpacked : packed. */
  ratio: number;
  /** Bytes below which no ratio counts. */
  ratioFloorBytes: number;
  memberCount: number;
  pathBytes: number;
  nestingDepth: number;
  anomalyCount: number;
  /** Bytes of members held unpacked, of those that could be unpacked again. */
  heldBytes: number;
}

const DEFAULTS: UnpackLimits = {
  totalBytes: TOTAL_UNPACKED_BYTES,
  memberBytes: MEMBER_BYTES,
  keptBytes: KEPT_MEMBER_BYTES,
  ratio: COMPRESSION_RATIO,
  ratioFloorBytes: RATIO_FLOOR_BYTES,
  memberCount: MEMBER_COUNT,
  pathBytes: PATH_BYTES,
  nestingDepth: NESTING_DEPTH,
  anomalyCount: ANOMALY_COUNT,
  heldBytes: HELD_UNPACKED_BYTES,
};

/** What a member's size allows: all of it, its first bytes, or nothing more at all. */
export type Allowance = 'whole' | 'start' | 'nothing';

/** Budgets, anomalies and limitations of one unpacking. */
export class UnpackContext {
  readonly limits: UnpackLimits;
  readonly deadline: number;
  readonly anomalies: ArchiveAnomaly[] = [];
  readonly limitations: Limitation[] = [];
  /** Bytes of member data handed out so far. */
  totalBytes = 0;
  memberCount = 0;
  readonly lastRead = new LastRead();
  #heldBytes = 0;
  readonly #anomalyCodes = new Map<ArchiveAnomalyCode, number>();
  readonly #limitationKeys = new Set<string>();

  constructor(limits: Partial<UnpackLimits> = {}, deadline = Number.POSITIVE_INFINITY) {
    this.limits = { ...DEFAULTS, ...limits };
    this.deadline = deadline;
  }

  /** Records an anomaly. Beyond the limit only codes not seen before get through, so none can be drowned. */
  anomaly(code: ArchiveAnomalyCode, path: string, detail: string): void {
    const seen = this.#anomalyCodes.get(code) ?? 0;
    this.#anomalyCodes.set(code, seen + 1);
    if (this.anomalies.length >= this.limits.anomalyCount && seen > 0) {
      this.limitation(
        'anomaly-limit',
        '',
        `More than ${this.limits.anomalyCount} anomalies; further ones are not listed.`,
        false,
      );
      return;
    }
    this.anomalies.push({ code, path, detail });
  }

  /** Records a limitation once per code and place. */
  limitation(code: LimitationCode, where: string, detail: string, blocking: boolean): void {
    const key = `${code}\0${where}`;
    if (this.#limitationKeys.has(key) || this.#limitationKeys.size > this.limits.anomalyCount * 4) return;
    this.#limitationKeys.add(key);
    this.limitations.push({ code, where, detail, blocking });
  }

  /** Whether another member may be added; records the limitation when not. */
  admit(): boolean {
    if (this.memberCount < this.limits.memberCount) {
      this.memberCount++;
      return true;
    }
    this.limitation(
      'member-count-limit',
      '',
      `More than ${this.limits.memberCount} members; the rest was not read.`,
      true,
    );
    return false;
  }

  /** Whether time is up; records the limitation. */
  expired(): boolean {
    if (Date.now() <= this.deadline) return false;
    this.limitation('time-limit', '', 'The deadline passed while unpacking; the rest was not read.', true);
    return true;
  }

  /** Whether so many bytes more are held, though they could be unpacked again. */
  hold(size: number): boolean {
    const fits = this.#heldBytes + size <= this.limits.heldBytes;
    if (fits) this.#heldBytes += size;
    return fits;
  }

  /** Bytes that may still be handed out. */
  get room(): number {
    return Math.max(0, this.limits.totalBytes - this.totalBytes);
  }

  /** What to say when `totalBytes` is used up. */
  totalLimitation(): [LimitationCode, string, string, boolean] {
    return [
      'total-bytes-limit',
      '',
      `More than ${this.limits.totalBytes} bytes unpacked; the rest is named only.`,
      true,
    ];
  }

  /** Most bytes a stream of `packed` bytes may become before it counts as a bomb. */
  ratioBound(packed: number): number {
    return Math.max(this.limits.ratioFloorBytes, packed * this.limits.ratio);
  }

  /** Decides about a member of `size` bytes and books what it takes. */
  book(path: string, size: number): Allowance {
    const { limits } = this;
    const large = size > limits.memberBytes;
    const needed = large ? Math.min(limits.keptBytes, size) : size;
    if (needed > this.room) {
      this.limitation(...this.totalLimitation());
      return 'nothing';
    }
    this.totalBytes += needed;
    if (!large) return 'whole';
    this.limitation(
      'member-bytes-limit',
      path,
      `${size} bytes exceed the limit of ${limits.memberBytes}; only the first ${needed} were kept.`,
      true,
    );
    return 'start';
  }
}
