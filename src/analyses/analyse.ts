/** The Python analysis of one distribution: every source evaluated once, facts with their phases. */
import type { Artifacts, PythonSource } from '../contracts/artifact.ts';
import type { Fact } from '../contracts/fact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { Layer } from '../contracts/location.ts';
import type { Member } from '../contracts/member.ts';
import { HELD_TEXT_CHARACTERS, LAYER_TEXT_LIMIT, SCAN_MS, STEPS_QUIET } from '../limits.ts';
import { docstring } from './evaluate/bodies.ts';
import { Compaction } from './evaluate/compaction.ts';
import { evaluateGeneric } from './evaluate/functions.ts';
import { besides } from './evaluate/installed.ts';
import { type Frame, Machine } from './evaluate/machine.ts';
import { leafOf, setRunner } from './evaluate/modules.ts';
import { type CodeUnit, type OwnModule, SourceText } from './evaluate/program.ts';
import { spreadPhases } from './evaluate/reach.ts';
import { Scope } from './evaluate/scope.ts';
import { makeHandlers } from './evaluate/special.ts';
import { runBlock } from './evaluate/statements.ts';
import { budgetFor } from './evaluate/steps.ts';
import { HeapKeeper } from './heap-keeper.ts';
import { packerFacts } from './packers.ts';
import { textForms } from './text-form.ts';

export interface PythonAnalysis {
  facts: Fact[];
  limitations: Limitation[];
  layers: Layer[];
}

/** Put together once: it holds no state. */
const HANDLERS = makeHandlers();

export function analysePython(artifacts: Artifacts, options: { deadline?: number } = {}): PythonAnalysis {
  const characters = artifacts.sources.reduce((sum, { length }) => sum + length, 0);
  const heap = new HeapKeeper(characters);
  const analysis = evaluateAll(artifacts, characters, options, heap);
  // Only now is nothing left of scopes and values.
  heap.release();
  return analysis;
}

function evaluateAll(
  artifacts: Artifacts,
  characters: number,
  options: { deadline?: number },
  heap: HeapKeeper,
): PythonAnalysis {
  const members = new Map<string, Member>();
  for (const { member } of artifacts.types) if (member.readable) members.set(member.path, member);
  const deadline = options.deadline ?? Date.now() + SCAN_MS;
  const m = new Machine(members, artifacts.root, characters, deadline, HANDLERS);
  const modules = artifacts.sources.map((source, index) => ownModule(m, source, index + 1));
  setRunner(m, runModule);
  const ran: OwnModule[] = [];
  m.onModule = (module) => {
    ran.push(module);
    m.bodies.wait(module);
  };
  m.onLayer = (layer, text, frame) =>
    noteForms(m, new SourceText(frame.source.path, text, layer, frame.source.depth + 1), frame);
  const compaction = characters > HELD_TEXT_CHARACTERS ? new Compaction() : null;
  const backend = artifacts.inTreeBackend?.module.split(':')[0];
  for (const module of inOrder(m, modules, backend)) {
    if (Date.now() > m.deadline) {
      m.limitations.push({
        code: 'time-limit',
        where: module.path,
        detail: 'the time for one distribution ran out before this file',
        blocking: true,
      });
      break;
    }
    m.facts.beside = module.isBeside ? module.body : null;
    runModule(m, module);
    // Functions see all names of their modules: they come after the bodies that import one another.
    for (const next of ran.splice(0)) {
      runFunctions(m, next);
      compaction?.compact(next);
      heap.note(next.source.length);
    }
  }
  m.facts.beside = null;
  spreadPhases(m, modules, artifacts);
  const compiled = modules.flatMap(({ source }) => source.layer ?? []);
  return { facts: m.facts.finish(), limitations: m.limitations, layers: [...m.layers, ...compiled] };
}

/**
 * What runs first for a victim is evaluated first, so that shared bounds are spent where they matter. What setup.py
 * installs is known once it has run; what lies beside that comes last.
 */
function* inOrder(m: Machine, modules: OwnModule[], backend: string | undefined): Generator<OwnModule> {
  const rank = { setup: 0, pth: 1, startup: 1, backend: 1, module: 2, script: 3, loose: 4 };
  const sorted = modules.toSorted((a, b) => rank[a.role] - rank[b.role]);
  const first = sorted.filter(({ role }) => rank[role] < 2);
  yield* first;
  const isBeside = besides(m, backend);
  const rest = sorted.slice(first.length);
  for (const module of modules) {
    module.isBeside = isBeside(module);
    if (module.isBeside && module.budget !== null) module.budget.patience = STEPS_QUIET.beside;
  }
  yield* rest.filter((module) => !module.isBeside);
  yield* rest.filter((module) => module.isBeside);
}

