import type { Finding, ScanResult } from '../../src/contracts/result.ts';

export function finding(part: Partial<Finding> = {}): Finding {
  return {
    rule: 'execution/decode-then-exec',
    title: 'decodes text and executes it',
    phase: 'install',
    path: 'setup.py',
    line: 4,
    column: 1,
    layer: null,
    message: 'Text decoded by base64 is executed.',
    trail: [],
    contribution: 3.2,
    ...part,
  };
}

/** A result that uses every part of the document. */
export function sampleResult(part: Partial<ScanResult> = {}): ScanResult {
  return {
    schema: 1,
    target: 'dist/demo-1.0.tar.gz',
    distribution: {
      project: 'demo',
      version: '1.0',
      filename: 'demo-1.0.tar.gz',
      kind: 'sdist',
      sha256: 'a'.repeat(64),
      bytes: 2048,
    },
    verdict: 'malicious',
    score: 0.9871,
    arguments: [
      'Text decoded by base64 is executed (while pip builds or installs it, in setup.py:4).',
      'The environment is sent to https://collect.example/in (as soon as it is imported, in demo/__init__.py:2).',
    ],
    findings: [
      finding({
        trail: [
          {
            text: 'base64.b64decode of a literal',
            at: { path: 'setup.py', line: 2, column: 8, layer: null },
          },
          { text: 'exec', at: { path: 'setup.py', line: 4, column: 1, layer: null } },
          { text: 'runs as program text', at: null },
        ],
      }),
      finding({
        path: 'demo/__init__.py',
        line: 2,
        column: 5,
        rule: 'exfiltration/environment',
        contribution: 4.5,
      }),
      finding({ rule: 'execution/spawn', line: 3, column: 7, layer: 'L2', message: 'A program is started.' }),
      finding({
        rule: 'shape/odd',
        line: 0,
        column: 0,
        phase: 'none',
        contribution: 0,
        message: 'The file is odd.',
      }),
    ],
    traits: [],
    excerpts: [
      {
        path: 'setup.py',
        layer: null,
        firstLine: 2,
        lines: ['x = base64.b64decode("…")', '', 'exec(x)'],
        focus: 4,
      },
      { path: 'setup.py', layer: 'L2', firstLine: 3, lines: ['print(1)'], focus: 3 },
      { path: 'setup.py', layer: 'L1', firstLine: 1, lines: ['import os', 'print(1)'], focus: 1 },
    ],
    layers: [
      {
        id: 'L1',
        parent: null,
        path: 'setup.py',
        line: 4,
        chain: ['base64', 'zlib'],
        language: 'python',
        bytes: 900,
      },
      {
        id: 'L2',
        parent: 'L1',
        path: 'setup.py',
        line: 9,
        chain: ['literal'],
        language: 'python',
        bytes: 80,
      },
    ],
    indicators: [
      {
        type: 'url',
        value: 'https://collect.example/in?a.b',
        path: 'demo/__init__.py',
        line: 2,
        layer: null,
      },
      { type: 'ip', value: '192.0.2.7', path: 'setup.py', line: 3, layer: 'L2' },
    ],
    limitations: [
      { code: 'syntax-errors', where: 'demo/broken.py', detail: '3 syntax errors', blocking: false },
      { code: 'encrypted-member', where: 'demo/x.zip', detail: 'the member is encrypted', blocking: true },
    ],
    engine: { version: '0.1.0', ruleset: 'r1', model: 'm1' },
    timings: { unpackMs: 1.5, analyseMs: 20, totalMs: 25 },
    ...part,
  };
}

/** Text that would act on a terminal or a page if it were written raw. */
export const HOSTILE = '\u001b]0;x\u0007\u009b31m\u202Egnp.exe\u2066<script>"&\u200b\u{E0041}\u2028end';
