/**
 * SARIF 2.1.0 (OASIS Standard). One run; every distribution is an analysis target, its members are artifacts
 * nested in it, and a finding inside a layer points at the place in the member where that layer begins.
 */
import { createHash } from 'node:crypto';
import type { Location } from '../contracts/location.ts';
import type { Finding, ScanResult, TrailStep } from '../contracts/result.ts';
import { excerptAt } from './excerpt.ts';
import { safeJson } from './json.ts';
import type { RuleDoc } from './rule-docs.ts';
import { SarifArtifacts } from './sarif-artifacts.ts';
import { visible } from './visible.ts';
import { layerText } from './wording.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';

/** The whole log for the given results, in their order. `rules` must hold every rule that fired. */
export function renderSarif(
  results: readonly ScanResult[],
  rules: readonly RuleDoc[],
  version: string,
): string {
  const artifacts = new SarifArtifacts();
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  const sarifResults = results.flatMap((result) =>
    result.findings.map((finding) => sarifResult(finding, result, artifacts, ruleIndex)),
  );
  const invocations = [invocation(results, artifacts)];
  const run = {
    tool: { driver: { name: 'Lazaret', version, semanticVersion: version, rules: rules.map(sarifRule) } },
    columnKind: 'utf16CodeUnits',
    invocations,
    artifacts: artifacts.list(),
    results: sarifResults,
    properties: { distributions: results.map(summary) },
  };
  return `${safeJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, 2)}\n`;
}

function summary({ target, verdict, score, arguments: sentences, distribution, engine }: ScanResult): object {
  return { target, verdict, score, arguments: sentences, distribution, engine };
}

function sarifRule(rule: RuleDoc): object {
  return {
    id: rule.id,
    name: rule.id
      .split(/[/-]/)
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(''),
    shortDescription: { text: `The distribution ${rule.title}.` },
    help: { text: rule.markdown, markdown: rule.markdown },
    properties: { tags: ['security', ...rule.attack], version: rule.version },
  };
}

function sarifResult(
  finding: Finding,
  result: ScanResult,
  artifacts: SarifArtifacts,
  ruleIndex: ReadonlyMap<string, number>,
): object {
  const index = ruleIndex.get(finding.rule);
  return {
    ruleId: finding.rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levelOf(finding, result),
    message: { text: visible(finding.message) },
    locations: [location(finding, result, artifacts)],
    ...(finding.trail.length === 0 ? {} : { codeFlows: [codeFlow(finding.trail, result, artifacts)] }),
    partialFingerprints: { 'ruleMemberMessage/v1': fingerprint(finding) },
    properties: { phase: finding.phase, contribution: finding.contribution, target: result.target },
  };
}

/** The verdict speaks for the distribution; a finding that added nothing to it is a note. */
function levelOf({ contribution }: Finding, { verdict }: ScanResult): 'error' | 'warning' | 'note' {
  if (contribution <= 0) return 'note';
  return verdict === 'malicious' ? 'error' : verdict === 'suspicious' ? 'warning' : 'note';
}

function fingerprint({ rule, path, layer, message }: Finding): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, path, layer !== null, message]))
    .digest('hex');
}

function codeFlow(trail: readonly TrailStep[], result: ScanResult, artifacts: SarifArtifacts): object {
  const locations = trail.map(({ text, at }) => ({
    location: { ...(at === null ? {} : location(at, result, artifacts)), message: { text: visible(text) } },
  }));
  return { threadFlows: [{ locations }] };
}

function location(at: Location, result: ScanResult, artifacts: SarifArtifacts): object {
  const surface = surfaceOf(at, result);
  const excerpt = excerptAt(result.excerpts, surface);
  const region = { startLine: surface.line, ...(surface.column > 0 ? { startColumn: surface.column } : {}) };
  const context = excerpt && {
    startLine: excerpt.firstLine,
    endLine: excerpt.firstLine + excerpt.lines.length - 1,
    snippet: { text: excerpt.lines.join('\n') },
  };
  return {
    physicalLocation: {
      artifactLocation: artifacts.locate(result, surface.path),
      ...(surface.line > 0 ? { region } : {}),
      ...(surface.line > 0 && context ? { contextRegion: context } : {}),
    },
    ...(at.layer === null ? {} : { logicalLocations: [logicalLocation(at, result)] }),
  };
}

/** The place in the member's own text: for a location in a layer, where its outermost layer was recovered. */
function surfaceOf(at: Location, { layers }: ScanResult): Location {
  let surface = at;
  for (let depth = 0; depth <= layers.length && surface.layer !== null; depth++) {
    const layer = layers.find(({ id }) => id === surface.layer);
    if (layer === undefined) return { ...surface, line: 0, column: 0, layer: null };
    surface = { path: layer.path, line: layer.line, column: 0, layer: layer.parent };
  }
  return surface;
}

function logicalLocation(at: Location, { layers }: ScanResult): object {
  const layer = layers.find(({ id }) => id === at.layer);
  return {
    name: at.layer,
    kind: 'layer',
    fullyQualifiedName: visible(`${at.path}#${at.layer}:${at.line}:${at.column}`),
    ...(layer === undefined ? {} : { decoratedName: visible(layerText(layer)) }),
  };
}

function invocation(results: readonly ScanResult[], artifacts: SarifArtifacts): object {
  const notifications = results.flatMap((result) => {
    const target = artifacts.locate(result, '');
    return result.limitations.map(({ code, where, detail, blocking }) => ({
      descriptor: { id: code },
      level: blocking ? 'error' : 'warning',
      message: { text: visible(where === '' ? detail : `${where}: ${detail}`) },
      locations: [
        { physicalLocation: { artifactLocation: where === '' ? target : artifacts.locate(result, where) } },
      ],
    }));
  });
  const seenWhole = results.every(({ limitations }) => !limitations.some(({ blocking }) => blocking));
  return { executionSuccessful: seenWhole, toolExecutionNotifications: notifications };
}
