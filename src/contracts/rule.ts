import type { FactIndex } from './fact-index.ts';
import type { Location, Phase } from './location.ts';
import type { TrailStep } from './result.ts';

export type RuleState = 'evaluation' | 'enforced' | 'retired';

/** What a rule says when it fires. Severity lives in the model, not here. */
export interface RuleReport {
  /** Key of the rule's `messages`. */
  message: string;
  at: Location;
  phase: Phase;
  trail?: TrailStep[];
  /** Values for `{placeholders}` in the message. */
  data?: Record<string, string | number>;
}

export interface Rule {
  /** `<category>/<name>`, equal to its folder under src/rules. */
  id: string;
  /** Completes "The distribution …". */
  title: string;
  /** Raised whenever what it detects changes. */
  version: number;
  state: RuleState;
  /** MITRE ATT&CK technique ids. */
  attack: string[];
  /** Plain sentences with `{placeholders}`. */
  messages: Record<string, string>;
  /** Pure: same facts, same reports. */
  detect(facts: FactIndex, report: (finding: RuleReport) => void): void;
}
