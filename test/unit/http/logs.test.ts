import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { buildApp } from '../../../src/http/app.ts';
import { loggerOptions } from '../../../src/http/log.ts';
import { busy } from '../../../src/http/problem.ts';
import { openTestServer, PASSWORD, type TestServer } from '../../support/http.ts';

describe('logs', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('are one object a line, with what happened and by whom it can be found again', async () => {
    const answer = await server.send('GET', '/api/v1/version', { as: 'ingest' });
    const id = answer.headers.get('x-request-id');
    assert.match(id!, /^[0-9a-f-]{36}$/);
    const lines = server.logs.map((line) => JSON.parse(line)).filter(({ reqId }) => reqId === id);
    assert.deepEqual(
      lines.map(({ level, msg, req, res }) => [level, msg, req?.path ?? res?.status]),
      [
        ['info', 'incoming request', '/api/v1/version'],
        ['info', 'request completed', 200],
      ],
    );
  });

  it('hold no secret, whatever was done with it', async () => {
    const browser = await server.browser('administrator');
    const made = await browser.send('POST', '/api/v1/tokens', { json: { name: 'new', role: 'ingest' } });
    const invited = await browser.send('POST', '/api/v1/users', { json: { name: 'dave', role: 'ingest' } });
    const link = new URL(invited.json.link);
    const linkSecret = link.searchParams.get('token')!;
    await server.send('GET', link.pathname + link.search);
    await server.send('POST', '/password', {
      body: new URLSearchParams({ token: linkSecret, password: PASSWORD, again: PASSWORD }),
    });
    await server.send('GET', '/api/v1/version', { token: made.json.secret });
    await server.send('GET', '/api/v1/version', { token: 'lzr_wrong-token-of-somebody' });
    const basic = `Basic ${Buffer.from(`__token__:${made.json.secret}`).toString('base64')}`;
    await server.send('GET', '/api/v1/version', { headers: { authorization: basic } });
    await server.send('POST', '/api/v1/session', { json: { name: 'dave', password: 'wrong password here' } });
    await server.send('POST', '/api/v1/submissions', {
      as: 'ingest',
      json: { url: 'http://user:url-password@10.0.0.1/x.whl', sha256: 'a'.repeat(64) },
    });
    const text = server.logs.join('');
    const secrets = {
      token: made.json.secret,
      basic: basic.slice(6),
      cookie: browser.cookie.split('=')[1]!,
      csrf: browser.csrf,
      link: linkSecret,
      password: PASSWORD,
      wrong: 'wrong password here',
      wrongToken: 'wrong-token-of-somebody',
      inUrl: 'url-password',
      ...server.tokens,
    };
    assert.deepEqual(
      Object.entries(secrets).filter(([, secret]) => text.includes(secret)),
      [],
    );
    const audit = await server.send('GET', '/api/v1/audit?limit=200', { as: 'administrator' });
    assert.deepEqual(
      Object.entries(secrets).filter(([, secret]) => audit.text.includes(secret)),
      [],
    );
    const actions = audit.json.entries.map(({ action }: { action: string }) => action);
    for (const action of ['token.create', 'user.create', 'user.password', 'session.open']) {
      assert.ok(actions.includes(action), action);
    }
  });

  it('tell what was answered on purpose in a line, and what broke with where it did', async () => {
    const lines: string[] = [];
    const app = await buildApp({
      log: { level: 'warn', stream: { write: (line) => void lines.push(line) } },
      parts: {
        '/x': async (part) => {
          part.get('/full', () => {
            throw busy('No room.', 5);
          });
          part.get('/broken', () => {
            throw new TypeError('a mistake of ours');
          });
        },
      },
    });
    for (const path of ['full', 'broken']) await app.inject(`/x/${path}`);
    await app.close();
    assert.deepEqual(
      lines
        .map((line) => JSON.parse(line))
        .map(({ level, msg, status, err }) => [level, msg, status, err?.message]),
      [
        ['warn', 'No room.', 503, undefined],
        ['error', 'Something went wrong here; it has been written down.', undefined, 'a mistake of ours'],
      ],
    );
    assert.match(JSON.parse(lines[1]!).err.stack, /logs\.test\.ts/);
  });

  it('tell of a failed statement without its parameters', async () => {
    const { serializers } = loggerOptions({ level: 'info' });
    const { db } = server.service.database;
    const failed = await db.execute(sql`select ${'very secret'}::int`).then(
      () => null,
      (error: Error) => error,
    );
    assert.match(failed!.message, /very secret/);
    const shown = serializers.err(failed!);
    assert.deepEqual([shown.message, shown.code], ['a statement failed', '22P02']);
    assert.doesNotMatch(JSON.stringify(shown), /very secret/);
    const lost = Object.assign(
      new Error('Failed query: select 1\nparams: very secret', { cause: new Error('gone') }),
      {
        query: 'select 1',
      },
    );
    assert.equal(serializers.err(lost).message, 'gone');
  });
});
