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
    { text: sinkText(flow), at: flow.sink.at },
  ];
}

/** `requests.get (https://host.example/x)`. */
export function endText(end: { name: string; detail: string }): string {
  if (end.detail === '' || end.name.includes(end.detail)) return end.name;
  return `${end.name} (${end.detail})`;
}

/** Of executed code the size says nothing; of everything else the detail is where it goes. */
function sinkText({ sink }: FlowFact): string {
  return sink.kind === 'code-execution' ? sink.name : endText(sink);
}

/** What a report says of one flow; `{source}` and `{sink}` are available to the message. */
export function flowReport(message: string, flow: FlowFact): RuleReport {
  return {
    message,
    at: flow.sink.at,
    phase: flow.phase,
    trail: trailOf(flow),
    data: { source: endText(flow.source), sink: sinkText(flow) },
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
    if (staysHere(flow)) continue;
    report(flowReport(pattern.message, flow));
  }
}

/** A request to this very machine, a private network or an address that the user configures tells no stranger. */
export function staysHere({ sink }: FlowFact): boolean {
  if (sink.kind !== 'network-send' && sink.kind !== 'network-address') return false;
  // A page that was written a moment ago is shown to the user.
  if (sink.name.startsWith('webbrowser.') && /^(?:file:|«tempfile\.)/.test(sink.detail)) return true;
  return isLocal(sink.detail) || /^%\w+%/.test(sink.detail);
}

/** An address or URL, as text or rendered value, of this machine or of a private network. */
export function isLocal(text: string): boolean {
  return LOCAL.test(text);
}

const LOCAL =
  /^(?:\[?['"]?)?(?:[a-z+]{2,10}:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)(?:[:/'",\]]|$)/i;
