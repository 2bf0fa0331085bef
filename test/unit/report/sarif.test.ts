import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import type { RuleDoc } from '../../../src/report/rule-docs.ts';
import { renderSarif } from '../../../src/report/sarif.ts';
import { finding, HOSTILE, sampleResult } from '../../support/sample-result.ts';

const RULES: RuleDoc[] = [
  {
    id: 'execution/decode-then-exec',
    title: 'decodes text and executes it',
    version: 2,
    attack: ['T1027'],
    markdown: '# Why it matters\n',
  },
  { id: 'execution/spawn', title: 'starts a program', version: 1, attack: [], markdown: '# x' },
];

/** The official schema is draft 4; what differs from draft 7 in it is only the spelling of `id`. */
function validator(): (log: unknown) => string[] {
  const file = new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url);
  const { $schema: _draft, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const validate = new Ajv({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    allErrors: true,
  }).compile({
    $id: id,
    ...schema,
  });
  return (log) => {
    validate(log);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

const render = (...results: Parameters<typeof renderSarif>[0]) =>
  JSON.parse(renderSarif(results, RULES, '0.1.0'));

describe('renderSarif', () => {
  const errorsOf = validator();

  it('rejects what is not SARIF (the validator works)', () => {
    assert.notDeepEqual(errorsOf({ version: '2.1.0', runs: [{ results: [] }] }), []);
  });

  it('is valid SARIF for every part of a result, for several results and for none', () => {
    const hostile = sampleResult({
      target: HOSTILE,
      findings: [finding({ path: HOSTILE, message: HOSTILE, trail: [{ text: HOSTILE, at: null }] })],
    });
    assert.deepEqual(errorsOf(render(sampleResult(), hostile)), []);
    assert.deepEqual(errorsOf(render()), []);
  });

  it('places a finding by line and column in a member nested in its distribution', () => {
    const [run] = render(sampleResult()).runs;
    const { physicalLocation } = run.results[0].locations[0];
    assert.deepEqual(physicalLocation.region, { startLine: 4, startColumn: 1 });
    assert.equal(physicalLocation.contextRegion.snippet.text, 'x = base64.b64decode("…")\n\nexec(x)');
    const member = run.artifacts[physicalLocation.artifactLocation.index];
    assert.equal(member.location.uri, 'setup.py');
    assert.deepEqual(run.artifacts[member.parentIndex], {
      location: { uri: 'dist/demo-1.0.tar.gz' },
      roles: ['analysisTarget'],
      hashes: { 'sha-256': 'a'.repeat(64) },
      length: 2048,
    });
  });

  it('places a finding in a layer where the outermost layer was recovered, and names the layer', () => {
    const [location] = render(sampleResult()).runs[0].results[2].locations;
    assert.deepEqual(location.physicalLocation.region, { startLine: 4 });
    assert.equal(location.logicalLocations[0].fullyQualifiedName, 'setup.py#L2:3:7');
  });

  it('leaves the region out for a finding about a whole member', () => {
    const { physicalLocation } = render(sampleResult()).runs[0].results[3].locations[0];
    assert.deepEqual(Object.keys(physicalLocation), ['artifactLocation']);
  });

  it('turns trails into code flows, steps without a place included', () => {
    const [flow] = render(sampleResult()).runs[0].results[0].codeFlows;
    const steps = flow.threadFlows[0].locations.map(
      (step: { location: { message: { text: string } } }) => step.location,
    );
    assert.deepEqual(
      steps.map((step: { message: { text: string } }) => step.message.text),
      ['base64.b64decode of a literal', 'exec', 'runs as program text'],
    );
    assert.equal(steps[0].physicalLocation.region.startLine, 2);
    assert.equal(steps[2].physicalLocation, undefined);
  });

  it('reports rules with help, levels by verdict and contribution', () => {
    const [run] = render(sampleResult()).runs;
    assert.equal(run.tool.driver.rules[0].help.markdown, '# Why it matters\n');
    assert.equal(run.tool.driver.rules[0].name, 'ExecutionDecodeThenExec');
    assert.deepEqual(
      run.results.map(({ level, ruleIndex }: { level: string; ruleIndex?: number }) => [level, ruleIndex]),
      [
        ['error', 0],
        ['error', undefined],
        ['error', 1],
        ['note', undefined],
      ],
    );
  });

  it('reports limitations as notifications and a blocking one as an unsuccessful run', () => {
    const [{ invocations }] = render(sampleResult()).runs;
    assert.equal(invocations[0].executionSuccessful, false);
    assert.deepEqual(
      invocations[0].toolExecutionNotifications.map((note: { level: string; descriptor: { id: string } }) => [
        note.level,
        note.descriptor.id,
      ]),
      [
        ['warning', 'syntax-errors'],
        ['error', 'encrypted-member'],
      ],
    );
    assert.equal(render(sampleResult({ limitations: [] })).runs[0].invocations[0].executionSuccessful, true);
  });

  it('encodes member paths as relative references', () => {
    const paths = ['a b/ü.py', '//host/x', 'o.zip!/i#1.py'];
    const { artifacts } = render(sampleResult({ findings: paths.map((path) => finding({ path })) })).runs[0];
    assert.deepEqual(
      artifacts.slice(1, 4).map(({ location }: { location: { uri: string } }) => location.uri),
      ['a%20b/%C3%BC.py', '/.//host/x', 'o.zip!/i%231.py'],
    );
  });
});
