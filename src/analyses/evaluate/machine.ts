import type {
  Behaviour,
  Fact,
  NameResolution,
  SinkKind,
  SourceKind,
  ValueSummary,
} from '../../contracts/fact.ts';
import type { Limitation } from '../../contracts/limitation.ts';
import type { Layer, LayerLanguage } from '../../contracts/location.ts';
import type { Member } from '../../contracts/member.ts';
import {
  LAYER_COUNT,
  LAYER_DEPTH,
  LAYER_TEXT_LIMIT,
  WEIGHT_FREE,
  WEIGHT_SHORT,
  WEIGHT_TOTAL,
} from '../../limits.ts';
import type { Node } from '../../python/ast.ts';
import { Bodies } from './bodies.ts';
import type { Decompress } from './codecs.ts';
import { FactCollector, isVague } from './collector.ts';
import {
  type ClassRecord,
  CodeUnit,
  type FunctionRecord,
  type OwnModule,
  type Program,
  type SourceText,
} from './program.ts';
import { type Journal, Scope } from './scope.ts';
import type { Handler } from './special.ts';
import { StepCounter } from './steps.ts';
import type { Origin, Place, Steps, Taint } from './taint.ts';
import type { Dictionary, Obj, Sequence, Value } from './values.ts';

/** Where evaluation stands. */
export interface Frame {
  unit: CodeUnit;
  module: OwnModule;
  source: SourceText;
  scope: Scope;
  cls: ClassRecord | null;
  /** The function whose body this is. */
  fn: FunctionRecord | null;
  /** Everything is known: follow only the branch that is taken and stop at return. */
  concrete: boolean;
  /** A branch that may have been taken left the block: what follows may not run. */
  uncertain: boolean;
  returned: Value | undefined;
  /** What a generator has yielded. */
  yielded: Sequence | null;
}

/** Things that one place in a program brings in and that are told apart. */
const ORIGINS_PER_PLACE = 4;
/** Characters that an item of a list costs as much as. */
const WEIGHT_OF_ITEM = 12;

/** Characters that one operation on a value costs as much as. */
function weightOf(value: Value): number {
  switch (value.t) {
    case 'str':
    case 'bytes':
      return value.v.length;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length * WEIGHT_OF_ITEM;
    case 'dict':
      return value.entries.size * WEIGHT_OF_ITEM;
    default:
      return 0;
  }
}

/** A file that the program writes. */
export interface WrittenFile {
  key: string;
  taint: Taint;
  content: string | null;
  at: Place;
}

/** Evaluation state of one distribution. */
export class Machine {
  readonly facts = new FactCollector();
  /** What is understood of outside functions. */
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly limitations: Limitation[] = [];
  readonly layers: Layer[] = [];
  /** Own modules by dotted name. */
  readonly modules = new Map<string, OwnModule>();
  /** Own modules by member path. */
  readonly byPath = new Map<string, OwnModule>();
  /** Last parts of their names: most imports are of no own module. */
  readonly leaves = new Set<string>();
  /** Members by path, and by base name for files whose folder is not known. */
  readonly members: ReadonlyMap<string, Member>;
  readonly classes: ClassRecord[] = [];
  /** Bodies of functions, as far as memory goes. */
  readonly bodies: Bodies;
  /** Keywords of each call of setup() in setup.py. */
  readonly setupCalls: ReadonlyMap<string, Value>[] = [];
  /** Methods of outside commands that the program replaces by its own functions. */
  readonly replaced: { name: string; method: FunctionRecord }[] = [];
  /** Command classes given to setup(). */
  readonly commands = new Map<ClassRecord, string>();
  /** Told of each layer of Python source as it is found. */
  onLayer: (layer: Layer, text: string, frame: Frame) => void = () => {};
  /** Told of each module whose body has run. */
  onModule: (module: OwnModule) => void = () => {};
  readonly files = new Map<string, WrittenFile>();
  /** The last written of each base name. */
  readonly filesByName = new Map<string, WrittenFile>();
  readonly deadline: number;
  /** Root of the sdist, with trailing slash. */
  readonly root: string;

