import assert from 'node:assert/strict';
import { test } from 'node:test';
import { artifactFacts } from '../../src/analyses/artifact-facts.ts';
import { collectArtifacts } from '../../src/artifacts/collect.ts';
import type { DistributionKind } from '../../src/contracts/member.ts';
import { file, unpacked } from '../builders/members.ts';
import { elfImage, peImage } from '../builders/native.ts';
import { PYC_SAMPLES } from '../builders/pyc.ts';
import { mutate, random, runs } from './mutate.ts';

const RUNS = runs(500);
const KINDS: readonly DistributionKind[] = ['sdist', 'wheel', 'egg', 'directory', 'unknown'];

/** Paths whose readers differ, each with an honest content to damage. */
const SAMPLES: readonly [string, Uint8Array | string][] = [
  [
    'PKG-INFO',
    'Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist: b @ https://files.example/b\n\nText\n',
  ],
  ['pyproject.toml', '[project]\nname = "a"\n[build-system]\nbuild-backend = "b"\nbackend-path = ["."]\n'],
  [
    'setup.cfg',
    '[options]\ninstall_requires =\n  a\n  b\n[options.entry_points]\nconsole_scripts =\n  a = b:c\n',
  ],
  [
    'setup.py',
    'from setuptools import setup\nsetup(name="a", cmdclass={"install": X}, **dict(scripts=["b"]))\n',
  ],
  ['a.egg-info/entry_points.txt', '[console_scripts]\na = b:c [d]\n'],
  ['pkg/__init__.py', 'import os\nclass A:\n    def b(self):\n        return f"{os}"\n'],
  ['pkg/a.ipynb', '{"cells": [{"cell_type": "code", "source": ["%magic\\n", "print(1)"]}]}'],
  ['pkg/a.pth', 'import os; print(1)\nlib\n'],
  ['pkg/__pycache__/__init__.cpython-311.pyc', PYC_SAMPLES[6]!],
  ['pkg/a.pkl', Buffer.from('\x80\x02cbuiltins\nprint\nK\x01\x85R.', 'latin1')],
  ['pkg/a.exe', peImage({ imports: { 'a.dll': ['b'] } })],
  ['pkg/a.so', elfImage({ imports: ['b'] })],
  ['pkg/a.txt', '#!/usr/bin/env python\nprint(1)\n'],
];

test('damaged members of every kind of distribution become facts, never exceptions', () => {
  const contents = SAMPLES.map(([, content]) =>
    typeof content === 'string' ? Buffer.from(content) : content,
  );
  const next = random(11);
  for (let run = 0; run < RUNS; run++) {
    const kind = KINDS[Math.floor(next() * KINDS.length)]!;
    const root = next() < 0.5 ? 'a-1/' : '';
    const members = SAMPLES.map(([path], index) => {
      const samples = next() < 0.3 ? contents : [contents[index]!];
      return file(`${root}${path}`, mutate(samples, next));
    });
    const input = unpacked(kind, members);
    const artifacts = collectArtifacts('a-1', input);
    const { facts } = artifactFacts('a-1', input, artifacts);
    assert.equal(facts.filter((fact) => fact.kind === 'shape').length, 1, `run ${run}`);
    assert.equal(facts.filter((fact) => fact.kind === 'member').length, members.length, `run ${run}`);
    assert.equal(JSON.stringify(JSON.parse(JSON.stringify(facts))), JSON.stringify(facts), `run ${run}`);
  }
});
