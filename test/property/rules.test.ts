import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fact, SinkKind, SourceKind } from '../../src/contracts/fact.ts';
import { PHASES } from '../../src/contracts/location.ts';
import type { IndicatorType } from '../../src/contracts/result.ts';
import { FACT_COUNT } from '../../src/limits.ts';
import { indexFacts } from '../../src/rules/fact-index.ts';
import { runRules } from '../../src/rules/run-rules.ts';

const at = fc.record({
  path: fc.constantFrom('pkg-1.0/setup.py', 'pkg-1.0/pkg/__init__.py', 'a.pth', 'x.zip!/y.py', ''),
  line: fc.integer({ min: 0, max: 50 }),
  column: fc.integer({ min: 0, max: 50 }),
  layer: fc.constantFrom(null, 'L1', 'L12', 'nonsense'),
});
const place = { at, phase: fc.constantFrom(...PHASES) };
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    'http://192.0.2.7/x.exe',
    '…',
    '«a@1» -c {x}',
    'written to /tmp/x',
    '%X%',
    '__file__',
    '~',
    '12 characters',
    '',
  ),
);
const value = fc.record({ text: hostile });
const end = <K extends string>(...kinds: K[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), name: hostile, detail: hostile, at });

const SOURCES: SourceKind[] = [
  'network-response',
  'decoded',
  'parameter',
  'host-identity',
  'written-file',
  'own-data-file',
];
const SINKS: SinkKind[] = [
  'process',
  'code-execution',
  'network-send',
  'network-address',
  'dns-name',
  'memory',
  'file-write',
];
const TYPES: IndicatorType[] = ['url', 'ip', 'telegram-bot', 'wallet', 'paste', 'domain'];

const facts: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    kind: fc.constant('call' as const),
    ...place,
    api: fc.oneof(
      fc.constantFrom('requests.post', 'os.remove', 'pyperclip.copy', 'shutil.rmtree', 'winreg.OpenKey'),
      hostile,
    ),
    args: fc.array(value, { maxLength: 3 }),
    keywords: fc.dictionary(hostile, value, { maxKeys: 2 }),
    via: fc.constant('plain' as const),
    scope: hostile,
  }),
  fc.record({
    kind: fc.constant('flow' as const),
    ...place,
    source: end(...SOURCES),
    sink: end(...SINKS),
    steps: fc.array(fc.record({ text: hostile, at: fc.constantFrom(null) }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('command' as const),
    ...place,
    dialect: fc.constantFrom('shell' as const, 'argv' as const),
    text: hostile,
    origin: fc.constantFrom('spawn' as const, 'member' as const, 'layer' as const),
    features: fc.array(fc.constantFrom('download' as const, 'persistence' as const), { maxLength: 2 }),
    programs: fc.array(hostile, { maxLength: 2 }),
    urls: fc.array(hostile, { maxLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('indicator' as const),
    ...place,
    type: fc.constantFrom(...TYPES),
    value: hostile,
    hidden: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('pth' as const), ...place, text: hostile }),
  fc.record({
    kind: fc.constant('pickle' as const),
    ...place,
    global: hostile,
    called: fc.boolean(),
    args: fc.array(hostile),
  }),
  fc.record({ kind: fc.constant('packer' as const), ...place, name: hostile, detail: hostile }),
);

test('no facts make a rule crash, and their order does not matter', () => {
  const property = fc.property(fc.array(facts, { maxLength: 40 }), (all) => {
    const { findings, limitations } = runRules(indexFacts(all));
    assert.deepEqual(
      limitations.filter(({ code }) => code === 'rule-crash'),
      [],
    );
    const places = (run: typeof findings) =>
      run.map(({ rule, phase, path, line }) => `${rule} ${phase} ${path}:${line}`).sort();
    assert.deepEqual(places(runRules(indexFacts([...all].reverse())).findings), places(findings));
  });
  fc.assert(property, { seed: 20261123, numRuns: 400 });
});

test('as many facts as there may be are judged in seconds', () => {
  const all: Fact[] = Array.from({ length: FACT_COUNT }, (_, index): Fact => {
    const base = {
      at: { path: `m${index % 40}.py`, line: index, column: 1, layer: null },
      phase: 'import' as const,
    };
    const address = `192.0.${index % 250}.${(index >> 8) % 250}`;
    switch (index % 4) {
      case 0:
        return { ...base, kind: 'indicator', type: 'ip', value: address, hidden: true };
      case 1:
        return { ...base, kind: 'indicator', type: 'url', value: `http://${address}/`, hidden: true };
      case 2: {
        const source = {
          kind: 'network-response' as const,
          name: 'requests.get',
          detail: `http://${address}/x.exe`,
          at: base.at,
        };
        const sink = { kind: 'process' as const, name: 'os.system', detail: 'x.exe', at: base.at };
        return { ...base, kind: 'flow', source, sink, steps: [{ text: 'written to x.exe', at: null }] };
      }
      default: {
        const args = [{ text: `http://${address}/` }];
        return { ...base, kind: 'call', api: 'requests.post', args, keywords: {}, via: 'plain', scope: '' };
      }
    }
  });
  const started = process.cpuUsage();
  runRules(indexFacts(all));
  const { user } = process.cpuUsage(started);
  assert.ok(user < 10_000_000, `${Math.round(user / 1000)} ms`);
});