  journal: Journal | null = null;
  /** JavaScript recursion, over expressions, statements and inlined calls. */
  depth = 0;
  /** Depth of evaluation beyond the one plain pass: inlined calls and concrete loops. */
  speculation = 0;
  /** Own calls inlined inside one another. */
  inlineDepth = 0;
  /** The function that is followed for a caller, and the code that began it; null while code is evaluated for itself. */
  followed: { root: CodeUnit; fn: FunctionRecord } | null = null;
  /** Short texts run inside one another. */
  shortDepth = 0;
  readonly steps: StepCounter;
  readonly #weight = { short: 0, long: 0 };
  /** Tests that could not be decided and names that got an unknown value, so far. */
  vague = 0;
  /** Names that got a known value, so far. */
  moved = 0;
  /** Texts that were put together and containers that were changed, so far. */
  built = 0;
  /** Of those, what decoders make: numbers, bytes, and texts that no search of the source finds. */
  computed = 0;
  /** How far open files were read in the loop that is followed; null outside of loops, where nobody knows. */
  reading: Map<Obj, number> | null = null;
  decodedBytes = 0;
  /** The first few results of decompressors. */
  readonly decompressed: { decoder: Decompress; packed: string; content: string | null }[] = [];
  readonly #seenTexts = new Set<string>();
  /** Recovered programs by their text. */
  readonly programs = new Map<string, Program>();
  /** Folders put onto `sys.path`. */
  readonly searched: string[] = [];
  #unitCount = 0;
  #originCount = 0;
  readonly #limited = new Set<string>();

  /** @param characters of source in the whole distribution. */
  constructor(
    members: ReadonlyMap<string, Member>,
    root: string,
    characters: number,
    deadline: number,
    handlers: ReadonlyMap<string, Handler>,
  ) {
    this.members = members;
    this.root = root;
    this.deadline = deadline;
    this.steps = new StepCounter(characters, deadline);
    this.bodies = new Bodies(characters);
    this.handlers = handlers;
  }

  allModules(): OwnModule[] {
    return [...this.byPath.values()];
  }

  emptyScope(): Scope {
    return new Scope('module', null);
  }

