import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Fact } from '../../../src/contracts/fact.ts';
import type { Location } from '../../../src/contracts/location.ts';
import type { Rule, RuleReport } from '../../../src/contracts/rule.ts';
import { FINDINGS_PER_RULE, TRAIL_STEPS } from '../../../src/limits.ts';
import { defineRule } from '../../../src/rules/define-rule.ts';
import { indexFacts } from '../../../src/rules/fact-index.ts';
import { runRules } from '../../../src/rules/run-rules.ts';

const at = (path: string, line: number, layer: string | null = null): Location => ({
  path,
  line,
  column: 1,
  layer,
});

function ruleOf(detect: Rule['detect'], state: Rule['state'] = 'enforced', id = 'test/one'): Rule {
  const messages = { plain: 'Something happens', filled: 'It says {text}' };
  return { id, title: 'does something', version: 1, state, attack: [], messages, detect };
}

const reporting = (...reports: RuleReport[]): Rule =>
  ruleOf((_, report) => {
    for (const one of reports) report(one);
  });
const EMPTY = indexFacts([]);

suite('runRules', () => {
  test('turns a report into a finding', () => {
    const trail = [{ text: 'step', at: at('a.py', 2) }];
    const rule = reporting({
      message: 'filled',
      at: at('a.py', 3, 'L1'),
      phase: 'import',
      trail,
      data: { text: 'x' },
    });
    assert.deepEqual(runRules(EMPTY, [rule]), {
      findings: [
        {
          rule: 'test/one',
          title: 'does something',
          phase: 'import',
          path: 'a.py',
          line: 3,
          column: 1,
          layer: 'L1',
          message: 'It says x',
          trail,
        },
      ],
      limitations: [],
    });
  });

  test('a rule that throws costs only its own findings and leaves a blocking limitation', () => {
    const broken = ruleOf((_, report) => {
      report({ message: 'plain', at: at('a.py', 1), phase: 'import' });
      throw new Error('boom');
    });
    const sound = ruleOf(
      (_, report) => report({ message: 'plain', at: at('b.py', 1), phase: 'call' }),
      'enforced',
      'test/two',
    );
    const { findings, limitations } = runRules(EMPTY, [broken, sound]);
    assert.deepEqual(
      findings.map(({ rule, path }) => `${rule} ${path}`),
      ['test/two b.py'],
    );
    assert.deepEqual(limitations, [
      { code: 'rule-crash', where: '', detail: 'rule test/one failed: boom', blocking: true },
    ]);
  });

  test('an unknown message and a missing value are crashes, not silence', () => {
    for (const report of [
      { message: 'none', at: at('a.py', 1), phase: 'import' as const },
      { message: 'filled', at: at('a.py', 1), phase: 'import' as const },
    ]) {
      assert.equal(runRules(EMPTY, [reporting(report)]).limitations[0]?.code, 'rule-crash');
    }
  });

  test('one finding per place and message, in the earliest phase', () => {
    const rule = reporting(
      { message: 'plain', at: at('a.py', 1), phase: 'call' },
      { message: 'plain', at: at('a.py', 1), phase: 'install' },
      { message: 'plain', at: at('a.py', 2), phase: 'call' },
    );
    assert.deepEqual(
      runRules(EMPTY, [rule]).findings.map(({ phase, line }) => `${phase} ${line}`),
      ['install 1', 'call 2'],
    );
  });

  test('sorts by phase, rule and place', () => {
    const rule = reporting(
      { message: 'plain', at: at('b.py', 1), phase: 'import' },
      { message: 'plain', at: at('a.py', 2, 'L10'), phase: 'import' },
      { message: 'plain', at: at('a.py', 2, 'L2'), phase: 'import' },
      { message: 'plain', at: at('a.py', 9), phase: 'import' },
      { message: 'plain', at: at('z.py', 1), phase: 'startup' },
    );
    assert.deepEqual(
      runRules(EMPTY, [rule]).findings.map(({ path, line, layer }) => `${path}:${line}@${layer}`),
      ['z.py:1@null', 'a.py:9@null', 'a.py:2@L2', 'a.py:2@L10', 'b.py:1@null'],
    );
  });

  test('keeps the earliest findings of a rule that fires too often', () => {
    const rule = ruleOf((_, report) => {
      for (let line = 1; line <= FINDINGS_PER_RULE + 5; line++)
        report({ message: 'plain', at: at('a.py', line), phase: 'call' });
      report({ message: 'plain', at: at('z.py', 1), phase: 'startup' });
    });
    const { findings, limitations } = runRules(EMPTY, [rule]);
    assert.equal(findings.length, FINDINGS_PER_RULE);
    assert.equal(findings[0]?.path, 'z.py');
    assert.deepEqual(limitations, [
      {
        code: 'finding-limit',
        where: '',
        detail: 'rule test/one fired 56 times; 50 are kept',
        blocking: false,
      },
    ]);
  });

  test('cuts long trails', () => {
    const trail = Array.from({ length: TRAIL_STEPS + 3 }, (_, index) => ({ text: `${index}`, at: null }));
    const rule = reporting({ message: 'plain', at: at('a.py', 1), phase: 'call', trail });
    assert.deepEqual(runRules(EMPTY, [rule]).findings[0]?.trail, trail.slice(0, TRAIL_STEPS));
  });

  test('retired rules do not run', () => {
    const rule = ruleOf(() => assert.fail('ran'), 'retired');
    assert.deepEqual(runRules(EMPTY, [rule]), { findings: [], limitations: [] });
  });

  test('shows control and bidi characters of hostile values as escapes, and cuts them', () => {
    const text = `a\u001b[2J\u202eb\n${'x'.repeat(1000)}`;
    const rule = reporting({ message: 'filled', at: at('a.py', 1), phase: 'call', data: { text } });
    const message = runRules(EMPTY, [rule]).findings[0]?.message ?? '';
    assert.equal(message.slice(0, 33), 'It says a\\u{1b}[2J\\u{202e}b\\nxxxx'.slice(0, 33));
    assert.ok(message.length < 300);
  });
});

