/** Submitting distributions, and what became of a submission. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Identity } from '../../contracts/service.ts';
import { submit } from '../../jobs/submit.ts';
import type { Service } from '../../service/service.ts';
import { HTTP_WAIT_SECONDS } from '../../service-limits.ts';
import { currentDisposition } from '../../store/dispositions.ts';
import { findDistribution } from '../../store/distribution-view.ts';
import { findRepeated, findSubmission, type Submission } from '../../store/submissions.ts';
import { latestVerdict } from '../../store/verdicts.ts';
import type { Staged } from '../../vault/vault.ts';
import { includes } from '../access.ts';
import { notFound, Problem } from '../problem.ts';
import {
  type Claims,
  type Received,
  receiveBody,
  receiveForm,
  receiveUrl,
  refuseDeclared,
} from '../receive.ts';
import type { Slots } from '../slots.ts';
import type { ApiOptions } from './api.ts';
import * as shape from './schemas.ts';

const claims = z.object({
  filename: shape.name.optional().describe('needed with a bare body'),
  sha256: shape.sha256.optional().describe('refused when the file has another'),
  project: shape.name.optional(),
  version: shape.name.optional(),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(HTTP_WAIT_SECONDS)
    .default(0)
    .describe('seconds to wait for the verdict'),
});

/** @param receiving room for uploads, which all ways in share */
export function submissionRoutes(
  service: Service,
  options: ApiOptions,
  receiving: Slots,
): FastifyPluginAsyncZod {
  const { db } = service.database;
  const receive = async (
    request: FastifyRequest,
    query: Claims,
  ): Promise<Received & { url: string | null }> => {
    const limits = {
      maxBytes: options.uploadBytes,
      ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    };
    refuseDeclared(request, limits.maxBytes);
    if (request.isMultipart()) {
      const { staged, claims: said } = await receiveForm(request, service.vault, limits);
      return { staged, claims: said, url: null };
    }
    if (isStream(request.body))
      return { ...(await receiveBody(request, service.vault, query, limits)), url: null };
    const { url, ...said } = parsed(request.body);
    const kept = await alreadyKept(service, said.sha256);
    const filename = said.filename ?? kept?.filename;
    if (kept !== null)
      return { staged: kept.staged, claims: { ...said, filename: filename! }, url: shown(url) };
    return { ...(await receiveUrl(options.fetcher, url, service.vault, said, limits)), url: shown(url) };
  };

  /** The same file from the same sender under the same name is the same submission. */
  const keep = async (
    identity: Identity,
    { staged, claims: said, url }: Received & { url: string | null },
  ) => {
    const uploader = identity.uploader ?? identity.actor;
    const { filename } = said;
    const before = await findRepeated(db, { sha256: staged.sha256, filename, source: 'api', uploader });
    if (before !== null && !(await isOutdated(service, staged.sha256))) {
      await staged.discard();
      return before;
    }
    return submit(service, staged, {
      filename,
      source: 'api',
      uploader,
      url,
      project: said.project ?? null,
      version: said.version ?? null,
    });
  };

  const show = async (submission: Submission) => {
    const { id, sha256, filename, source, receivedAt } = submission;
    const current = await latestVerdict(db, sha256, service.versions);
    const verdict = current ?? (await latestVerdict(db, sha256));
    const distribution = `${options.prefix}/distributions/${sha256}`;
    return {
      id,
      sha256,
      filename,
      source,
      receivedAt,
      state: current === null ? ('pending' as const) : ('screened' as const),
      verdict,
      disposition: await currentDisposition(db, sha256),
      links: { self: `${options.prefix}/submissions/${id}`, distribution, result: `${distribution}/result` },
    };
  };

  return async (app) => {
    app.removeContentTypeParser('text/plain');
    app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

    app.post(
      '/submissions',
      {
        config: { access: 'ingest' },
        bodyLimit: options.uploadBytes,
        schema: {
          summary: 'Submit a distribution: a form with a file, the bare file, or where it can be fetched',
          description:
            'The same file from the same sender under the same name is one submission, however often it is sent; ' +
            'the same bytes are judged once. 200 with a verdict, 202 while it is awaited.',
          tags: ['submissions'],
          querystring: claims,
          response: { 200: shape.submission, 202: shape.submission },
        },
      },
      async (request, reply) => {
        const { wait, ...query } = request.query;
        const submission = await receiving(async () =>
          keep(request.identity!, await receive(request, query)),
        );
        if (wait > 0) await service.verdicts.wait(submission.sha256, wait * 1000);
        const answer = await show(submission);
        reply.header('location', answer.links.self);
        return reply.code(answer.state === 'pending' ? 202 : 200).send(answer);
      },
    );

    app.get(
      '/submissions/:id',
      {
        config: { access: 'anybody' },
        schema: {
          summary: 'What became of a submission; uploaders see their own',
          tags: ['submissions'],
          params: z.object({ id: z.uuid() }),
          response: { 200: shape.submission },
        },
      },
      async (request) => {
        const submission = await findSubmission(db, request.params.id);
        if (submission === null || !maySee(request.identity!, submission)) throw notFound('submission');
        return show(submission);
      },
    );
  };
}

/** Whether there are verdicts, but none of this version set. */
async function isOutdated({ database, versions }: Service, sha256: string): Promise<boolean> {
  if ((await latestVerdict(database.db, sha256, versions)) !== null) return false;
  return (await latestVerdict(database.db, sha256)) !== null;
}

function maySee(identity: Identity, { uploader }: Submission): boolean {
  return includes(identity.role, 'ingest') || (uploader !== null && uploader === identity.uploader);
}

/** A file that has been submitted before needs no fetching. */
async function alreadyKept(
  service: Service,
  sha256: string,
): Promise<{ staged: Staged; filename: string } | null> {
  const known = await findDistribution(service.database.db, sha256);
  if (known === null || !(await service.vault.has(sha256))) return null;
  const nothing = async (): Promise<void> => {};
  const digests = { sha256, bytes: known.bytes, md5: '', blake2b256: '' };
  return { staged: { ...digests, keep: nothing, discard: nothing }, filename: known.filename };
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function parsed(body: unknown): z.infer<typeof shape.submitUrl> {
  const checked = shape.submitUrl.safeParse(body);
  if (checked.success) return checked.data;
  const errors = checked.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  throw new Problem(400, 'Bad Request', detail.join('; '), { errors });
}

/** Without user and password, which are nobody else's business. */
function shown(url: string): string {
  if (!URL.canParse(url)) return url;
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.href;
}
