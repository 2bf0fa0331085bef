import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Turns } from '../../../src/proxy/turns.ts';

describe('turns', () => {
  it('are taken by so many at a time, in order, also after failures', async () => {
    const turns = new Turns(2, 2);
    const events: string[] = [];
    const gates = new Map<string, (outcome: boolean) => void>();
    const work = (name: string) =>
      turns.take(async () => {
        events.push(`${name} begins`);
        const good = await new Promise<boolean>((resolve) => gates.set(name, resolve));
        events.push(`${name} ends`);
        if (!good) throw new Error(name);
        return name;
      });
    const all = ['a', 'b', 'c'].map(work);
    const rest = Promise.allSettled(all);
    await settle();
    assert.deepEqual(events, ['a begins', 'b begins']);
    all.push(work('d'));
    await assert.rejects(work('too many'), { code: 'busy', retryable: true });
    gates.get('b')!(false);
    await assert.rejects(all[1]!, /b/);
    await settle();
    assert.deepEqual(events.slice(2), ['b ends', 'c begins']);
    gates.get('a')!(true);
    await settle();
    gates.get('c')!(true);
    gates.get('d')!(true);
    await rest;
    assert.equal(await all[3], 'd');
    assert.deepEqual(events.slice(4), ['a ends', 'd begins', 'c ends', 'd ends']);
    const last = work('e');
    gates.get('e')!(true);
    assert.equal(await last, 'e');
  });
});

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