/** The layer that a text recovered from bytecode is: its lines are nobody's own. */
function compiledLayer(source: PythonSource, number: number): Layer | null {
  const { path, recoveredFrom } = source;
  if (recoveredFrom === undefined) return null;
  const { text } = source;
  return {
    id: `B${number}`,
    parent: null,
    at: { path, line: 0, column: 0, layer: null },
    chain: [`bytecode of Python ${recoveredFrom}`],
    language: 'python',
    bytes: Buffer.byteLength(text),
    text: text.slice(0, LAYER_TEXT_LIMIT),
  };
}

function ownModule(m: Machine, source: PythonSource, number: number): OwnModule {
  const layer = compiledLayer(source, number);
  const text = new SourceText(source.path, source, layer, layer === null ? 0 : 1);
  const module: OwnModule = {
    path: source.path,
    name: source.module,
    isPackage: source.isPackage,
    role: source.role,
    source: text,
    file: source,
    doc: null,
    scope: new Scope('module', null),
    state: 'new',
    budget: null,
    starImports: [],
    functions: [],
    isBeside: false,
    body: null as unknown as CodeUnit,
    mainBlock: null as unknown as CodeUnit,
  };
  module.body = m.unit('', module);
  module.mainBlock = m.unit('__main__', module);
  // Root modules of the sdist and modules on the import path may share a name; the importable one wins.
  if (source.module !== null && (source.role !== 'loose' || !m.modules.has(source.module)))
    m.modules.set(source.module, module);
  m.byPath.set(source.path, module);
  m.leaves.add(leafOf(source.path));
  return module;
}

/** Runs a module body. */
function runModule(m: Machine, module: OwnModule): void {
  if (module.state !== 'new') return;
  module.state = 'running';
  const frame: Frame = {
    unit: module.body,
    module,
    source: module.source,
    scope: module.scope,
    cls: null,
    fn: null,
    concrete: false,
    uncertain: false,
    returned: undefined,
    yielded: null,
  };
  apart(m, module, () => {
    noteForms(m, module.source, frame);
    const { body } = module.file.tree;
    module.doc = docstring(body);
    runBlock(m, frame, body);
  });
  module.state = 'ran';
  m.onModule(module);
}

/** Runs every function nobody called on the way. */
function runFunctions(m: Machine, module: OwnModule): void {
  apart(m, module, () => {
    m.bodies.ready(module);
    // Functions may define functions: the list grows while it is walked.
    for (let i = 0; i < module.functions.length; i++) {
      const fn = module.functions[i]!;
      m.facts.beside = module.isBeside ? fn.unit : null;
      evaluateGeneric(m, fn);
    }
  });
  module.state = 'done';
  module.budget = null;
  m.bodies.done(module);
}

/** Does something on a module's own budget, from a state in which nothing else is going on. */
function apart(m: Machine, module: OwnModule, work: () => void): void {
  const { journal, speculation, depth, inlineDepth, shortDepth, followed } = m;
  Object.assign(m, { journal: null, speculation: 0, followed: null });
  module.budget ??= budgetFor(module.source.length, module.isBeside);
  const leave = m.steps.enter(module.budget, m.facts);
  try {
    work();
  } catch (error) {
    const detail = `the analysis of this file failed: ${error instanceof Error ? error.message : 'unknown error'}`;
    m.limitations.push({ code: 'analysis-crash', where: module.path, detail, blocking: true });
  }
  leave();
  Object.assign(m, { journal, speculation, depth, inlineDepth, shortDepth, followed });
}

/** How the text looks, whatever it does. */
function noteForms(m: Machine, source: SourceText, frame: Frame): void {
  for (const { form, amount, detail, offset } of textForms(source.text)) {
    m.facts.add(frame.unit, { source, offset }, { kind: 'text-form', form, amount, detail });
  }
  for (const { name, detail, offset } of packerFacts(source.text)) {
    m.facts.add(frame.unit, { source, offset }, { kind: 'packer', name, detail });
  }
}
