import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { IndexStatus } from '../../../src/contracts/service.ts';
import { recordIndexStatus } from '../../../src/store/index-statuses.ts';
import {
  BOUNDARY,
  basic,
  type FormPart,
  formOf,
  type ListeningGate,
  listenGate,
  partsOf,
  post,
  type RecordingIndex,
  recordingIndex,
  STRICT,
  uploaderToken,
  wheel,
} from '../../support/gate.ts';
import { openTestService, type TestService } from '../../support/service.ts';

describe('the upload gate, to what it does not take', () => {
  let service: TestService;
  let index: RecordingIndex;
  let gate: ListeningGate;
  let token: string;

  before(async () => {
    index = await recordingIndex();
    service = await openTestService({ policy: STRICT });
    gate = await listenGate(service, { upstream: index.url, maxBytes: 1_000_000 }, false);
    token = await uploaderToken(service);
  });
  beforeEach(() => {
    index.seen.length = 0;
    index.behave = (_request, response) => void response.end();
  });
  after(async () => {
    await gate?.close();
    await service?.close();
    await index?.close();
  });

  const upload = (parts: readonly FormPart[], authorization = basic(token)) =>
    post(gate.url, formOf(parts), authorization);
  const replaced = (parts: readonly FormPart[], name: string, change: Partial<FormPart>) =>
    parts.map((part) => (part.name === name ? { ...part, ...change } : part));
  const incoming = () => readdir(path.join(service.folder, 'vault', 'incoming'));

  describe('what is too much', () => {
    const honest = partsOf(wheel('much', '1.0'), 'much', '1.0');
    const cases: [string, () => FormPart[], number, RegExp][] = [
      [
        'fields',
        () => [...honest, ...Array.from({ length: 2000 }, () => ({ name: 'classifiers', value: 'x' }))],
        400,
        /more than 2000 fields/,
      ],
      [
        'of a field',
        () => [{ name: 'description', value: Buffer.alloc(2 * 1024 * 1024 + 1) }, ...honest],
        413,
        /description is too long/,
      ],
      [
        'of all fields',
        () => [...['a', 'b', 'c'].map((name) => ({ name, value: Buffer.alloc(1_900_000) })), ...honest],
        413,
        /field c is too long/,
      ],
      [
        'of the file',
        () => replaced(honest, 'content', { value: Buffer.alloc(1_000_001) }),
        413,
        /larger than 1000000 bytes/,
      ],
    ];
    for (const [what, parts, status, message] of cases) {
      it(`is refused: ${what}`, async () => {
        const answer = await upload(parts());
        assert.equal(answer.status, status);
        assert.match(answer.line, message);
        assert.deepEqual(await incoming(), []);
      });
    }
  });

  it('takes nothing for what is quarantined or archived', async () => {
    const { db } = service.database;
    const set = (project: string, version: string | null, status: IndexStatus) =>
      recordIndexStatus(db, { project, version, status, reason: 'a test', actor: 'user:1' });
    const send = (name: string, version: string) => upload(partsOf(wheel(name, version), name, version));
    await set('shut-down', null, 'quarantined');
    await set('at-rest', null, 'archived');
    await set('in-part', '1.0', 'quarantined');
    const cases: [string, string, number, RegExp][] = [
      ['Shut_Down', '1.0', 403, /^Refused\. Shut_Down is quarantined and takes no uploads\.$/],
      ['at-rest', '1.0', 403, /^Refused\. at-rest is archived and takes no uploads\.$/],
      ['in-part', '1.0.0', 403, /^Refused\. in-part 1\.0\.0 is quarantined and takes no uploads\.$/],
      ['in-part', '1.1', 200, /^Published/],
    ];
    for (const [name, version, status, line] of cases) {
      const answer = await send(name, version);
      assert.equal(answer.status, status);
      assert.match(answer.line, line);
    }
    await set('shut-down', null, 'active');
    assert.equal((await send('shut-down', '1.0')).status, 200);
    assert.deepEqual(await incoming(), []);
  });

  it('tells whoever comes while too many uploads come in to come back', async () => {
    const full = await listenGate(service, { upstream: index.url, uploads: 0 }, false);
    const headers = {
      authorization: basic(token),
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    };
    const parts = partsOf(wheel('busy', '1.0'), 'busy', '1.0');
    const answer = await fetch(full.url, { method: 'POST', headers, body: formOf(parts) });
    await answer.text();
    await full.close();
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('retry-after'), '10');
    assert.match(answer.statusText, /uploads are being received already/);
  });
});
