import type { CallFact, Fact, FlowFact, FlowStep, SinkKind } from '../../contracts/fact.ts';
import { type Location, PHASES, type Phase } from '../../contracts/location.ts';
import { FACT_COUNT, FACTS_PER_KIND_AND_MEMBER } from '../../limits.ts';
import { hasSinks } from '../apis/sinks.ts';
import type { CodeUnit } from './program.ts';
import type { Origin, Place, Steps } from './taint.ts';

type Located = 'at' | 'phase';
/** A fact whose place and phase are not written yet. */
export type Draft = Fact extends infer F ? (F extends Fact ? Omit<F, Located> : never) : never;

interface Pending {
  units: Units;
  at: Location;
  draft: Draft;
  /** Stated only on behalf of code beside the distribution. */
  borrowed: boolean;
}

/** Code that states a fact: the same place may be reached from several. */
type Units = CodeUnit | Set<CodeUnit>;

interface PendingFlow {
  units: Units;
  at: Place;
  origin: Origin;
  sink: { kind: SinkKind; name: string; detail: string };
  borrowed: boolean;
}

/**
 * Gathers facts while evaluation runs. The same code may be evaluated more than once (alone, and for a
 * particular caller); one place yields one fact of a kind, the best informed one, in the earliest phase of all
 * code that states it. Phases are known only once everything was evaluated, so they are filled in at the end.
 */
export class FactCollector {
  readonly #pending = new Map<string, Pending>();
  readonly #flows = new Map<string, PendingFlow>();
  /** Paths by number. */
  readonly #paths = new Map<string, number>();
  readonly #effects: CodeUnit[] = [];
  readonly #counts = new Map<string, number>();
  /**
   * The test, example or tool that is being evaluated: what it makes the distribution's own functions do happens when
   * it runs, not whenever they do.
   */
  beside: CodeUnit | null = null;
  /** Kinds that hit their bound, with the member. */
  readonly overflow = new Set<string>();
  /** Facts and flows taken up so far, better informed ones included. */
  news = 0;
  /** Different things that were fetched, run, decoded or written. */
  effects = 0;
  /** Hidden names, layers and commands so far. */
  alerts = 0;

  add(by: CodeUnit, at: Place, draft: Draft): void {
    const unit = this.#bearer(by);
    const borrowed = unit !== by;
    const key = this.#placeKey(draft.kind, at) + distinguish(draft);
    const known = this.#pending.get(key);
    if (known !== undefined) {
      if (borrowed && !known.borrowed) return;
      if (known.borrowed && !borrowed) Object.assign(known, { draft, units: unit, borrowed });
      this.#join(known, unit, isEffect(draft));
      if (richness(draft) > richness(known.draft)) {
        known.draft = draft;
        this.news++;
      }
      return;
    }
    if (!this.#admit(draft.kind, at.source.path)) return;
    if (isEffect(draft)) {
      this.#effects.push(unit);
      this.effects++;
    }
    if (draft.kind === 'hidden-name' || draft.kind === 'layer' || draft.kind === 'command') this.alerts++;
    this.#pending.set(key, { units: unit, at: this.locate(at), draft, borrowed });
    this.news++;
  }

  addFlow(by: CodeUnit, at: Place, origin: Origin, sink: PendingFlow['sink']): void {
    const unit = this.#bearer(by);
    const borrowed = unit !== by;
    const key = this.#placeKey(`${sink.kind}|${origin.id}`, at);
    const known = this.#flows.get(key);
    if (known !== undefined) {
      if (borrowed && !known.borrowed) return;
      if (known.borrowed && !borrowed) Object.assign(known, { origin, sink, units: unit, borrowed });
      this.#join(known, unit, true);
      if (isVague(known.sink.detail) && !isVague(sink.detail)) known.sink = sink;
      if (isVague(known.origin.detail) && !isVague(origin.detail)) known.origin = origin;
      return;
    }
    if (!this.#admit('flow', at.source.path)) return;
    this.#effects.push(unit);
    this.effects++;
    this.#flows.set(key, { units: unit, at, origin, sink, borrowed });
    this.news++;
  }

  /** The code whose phase a fact takes. */
  #bearer(unit: CodeUnit): CodeUnit {
    return this.beside === null || unit.module.isBeside ? unit : this.beside;
  }

  /** One more unit states a fact that is known. */
  #join(known: { units: Units }, unit: CodeUnit, effect: boolean): void {
    if (known.units instanceof Set ? known.units.has(unit) : known.units === unit) return;
    known.units = known.units instanceof Set ? known.units.add(unit) : new Set([known.units, unit]);
    if (effect) this.#effects.push(unit);
  }