suite('indexFacts', () => {
  const call = (api: string, path: string, line: number): Fact => ({
    kind: 'call',
    at: at(path, line),
    phase: 'import',
    api,
    args: [],
    keywords: {},
    via: 'plain',
    scope: '',
  });
  const facts = [call('os.system', 'b.py', 1), call('os.popen', 'a.py', 2), call('os.system', 'a.py', 1)];

  test('does not depend on the order of producers', () => {
    assert.deepEqual(indexFacts(facts).all(), indexFacts([...facts].reverse()).all());
  });

  test('finds calls of exactly these names, in order', () => {
    const found = indexFacts(facts).calls('os.system', 'os.popen', 'os.system');
    assert.deepEqual(
      found.map(({ api, at: place }) => `${api} ${place.path}:${place.line}`),
      ['os.system a.py:1', 'os.popen a.py:2', 'os.system b.py:1'],
    );
    assert.deepEqual(indexFacts(facts).calls('os'), []);
  });

  test('selects flows by source and sink', () => {
    const flow = (source: 'clipboard' | 'screen', sink: 'process' | 'network-send'): Fact => ({
      kind: 'flow',
      at: at('a.py', 1),
      phase: 'call',
      source: { kind: source, name: source, detail: '', at: at('a.py', 1) },
      sink: { kind: sink, name: sink, detail: '', at: at('a.py', 1) },
      steps: [],
    });
    const index = indexFacts([
      flow('clipboard', 'process'),
      flow('screen', 'network-send'),
      flow('clipboard', 'network-send'),
    ]);
    const names = (flows: readonly { source: { kind: string }; sink: { kind: string } }[]) =>
      flows.map(({ source, sink }) => `${source.kind}>${sink.kind}`);
    assert.deepEqual(names(index.flows(['clipboard'], ['network-send'])), ['clipboard>network-send']);
    assert.deepEqual(names(index.flows(null, ['network-send'])), [
      'screen>network-send',
      'clipboard>network-send',
    ]);
    assert.deepEqual(index.flows([], ['process']), []);
  });
});

suite('defineRule', () => {
  const sound = ruleOf(() => {});

  test('refuses what breaks the contract', () => {
    assert.throws(() => defineRule({ ...sound, id: 'NoCategory' }), /kebab case/);
    assert.throws(() => defineRule({ ...sound, messages: {} }), /no message/);
    assert.throws(() => defineRule({ ...sound, version: 0 }), /no version/);
    assert.throws(() => defineRule({ ...sound, attack: ['1059'] }), /ATT&CK/);
  });

  test('returns the rule, frozen', () => {
    assert.ok(Object.isFrozen(defineRule({ ...sound })));
  });
});
