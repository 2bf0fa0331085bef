/** What a report says of a rule beyond its findings. */
export interface RuleDoc {
  id: string;
  /** Completes "The distribution …". */
  title: string;
  version: number;
  /** MITRE ATT&CK technique ids. */
  attack: readonly string[];
  /** The rule's rule.md. */
  markdown: string;
}
