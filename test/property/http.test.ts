import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { DeclaredRoute } from '../../src/http/app.ts';
import { openTestServer, type TestServer } from '../support/http.ts';
import { mutate, random, runs } from './mutate.ts';

const SHA256 = 'a'.repeat(64);

/** Values that such fields really have, so that some get past the first check. */
const TELLING = [
  SHA256,
  '00000000-0000-4000-8000-000000000000',
  '1',
  '9007199254740993',
  '-1',
  'confirm',
  'active',
  'administrator',
  'a-name',
  'http://files.example/x.whl',
  '2026-01-01T00:00:00Z',
  '\0',
  '\uD800',
  '%00',
  '../..',
  '__proto__',
  'x'.repeat(5000),
];

const KEYS = [
  'kind', 'reasons', 'note', 'verdictId', 'after', 'status', 'version', 'reason', 'sha256', 'project', 'summary',
  'detail', 'name', 'role', 'uploader', 'days', 'token', 'password', 'current', 'url', 'filename', 'disabled',
  'limit', 'before', 'cursor', 'order', 'verdict', 'since', 'wait', '__proto__', 'constructor',
]; // biome-ignore format: a list

const scalar = fc.oneof(
  fc.constantFrom(...TELLING),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.string(), scalar, { maxKeys: 3 }),
  },
);
const body = fc.oneof(fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 }), value);
const text = fc.oneof(fc.constantFrom(...TELLING), fc.string({ unit: 'binary' }));
const query = fc.dictionary(fc.constantFrom(...KEYS), text, { maxKeys: 4 });

describe('whatever is sent', () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer({ 'log.level': 'silent', 'limits.upload-bytes': 100_000 });
  });
  after(() => server.close());

  /** Routes that wait for something, or end what the others need. */
  const APART = /events$|session|logout|password$/;

  function addressOf({ url }: DeclaredRoute, part: string, asked: Record<string, string>): string {
    const encoded = encodeURIComponent(part.toWellFormed());
    const path = url.replaceAll(/:\w+|\*/g, () => (encoded === '' || /^\.+$/.test(part) ? 'x' : encoded));
    const search = new URLSearchParams(
      Object.entries(asked).map(([key, one]): [string, string] => [key, one.toWellFormed()]),
    );
    return `${path}?${search}`;
  }

  it('is answered, and never with an error of ours', async () => {
    const routes = server.routes.filter(({ method, url }) => method !== 'HEAD' && !APART.test(url));
    const route = fc.constantFrom(...routes);
    await fc.assert(
      fc.asyncProperty(route, text, query, body, async (one, part, asked, sent) => {
        delete asked.wait;
        const {
          status,
          text: said,
          headers,
        } = await server.send(one.method, addressOf(one, part, asked), {
          as: 'administrator',
          ...(one.method === 'GET' ? {} : { json: sent }),
        });
        assert.ok(status < 500, `${one.method} ${one.url}: ${status} ${said}`);
        if (status >= 400 && one.url.startsWith('/api')) {
          assert.match(headers.get('content-type')!, /^application\/problem\+json/);
          assert.ok(JSON.parse(said).detail.length > 0);
        }
      }),
      { seed: 20261123, numRuns: runs(400), endOnFailure: true },
    );
  });

  it('as a form is answered, and never with an error of ours', async () => {
    const boundary = 'boundary';
    const part = (head: string, content: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
    const end = `--${boundary}--\r\n`;
    const samples = [
      part('name="sha256"', SHA256) + part('name="file"; filename="a-1.tar.gz"', 'bytes of a file') + end,
      part('name="file"; filename="b.whl"\r\nContent-Type: application/octet-stream', '\x1f\x8b\x00\xff') + part('name="project"', 'x') + end,
      part('name="__proto__"', 'x') + part('name="file"; filename*=UTF-8\'\'%ff%fe', '') + end,
      part('name="file"; filename="../../c"\r\nContent-Transfer-Encoding: base64', 'QQ==') + end,
    ].map((sample) => Buffer.from(sample, 'latin1')); // biome-ignore format: one sample a line
    const next = random(20261123);
    for (let run = 0; run < runs(200); run += 1) {
      const bytes = mutate(samples, next);
      const type =
        next() < 0.9
          ? `multipart/form-data; boundary=${boundary}`
          : `multipart/form-data; boundary="${boundary}`;
      const { status, text: said } = await server.send('POST', '/api/v1/submissions', {
        as: 'ingest',
        body: Buffer.from(bytes),
        headers: { 'content-type': type },
      });
      assert.ok(status < 500, `run ${run}: ${status} ${said}`);
    }
  });

  it('in headers is answered, and never with an error of ours', async () => {
    const next = random(7);
    const names = [
      'authorization',
      'cookie',
      'origin',
      'x-csrf-token',
      'content-type',
      'accept',
      'x-forwarded-for',
      'sec-fetch-site',
      'if-none-match',
      'range',
    ];
    const values = [
      'Bearer',
      'Bearer x',
      'Basic',
      'Basic !!!!',
      'Basic AAAA',
      'lazaret=x',
      'lazaret=; lazaret=%00',
      'null',
      'http://',
      '*/*',
      'bytes=0-',
      'a=b; c',
      '%',
      ';;;',
      'multipart/form-data',
      'application/json; charset=utf-16',
      `lzr_${'x'.repeat(3000)}`,
    ];
    for (let run = 0; run < runs(200); run += 1) {
      const headers: Record<string, string> = {};
      for (let count = 0; count < 3; count += 1) {
        headers[names[Math.floor(next() * names.length)]!] = values[Math.floor(next() * values.length)]!;
      }
      const method = next() < 0.5 ? 'GET' : 'POST';
      const target = next() < 0.5 ? '/api/v1/submissions' : '/api/v1/session';
      const { status, text: said } = await server.send(method, target, {
        headers,
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      assert.ok(status < 500, `${method} ${target} ${JSON.stringify(headers)}: ${status} ${said}`);
    }
  });
});
