import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Fact } from '../../src/contracts/fact.ts';
import { RULES } from '../../src/rules/registry.generated.ts';
import { lazaret, packedExamples, type Workshop } from './lazaret.ts';

const DECODE = 'decode-exec-1.0.tar.gz';

let workshop: Workshop;
before(() => {
  workshop = packedExamples();
});
after(() => workshop.remove());

const inWorkshop = (...args: string[]) => lazaret(args, { cwd: workshop.folder });

describe('lazaret', () => {
  it('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.deepEqual(await lazaret(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('--help names every command; an unknown one is wrong usage', async () => {
    const { stdout, code } = await lazaret(['--help']);
    assert.equal(code, 0);
    for (const command of ['scan', 'explain', 'facts', 'rules'])
      assert.match(stdout, new RegExp(`^ {2}${command} `, 'm'));
    assert.equal((await lazaret(['nonsense'])).code, 64);
  });
});

describe('lazaret rules', () => {
  it('list names every rule', async () => {
    const { stdout } = await lazaret(['rules', 'list']);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ', 1)[0]),
      RULES.map(({ id }) => id),
    );
  });

  it('show prints a rule with weights and text', async () => {
    const { stdout } = await lazaret(['rules', 'show', 'execution/decode-then-exec']);
    assert.match(
      stdout,
      /^execution\/decode-then-exec {2}version 1, enforced\nThe distribution executes code/,
    );
    assert.match(stdout, /^weights {2}install [\d.]+, import [\d.]+/m);
    assert.match(stdout, /^## Known evasions$/m);
  });

  it('show says when there is no such rule', async () => {
    const { code, stderr } = await lazaret(['rules', 'show', 'no/such']);
    assert.equal(code, 64);
    assert.match(stderr, /there is no rule 'no\/such'/);
  });
});

describe('lazaret facts', () => {
  it('prints facts as JSON lines, of one kind when asked', async () => {
    const { stdout, code } = await inWorkshop('facts', DECODE, '--kind', 'layer');
    const facts: Fact[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([...new Set(facts.map(({ kind }) => kind))], ['layer']);
    assert.equal(facts[0]?.at.path, 'decode-exec-1.0/setup.py');
    assert.equal(code, 0);
  });

  it('says what it could not see', async () => {
    const { stderr, code } = await inWorkshop('facts', 'nosuch.whl');
    assert.match(stderr, /^fetch-failed: nosuch\.whl is neither a path nor name==version\n$/);
    assert.equal(code, 3);
  });
});

describe('lazaret explain', () => {
  it('lists the findings of a target, and prints one in full', async () => {
    const list = (await inWorkshop('explain', DECODE)).stdout.split('\n');
    const number = list.findIndex((line) => line.includes('execution/decode-then-exec'));
    assert.ok(number > 0, list.join('\n'));
    const { stdout } = await inWorkshop('explain', DECODE, '--finding', String(number));
    assert.match(
      stdout,
      /^execution\/decode-then-exec {2}decode-exec-1\.0\/setup\.py:7:\d+\nruns at install/,
    );
    assert.match(stdout, /▶ 7 │ run\(/);
    assert.match(stdout, /^## What the author can change$/m);
  });

  it('reads saved results', async () => {
    const { stdout: json } = await inWorkshop('scan', '--format', 'json', DECODE);
    workshop.write('one.json', json);
    const live = await inWorkshop('explain', DECODE, '1');
    assert.deepEqual(await inWorkshop('explain', 'one.json', '1'), live);
    workshop.write('two.jsonl', `${JSON.stringify(JSON.parse(json))}\n`.repeat(2).replace(DECODE, 'other'));
    assert.equal((await inWorkshop('explain', 'two.jsonl', '1')).code, 64);
    assert.deepEqual(await inWorkshop('explain', 'two.jsonl', '1', '--target', DECODE), live);
  });

  const wrong: [name: string, content: string][] = [
    ['nonsense.json', '{'],
    ['other.json', '{"schema": 2}'],
    ['list.json', '[1]'],
  ];
  for (const [name, content] of wrong) {
    it(`refuses ${name}`, async () => {
      workshop.write(name, content);
      const { code, stderr, stdout } = await inWorkshop('explain', name);
      assert.deepEqual([code, stdout], [64, '']);
      assert.match(stderr, new RegExp(name));
    });
  }

  it('says when there is no such finding', async () => {
    const { code, stderr } = await inWorkshop('explain', DECODE, '999');
    assert.equal(code, 64);
    assert.match(stderr, /there is no finding 999/);
  });
});
