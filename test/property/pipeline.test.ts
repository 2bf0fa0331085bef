import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packExample } from '../../scripts/pack-example.ts';
import { scanBytes } from '../../src/pipeline.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJsonLine } from '../../src/report/json.ts';
import { createPaint } from '../../src/report/paint.ts';
import { renderText } from '../../src/report/text.ts';
import { mutate, random, runs } from './mutate.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../examples');
const RAW = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

describe('the whole flow on damaged distributions', () => {
  for (const entry of readdirSync(EXAMPLES, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    const { filename, bytes } = packExample(path.join(EXAMPLES, entry.name));

    it(`${filename}: always a result, the same each time, harmless to print`, () => {
      const next = random(0x1a2b3c4d);
      for (let run = 0; run < runs(40); run++) {
        const damaged = mutate([bytes], next);
        const result = scanBytes(`dist/${filename}`, filename, damaged);
        const crashes = result.limitations.filter(
          ({ code }) => code === 'analysis-crash' || code === 'rule-crash',
        );
        assert.deepEqual(crashes, [], `run ${run}`);
        assert.ok(result.arguments.length > 0 && result.score >= 0 && result.score <= 1);
        const blocked = result.limitations.some(({ blocking }) => blocking);
        assert.ok(!(blocked && result.verdict === 'no-findings'), `run ${run}`);
        const again = scanBytes(`dist/${filename}`, filename, damaged);
        assert.deepEqual({ ...again, timings: null }, { ...result, timings: null }, `run ${run}`);
        const texts = [
          renderText(result, { paint: createPaint(false), width: 80 }),
          renderHtml([result]),
          renderJsonLine(result),
        ];
        for (const text of texts) assert.doesNotMatch(text, RAW, `run ${run}`);
      }
    });
  }
});
