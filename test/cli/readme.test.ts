import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { sessionsIn } from '../../scripts/paste-sessions.ts';
import { lazaret } from './lazaret.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('documents show what the command prints today: run scripts/paste-sessions.ts when this fails', () => {
  const DOCUMENTS: [file: string, sessions: number][] = [
    ['README.md', 1],
    ['docs/explanations.md', 5],
  ];
  for (const [file, count] of DOCUMENTS) {
    it(file, async () => {
      const sessions = sessionsIn(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
      assert.equal(sessions.length, count);
      for (const { args, printed } of sessions) assert.equal((await lazaret(args)).stdout, printed);
    });
  }
});

describe('README.md', () => {
  it('lists the options of scan, no more and no less', async () => {
    const long = /--[a-z][a-z-]+/g;
    const table = /\| option of `scan` \|[\s\S]*?\n\n/.exec(README)![0];
    const listed = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, option]) => option!.match(long) ?? []);
    const { stdout } = await lazaret(['scan', '--help']);
    const offered = stdout.split('\n').flatMap((line) => /^ {2}(?:-\w, )?(--[a-z-]+)/.exec(line)?.[1] ?? []);
    assert.deepEqual(listed.toSorted(), offered.filter((option) => option !== '--help').toSorted());
  });

  it('links to files that exist', () => {
    const links = [...README.matchAll(/\]\(([\w./-]+)\)/g)].map(([, file]) => file!);
    assert.ok(links.includes('ARCHITECTURE.md'));
    for (const file of links) readFileSync(new URL(`../../${file}`, import.meta.url));
  });
});
