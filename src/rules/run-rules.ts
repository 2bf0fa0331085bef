import type { FactIndex } from '../contracts/fact-index.ts';
import type { Limitation } from '../contracts/limitation.ts';
import { PHASES } from '../contracts/location.ts';
import type { UnscoredFinding } from '../contracts/result.ts';
import type { Rule, RuleReport } from '../contracts/rule.ts';
import { FINDINGS_PER_RULE, TRAIL_STEPS } from '../limits.ts';
import { RULES } from './registry.generated.ts';
import { fillMessage } from './support/message.ts';
import { compareLocations, compareText } from './support/order.ts';

export interface RuleRun {
  /** Earliest phase first, then by rule and place. */
  findings: UnscoredFinding[];
  limitations: Limitation[];
}

/**
 * Runs every rule that is not retired, each on its own: a rule that throws loses its findings and leaves a
 * blocking `rule-crash`, because what it would have said is unknown.
 */
export function runRules(index: FactIndex, rules: readonly Rule[] = RULES): RuleRun {
  const findings: UnscoredFinding[] = [];
  const limitations: Limitation[] = [];
  for (const rule of rules) {
    if (rule.state === 'retired') continue;
    const run = runRule(rule, index);
    findings.push(...run.findings);
    limitations.push(...run.limitations);
  }
  return { findings: findings.sort(compareFindings), limitations };
}

function runRule(rule: Rule, index: FactIndex): RuleRun {
  const found: UnscoredFinding[] = [];
  try {
    rule.detect(index, (report) => found.push(toFinding(rule, report)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `rule ${rule.id} failed: ${reason.slice(0, 200)}`;
    return { findings: [], limitations: [{ code: 'rule-crash', where: '', detail, blocking: true }] };
  }
  const distinct = deduplicate(found);
  if (distinct.length <= FINDINGS_PER_RULE) return { findings: distinct, limitations: [] };
  const detail = `rule ${rule.id} fired ${distinct.length} times; ${FINDINGS_PER_RULE} are kept`;
  return {
    findings: distinct.slice(0, FINDINGS_PER_RULE),
    limitations: [{ code: 'finding-limit', where: '', detail, blocking: false }],
  };
}

function toFinding(rule: Rule, report: RuleReport): UnscoredFinding {
  const template = rule.messages[report.message];
  if (template === undefined) throw new Error(`unknown message '${report.message}'`);
  return {
    rule: rule.id,
    title: rule.title,
    phase: report.phase,
    path: report.at.path,
    line: report.at.line,
    column: report.at.column,
    layer: report.at.layer,
    message: fillMessage(template, report.data ?? {}),
    trail: (report.trail ?? []).slice(0, TRAIL_STEPS),
  };
}

/** One finding per place and message, in the earliest phase in which it happens. */
function deduplicate(findings: UnscoredFinding[]): UnscoredFinding[] {
  const seen = new Set<string>();
  return findings.sort(compareFindings).filter((finding) => {
    const { path, line, column, layer, message } = finding;
    const key = JSON.stringify([path, line, column, layer, message]);
    return !seen.has(key) && seen.add(key);
  });
}

function compareFindings(a: UnscoredFinding, b: UnscoredFinding): number {
  return (
    PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
    compareText(a.rule, b.rule) ||
    compareLocations(a, b) ||
    compareText(a.message, b.message)
  );
}
