import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderJson, renderJsonLine } from '../../../src/report/json.ts';
import { HOSTILE, sampleResult } from '../../support/sample-result.ts';

describe('JSON reports', () => {
  it('give one result as an object and several as an array', () => {
    const one = sampleResult();
    const two = sampleResult({ target: 'other' });
    assert.deepEqual(JSON.parse(renderJson([one])), one);
    assert.deepEqual(JSON.parse(renderJson([one, two])), [one, two]);
    assert.deepEqual(JSON.parse(renderJson([])), []);
  });

  it('give one line a result', () => {
    const line = renderJsonLine(sampleResult());
    assert.equal(line.indexOf('\n'), line.length - 1);
    assert.deepEqual(JSON.parse(line), sampleResult());
  });

  it('keep hostile values exact and write none of their characters raw', () => {
    const result = sampleResult({ target: HOSTILE, arguments: [`${HOSTILE}\n\t`] });
    for (const text of [renderJson([result]), renderJsonLine(result)]) {
      assert.deepEqual(JSON.parse(text), result);
      assert.doesNotMatch(text, /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    }
  });
});