  get size(): number {
    return this.#effects.length;
  }

  /** Units that fetch, run, decode or write something themselves. */
  get effectUnits(): ReadonlySet<CodeUnit> {
    return new Set(this.#effects);
  }

  /** Whether anything fetched, ran, decoded or wrote since a count was taken. */
  hasEffectSince(size: number): boolean {
    return this.#effects.length > size;
  }

  /** Tells places apart. Joined, for a text that is put together in other ways keeps its parts, and there are many. */
  #placeKey(what: string, { source, offset }: Place): string {
    let number = this.#paths.get(source.path);
    if (number === undefined) this.#paths.set(source.path, (number = this.#paths.size));
    return [what, number, source.layer?.id, source.anchor(offset), ''].join('|');
  }

  #admit(kind: string, path: string): boolean {
    const key = `${kind}|${path}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= FACTS_PER_KIND_AND_MEMBER && this.#pending.size + this.#flows.size < FACT_COUNT) return true;
    this.overflow.add(key);
    return false;
  }

  locate(at: Place): Location {
    const position = at.source.position(at.offset);
    const layer = at.source.layer?.id ?? null;
    return { path: at.source.path, line: position.line, column: position.column, layer };
  }

  /** Facts in order of first sight, with the phases that reachability found. */
  finish(): Fact[] {
    const facts: Fact[] = [];
    for (const { units, at, draft } of this.#pending.values()) {
      facts.push(Object.assign(draft, { at, phase: earliest(units) }) as Fact);
    }
    for (const { units, at, origin, sink } of this.#flows.values()) {
      const location = this.locate(at);
      const flow: FlowFact = {
        kind: 'flow',
        at: location,
        phase: earliest(units),
        source: { kind: origin.kind, name: origin.name, detail: origin.detail, at: this.locate(origin.at) },
        sink: { ...sink, at: location },
        steps: this.#steps(origin.steps),
      };
      facts.push(flow);
    }
    return facts;
  }

  #steps(steps: Steps | null): FlowStep[] {
    const result: FlowStep[] = [];
    for (let step = steps; step !== null; step = step.earlier) {
      result.push({ text: step.text, at: this.locate(step.at) });
    }
    return result.reverse();
  }
}

/** It fetches, runs, decodes or writes something. */
const isEffect = (draft: Draft): boolean =>
  draft.kind === 'layer' || draft.kind === 'command' || (draft.kind === 'call' && hasSinks(draft.api));

function earliest(units: Units): Phase {
  if (!(units instanceof Set)) return units.phase;
  let phase: Phase = 'none';
  for (const unit of units) if (PHASES.indexOf(unit.phase) < PHASES.indexOf(phase)) phase = unit.phase;
  return phase;
}

/** A rendering that leaves something open. */
export const isVague = (detail: string): boolean => detail === '' || detail.includes('…');

/** What besides kind and place tells two facts apart. */
function distinguish(draft: Draft): string {
  switch (draft.kind) {
    case 'call':
      return draft.api;
    case 'hidden-name':
      return draft.target;
    case 'import':
      return draft.module;
    case 'indicator':
      return draft.value;
    case 'sensitive-name':
      return `${draft.category}:${draft.text}`;
    case 'behaviour':
      return draft.behaviour;
    case 'command':
      return draft.text;
    case 'layer':
      return draft.layer.id;
    case 'limit':
      return draft.code;
    case 'text-form':
      return draft.form;
    default:
      return '';
  }
}

function richness(draft: Draft): number {
  if (draft.kind !== 'call') return 0;
  const values: CallFact['args'] = [...draft.args, ...Object.values(draft.keywords)];
  return values.reduce(
    (sum, value) => sum + (value.constant !== undefined ? 2 : 0) + (value.sources?.length ?? 0),
    0,
  );
}