  unit(name: string, module: OwnModule): CodeUnit {
    return new CodeUnit(this.#unitCount++, name, module);
  }

  /** True while calls and loops may be followed beyond the one plain pass. */
  get mayFollow(): boolean {
    return this.steps.mayFollow(this.facts);
  }

  /** True while recovered code may be run. */
  get mayRun(): boolean {
    return this.steps.mayRun(this.facts);
  }

  /** Counts work beyond the plain pass. */
  spend(steps: number): void {
    this.steps.spend(steps);
  }

  /** A name or attribute gets a value. */
  notes(value: Value): void {
    if (value.t === 'unknown' || value.t === 'obj') this.vague++;
    else if ((value.t === 'str' || value.t === 'bytes') && value.made !== 'literal') {
      this.built++;
      if (value.t === 'bytes' || value.made === 'computed') this.computed++;
    } else this.moved++;
  }

  /** A list, set or dictionary is about to change, by taking in `item`. */
  changes(container: Sequence | Dictionary, item?: Value): void {
    if (item?.t === 'num' || item?.t === 'str' || item?.t === 'bytes') {
      this.built++;
      if (item.t !== 'str' || item.made === 'computed') this.computed++;
    }
    if (this.journal === null) return;
    if (container.t === 'dict') this.journal.dictionary(container);
    else this.journal.sequence(container);
  }

  /** How much has come to light or been put together so far. */
  get gains(): number {
    return this.facts.news + this.built;
  }

  /**
   * Counts characters and items that operations go through, so that few operations on much cost what they are;
   * false, and said so, once there were too many for one distribution. `times` is for operations that go through
   * them one by one.
   */
  weigh(value: Value, frame: Frame, node: Node, times = 1): boolean {
    return this.charge(weightOf(value) * times, frame, node);
  }

  /** The same for several values; the first that is too much ends it. */
  weighAll(values: readonly Value[], frame: Frame, node: Node): boolean {
    for (const value of values) if (!this.weigh(value, frame, node)) return false;
    return true;
  }

  /** The same for work that costs as much as going through so many characters. */
  charge(weight: number, frame: Frame, node: Node): boolean {
    // What is too short to matter goes on: it is what stands beside a program made to use the allowance up.
    if (weight <= WEIGHT_FREE) return true;
    const kind = weight <= WEIGHT_SHORT ? 'short' : 'long';
    this.#weight[kind] += weight;
    if (this.#weight[kind] < WEIGHT_TOTAL[kind]) return true;
    const detail = `operations on ${kind === 'short' ? '' : 'long '}values were not computed any further`;
    this.limitOnce('decode-limit', frame, node, detail);
    return false;
  }

  /** Says once per code and member that something could not be followed. */
  limit(code: Limitation['code'], frame: Frame, node: Node, detail: string): void {
    this.#limit(`${code}:${frame.source.path}`, code, frame, node, detail);
  }

  /** Says once, where it is first met, that an allowance of the whole distribution is used up. */
  limitOnce(code: Limitation['code'], frame: Frame, node: Node, detail: string): void {
    this.#limit(`${code}:${detail}`, code, frame, node, detail);
  }

  #limit(key: string, code: Limitation['code'], frame: Frame, node: Node, detail: string): void {
    if (this.#limited.has(key)) return;
    this.#limited.add(key);
    this.limitations.push({ code, where: frame.source.path, detail, blocking: false });
    this.facts.add(frame.unit, { source: frame.source, offset: node.start }, { kind: 'limit', code, detail });
  }

  /**
   * The source that a place is. A place that brings in several things, as a function that reads what it is told
   * to, is several; what is not known in detail is the first of them.
   */
  origin(kind: SourceKind, name: string, detail: string, frame: Frame, node: Node): Origin {
    const key = `${kind}:${node.start}`;
    frame.source.origins ??= new Map();
    const { origins } = frame.source;
    const known = origins.get(key);
    const [first] = known ?? [];
    const make = (id: number): Origin => {
      const at = { source: frame.source, offset: node.start };
      return { id, kind, name, detail, at, steps: null };
    };
    if (known === undefined || first === undefined) {
      const origin = make(this.#originCount++);
      origins.set(key, [origin]);
      return origin;
    }
    if (isVague(detail)) return first;
    if (isVague(first.detail)) {
      known[0] = make(first.id);
      return known[0];
    }
    const same = known.find((origin) => origin.detail === detail);
    if (same !== undefined || known.length >= ORIGINS_PER_PLACE) return same ?? first;
    const origin = make(this.#originCount++);
    known.push(origin);
    return origin;
  }

  flow(taint: Taint, sink: SinkKind, name: string, detail: string, frame: Frame, node: Node): void {
    if (taint === null) return;
    const at = { source: frame.source, offset: node.start };
    for (const origin of taint) {
      this.facts.addFlow(frame.unit, at, origin, { kind: sink, name, detail: detail.slice(0, 200) });
    }
  }

  behaviour(behaviour: Behaviour, detail: string, frame: Frame, node: Node): void {
    this.facts.add(frame.unit, place(frame, node), { kind: 'behaviour', behaviour, detail });
  }

  hiddenName(target: string, via: NameResolution, computed: boolean, frame: Frame, node: Node): void {
    if (via === 'plain' || via === 'star-import') return;
    this.facts.add(frame.unit, place(frame, node), { kind: 'hidden-name', target, via, computed });
  }

  /** Registers a layer; null when the same text was seen before or a bound was hit. */
  layer(
    content: string,
    language: LayerLanguage,
    chain: string[],
    usedBy: SinkKind | null,
    frame: Frame,
    node: Node,
  ): Layer | null {
    if (this.#seenTexts.has(content)) return null;
    this.#seenTexts.add(content);
    if (this.layers.length >= LAYER_COUNT || frame.source.depth >= LAYER_DEPTH) {
      this.limitOnce('layer-limit', frame, node, `more than ${LAYER_COUNT} layers, or ${LAYER_DEPTH} deep`);
      return null;
    }
    const layer: Layer = {
      id: `L${this.layers.length + 1}`,
      parent: frame.source.layer?.id ?? null,
      at: this.facts.locate(place(frame, node)),
      chain,
      language,
      bytes: content.length,
      text: content.slice(0, LAYER_TEXT_LIMIT),
    };
    this.layers.push(layer);
    this.facts.add(frame.unit, place(frame, node), { kind: 'layer', layer, usedBy });
    return layer;
  }
}

/** A separate program: it sees none of the names around it, but runs when they do. */
export function isolated(m: Machine, f: Frame): Frame {
  const unit = m.unit(`${f.unit.name}<program>`, f.module);
  f.unit.runs(unit);
  return {
    ...f,
    unit,
    scope: new Scope('module', null),
    cls: null,
    fn: null,
    concrete: false,
    returned: undefined,
  };
}

export const place = (frame: Frame, node: Node): Place => ({ source: frame.source, offset: node.start });

/** Names of functions, as opposed to functions of the distribution and files on the way. */
const DECODER_STEP = /^[\w.]+$/;

/** Trail of a taint's first origin as decoder names, outermost first. */
export function chainOf(taint: Taint): string[] {
  const chain: string[] = [];
  for (const origin of taint ?? []) {
    if (origin.kind !== 'decoded' && origin.kind !== 'decrypted') continue;
    for (let steps: Steps | null = origin.steps; steps !== null; steps = steps.earlier)
      if (DECODER_STEP.test(steps.text)) chain.push(steps.text);
    chain.push(origin.name);
    chain.reverse();
    break;
  }
  return chain.length > 0 ? chain : ['literal'];
}

export type { Fact, ValueSummary };
