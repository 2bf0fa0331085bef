import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { packExample } from '../../../scripts/pack-example.ts';
import { actOnVerdict, decide } from '../../../src/actions/act.ts';
import { startDeliveries } from '../../../src/actions/deliver.ts';
import { DISPOSED_QUEUE } from '../../../src/actions/notices.ts';
import { type Policy, policySchema } from '../../../src/actions/policy.ts';
import { signedHeaders } from '../../../src/actions/webhook.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { listDeliveries } from '../../../src/store/deliveries.ts';
import { currentDisposition } from '../../../src/store/dispositions.ts';
import { indexStatusesOf } from '../../../src/store/index-statuses.ts';
import { documentOf, latestVerdict } from '../../../src/store/verdicts.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));

/** A receiver of webhooks that fails the first time it is asked. */
function receiver() {
  const posts: { headers: IncomingHttpHeaders; body: string }[] = [];
  let failures = 1;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(failures-- > 0 ? 503 : 204).end();
    });
  });
  return { server, posts };
}

function mailServer() {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  return { server, mails };
}

const listening = (server: { listen(port: number, host: string, done: () => void): unknown }) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));

async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('what follows from verdicts and decisions', () => {
  const hook = receiver();
  const post = mailServer();
  let service: TestService;
  let policy: Policy;
  let stop: () => Promise<void>;
  const closed: (() => unknown)[] = [];

  before(async () => {
    await listening(hook.server);
    closed.push(() => hook.server.close());
    await listening(post.server);
    closed.push(() => post.server.close());
    const webhook = `http://127.0.0.1:${(hook.server.address() as AddressInfo).port}/hook`;
    policy = policySchema.parse({
      'dry-run': false,
      quarantine: { confirm: 'release' },
      notify: [
        { name: 'hook', on: ['verdict.malicious', 'decision.confirm'], webhook, 'secret-env': 'HOOK_SECRET' },
        { name: 'team', on: ['quarantine'], email: ['team@team.example'] },
      ],
    });
    service = await openTestService({ policy });
    closed.push(() => service.close());
    const mailPort = (post.server.server.address() as AddressInfo).port;
    stop = await startDeliveries(service.queue.boss, service.database.db, {
      policy,
      mail: { url: `smtp://127.0.0.1:${mailPort}`, from: 'lazaret@lazaret.example' },
      environment: { HOOK_SECRET: 'inert' },
    });
    closed.push(() => stop());
  });
  after(async () => {
    for (const close of closed.reverse()) await close();
  });

  async function screened(source: 'api' | 'gate'): Promise<string> {
    const { filename, bytes } = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));
    const staged = await stageBytes(service.vault, bytes);
    const claims = { uploader: null, url: null, project: null, version: null };
    await submit(service, staged, { filename, source, ...claims });
    await service.verdicts.wait(staged.sha256, 60_000);
    return staged.sha256;
  }

  const context = () => ({ policy, boss: service.queue.boss });
  const confirm = { kind: 'confirm' as const, reasons: ['payload'], note: 'a note\u0000', actor: 'user:1' };

  it('a malicious verdict is told, signed, and told again after a failure', async () => {
    const sha256 = await screened('gate');
    assert.equal((await currentDisposition(service.database.db, sha256))?.disposition, 'held');
    await until(() => hook.posts.length === 2);
    const [first, second] = hook.posts;
    assert.equal(first?.body, second?.body);
    assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
    const { headers, body } = second!;
    const signed = signedHeaders(
      { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), body },
      'inert',
    );
    assert.equal(headers['webhook-signature'], signed['webhook-signature']);
    const event = JSON.parse(body);
    assert.equal(event.event, 'verdict.malicious');
    assert.equal(event.distribution.sha256, sha256);
    assert.equal(event.disposition, 'held');
    await until(async () => (await listDeliveries(service.database.db, 1))[0]?.state === 'delivered');
    assert.equal((await listDeliveries(service.database.db, 1))[0]?.attempts, 2);
  });

  it('a confirmation refuses, quarantines the release, tells by mail, and asks for what came by the gate', async () => {
    const sha256 = await screened('gate');
    const verdict = await latestVerdict(service.database.db, sha256);
    await service.database.db.transaction((tx) =>
      decide(tx, context(), { sha256, verdictId: verdict!.id, ...confirm }),
    );
    const held = await currentDisposition(service.database.db, sha256);
    assert.deepEqual([held?.disposition, held?.actor], ['refused', 'user:1']);
    const result = await documentOf(service.database.db, verdict!.id);
    const { project, version } = result!.distribution;
    const statuses = await indexStatusesOf(service.database.db, project!);
    assert.equal(statuses.get(version)?.status, 'quarantined');
    assert.equal(statuses.get(null), undefined);
    await until(() => post.mails.length === 1);
    assert.match(post.mails[0]!, /^Subject: Lazaret: quarantine: decode_?-?exec/m);
    const [job] = await service.queue.boss.fetch<{ sha256: string }>(DISPOSED_QUEUE);
    assert.equal(job?.data.sha256, sha256);
  });

  it('a later verdict does not undo what a reviewer decided', async () => {
    const sha256 = await screened('api');
    const { db } = service.database;
    const verdict = (await latestVerdict(db, sha256))!;
    const dismissal = { ...confirm, kind: 'dismiss' as const, sha256, verdictId: verdict.id };
    await db.transaction((tx) => decide(tx, context(), dismissal));
    const result = (await documentOf(db, verdict.id))!;
    await db.transaction((tx) => actOnVerdict(tx, context(), verdict, result));
    assert.equal((await currentDisposition(db, sha256))?.disposition, 'released');
  });
});
