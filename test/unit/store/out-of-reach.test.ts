import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isOutOfReach } from '../../../src/store/database.ts';

const coded = (code: string): Error => Object.assign(new Error('it failed'), { code });
const caused = (cause: Error): Error => new Error('Failed query', { cause });

const CASES: [name: string, error: unknown, passes: boolean][] = [
  ['the server shuts down', coded('57P01'), true],
  ['the server starts', coded('57P03'), true],
  ['the connection failed', coded('08006'), true],
  ['no connection is left', coded('53300'), true],
  ['a deadlock was resolved against us', coded('40P01'), true],
  ['nobody listens', coded('ECONNREFUSED'), true],
  ['the connection was cut', new Error('Connection terminated unexpectedly'), true],
  ['inside of another error', caused(caused(coded('ECONNRESET'))), true],
  ['one of several', new AggregateError([new Error('one'), coded('ECONNREFUSED')]), true],
  ['a constraint was violated', coded('23505'), false],
  ['a statement is wrong', caused(coded('42601')), false],
  ['the disk is full', coded('53100'), false],
  ['anything else', new Error('broken'), false],
  ['no error at all', 'text', false],
];
for (const [name, error, passes] of CASES) {
  it(`${passes ? 'waits' : 'does not wait'} when ${name}`, () => assert.equal(isOutOfReach(error), passes));
}
