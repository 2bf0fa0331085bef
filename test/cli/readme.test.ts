import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { lazaret } from './lazaret.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('shows what the command prints today: paste it anew when this fails', async () => {
    const sessions = [...README.matchAll(/```console\n\$ npx lazaret (.+)\n([\s\S]*?)```/g)];
    assert.equal(sessions.length, 1);
    for (const [, command, printed] of sessions) {
      assert.equal((await lazaret(command!.split(' '))).stdout, printed);
    }
  });

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
