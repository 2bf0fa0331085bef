import type { FlowFact, SinkKind, SourceKind } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import type { Phase } from '../../contracts/location.ts';
import type { TrailStep } from '../../contracts/result.ts';
import type { RuleReport } from '../../contracts/rule.ts';

/** The way of a value from source to sink, for a reader to follow. */
export function trailOf(flow: FlowFact): TrailStep[] {
  return [
    { text: endText(flow.source), at: flow.source.at },
    ...flow.steps.map((step) => ({ text: step.text, at: step.at })),
    { text: endText(flow.sink), at: flow.sink.at },
  ];
}

/** `requests.get (https://host.example/x)`. */
export function endText(end: { name: string; detail: string }): string {
  if (end.detail === '' || end.name.includes(end.detail)) return end.name;
  return `${end.name} (${end.detail})`;
}

/** What a report says of one flow; `{source}` and `{sink}` are available to the message. */
export function flowReport(message: string, flow: FlowFact): RuleReport {
  return {
    message,
    at: flow.sink.at,
    phase: flow.phase,
    trail: trailOf(flow),
    data: { source: endText(flow.source), sink: endText(flow.sink) },
  };
}

export interface FlowPattern {
  message: string;
  sources: readonly SourceKind[] | null;
  sinks: readonly SinkKind[];
  /** Only these phases; all when absent. */
  phases?: readonly Phase[];
  where?: (flow: FlowFact) => boolean;
}

/** Reports every flow of this pattern. */
export function reportFlows(
  facts: FactIndex,
  report: (finding: RuleReport) => void,
  pattern: FlowPattern,
): void {
  for (const flow of facts.flows(pattern.sources, pattern.sinks)) {
    if (pattern.phases !== undefined && !pattern.phases.includes(flow.phase)) continue;
    if (pattern.where !== undefined && !pattern.where(flow)) continue;
    report(flowReport(pattern.message, flow));
  }
}
