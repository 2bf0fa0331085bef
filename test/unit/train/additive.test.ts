import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sigmoid } from '../../../src/score/logit.ts';
import { type AdditiveOptions, fitAdditive, type Row } from '../../../src/train/additive.ts';

const OPTIONS: AdditiveOptions = {
  prior: new Map(),
  ridge: () => 1e-6,
  lasso: () => 0,
  support: 1,
};

/** `malicious` of `n` rows in which these steps are on. */
function rows(steps: string[], malicious: number, n: number): Row[] {
  return Array.from({ length: n }, (_, at) => ({ steps, malicious: at < malicious, weight: 1 }));
}

const near = (actual: number, expected: number, tolerance = 0.01) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} ≠ ${expected}`);

suite('fitAdditive', () => {
  test('finds the log odds of what it was shown', () => {
    const model = fitAdditive([...rows([], 10, 100), ...rows(['rule a none'], 75, 100)], OPTIONS);
    near(sigmoid(model.bias), 0.1, 0.005);
    near(sigmoid(model.bias + model.weights.get('rule a none')!), 0.75, 0.005);
  });

  test('never goes below zero unless it may', () => {
    const shown = [...rows([], 50, 100), ...rows(['rule honest none'], 10, 100)];
    assert.equal(fitAdditive(shown, OPTIONS).weights.has('rule honest none'), false);
    const signed = fitAdditive(shown, { ...OPTIONS, signed: true });
    near(sigmoid(signed.bias + signed.weights.get('rule honest none')!), 0.1, 0.005);
  });

  test('stays with the prior where it sees nothing, and leaves it where the data insist', () => {
    const prior = new Map([
      ['rule seen none', 3],
      ['rule unseen none', 2],
    ]);
    const shown = [...rows([], 50, 100), ...rows(['rule seen none'], 50, 100)];
    const { weights } = fitAdditive(shown, { ...OPTIONS, prior, ridge: () => 0.5 });
    assert.equal(weights.get('rule unseen none'), 2);
    assert.ok((weights.get('rule seen none') ?? 0) < 0.3);
  });

  test('weighs a reach on its own account: honest calls do not soften what happens unasked', () => {
    const prior = new Map([['rule a call', 5]]);
    const called = ['rule a call', 'rule a development'];
    const shown = [...rows([], 20, 100), ...rows(called, 0, 100)];
    const { weights } = fitAdditive(shown, { ...OPTIONS, prior, ridge: () => 0.5 });
    const upTo = (...reaches: string[]) =>
      reaches.reduce((sum, reach) => sum + (weights.get(`rule a ${reach}`) ?? 0), 0);
    assert.ok(upTo('development', 'call') < 2, String(upTo('development', 'call')));
    near(upTo('development', 'call', 'entry-point', 'import', 'install'), 5, 0.5);
  });

  test('gives nothing to names with too little support, and shrinks by the lasso', () => {
    const shown = [
      ...rows([], 10, 100),
      ...rows(['fact rare none'], 3, 3),
      ...rows(['fact x none'], 60, 100),
    ];
    const plain = fitAdditive(shown, { ...OPTIONS, support: 4 });
    assert.deepEqual([...plain.weights.keys()], ['fact x none']);
    const shrunk = fitAdditive(shown, { ...OPTIONS, support: 4, lasso: () => 5 });
    assert.ok(shrunk.weights.get('fact x none')! < plain.weights.get('fact x none')! - 0.1);
    assert.deepEqual([...fitAdditive(shown, { ...OPTIONS, lasso: () => 1000 }).weights], []);
  });

  test('does not depend on the order of rows', () => {
    const shown = [
      ...rows([], 10, 100),
      ...rows(['rule a none', 'rule b none'], 30, 40),
      ...rows(['rule b none'], 10, 30),
    ];
    const [one, other] = [shown, shown.toReversed()].map((list) => fitAdditive(list, OPTIONS));
    assert.deepEqual([...one!.weights.keys()], [...other!.weights.keys()]);
    for (const [step, weight] of one!.weights) near(other!.weights.get(step)!, weight, 1e-6);
  });
});
