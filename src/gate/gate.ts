/**
 * The upload gate: takes uploads as PyPI does (`POST` of a form with `:action=file_upload`), has them screened, and
 * sends on what is released to the index behind.
 * @see https://docs.pypi.org/api/upload/
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { demand } from '../http/identity.ts';
import { Problem } from '../http/problem.ts';
import { isBusy, submit } from '../jobs/submit.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { GATE_LEASE_MS, GATE_VERDICT_MS } from '../service-limits.ts';
import { recordForward } from '../store/forwards.ts';
import { admit } from './admission.ts';
import { type Answer, rendered } from './answers.ts';
import { checkForm } from './checks.ts';
import { readForm } from './form.ts';
import { askForward, createForwardQueue, upstreamFetcher } from './forward-queue.ts';
import { boundaryOf } from './multipart.ts';
import type { Gate, GateOptions } from './options.ts';
import { bodyText, malformed, statusLine } from './refusal.ts';
import { settle } from './settle.ts';
import { packFields } from './write-form.ts';

/** The gate as a part of the HTTP application, usually mounted at `/legacy`. */
export function gatePart(service: Service, options: GateOptions): FastifyPluginAsync {
  return async (app) => {
    await createForwardQueue(service.queue.boss);
    const gate: Gate = { service, options, fetcher: upstreamFetcher(options) };
    app.addHook('onClose', () => gate.fetcher.close());
    // The body stays where it is until the handler reads it, piece by piece.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
    app.post('/', async (request, reply) => write(reply, rendered(await receive(gate, request))));
    app.get('/', async () => {
      throw new Problem(
        405,
        'Method Not Allowed',
        'This is where upload tools post to; there is nothing to see.',
      );
    });
  };
}

/** From a request to what its sender is told. @throws Problem */
async function receive(gate: Gate, request: FastifyRequest): Promise<Answer> {
  const { service, options } = gate;
  if (request.headers.origin !== undefined)
    throw new Problem(403, 'Forbidden', 'Uploads come from no web page.');
  const { identity, sender } = await admit(gate, request.headers.authorization);
  const uploader = demand(identity, 'uploader').uploader;
  const boundary = boundaryOf(request.headers['content-type']);
  const source = request.raw.iterator({ destroyOnReturn: false });
  const upload = await readForm(
    pieces(source),
    boundary,
    service.vault,
    options.maxBytes ?? DISTRIBUTION_BYTES,
  );
  const lease = (options.verdictMs ?? GATE_VERDICT_MS) + GATE_LEASE_MS;
  try {
    const { project, version, filename } = checkForm(upload);
    const arrival = { filename, source: 'gate', uploader, url: null, project, version } as const;
    const form = packFields(upload.fields);
    const submission = await submit(service, upload.staged, arrival, async (tx, { id }) => {
      await recordForward(tx, id, form, lease);
      // Should this process die, this is who takes over.
      await askForward(service.queue.boss, tx, { submissionId: id }, new Date(Date.now() + lease));
    });
    return settle(gate, submission, form, sender);
  } finally {
    await upload.staged.discard();
  }
}

/** A sender that goes away in the middle is no failure of ours. */
async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw malformed('it ends too early');
    throw error;
  }
}

function problemOf(error: unknown, status: number): Problem {
  if (error instanceof Problem) return error;
  if (isBusy(error))
    return new Problem(503, 'Busy', 'Too many uploads wait to be screened. Upload it again later.');
  const detail = status >= 500 ? 'Something went wrong here.' : (error as Error).message;
  return new Problem(status, 'Failed', detail);
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // What is still on its way is let through, or the sender would never get to read the answer.
  request.raw.resume();
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const problem = problemOf(error, status);
  if (problem.status === 500) request.log.error(error);
  if (problem.status === 503) reply.header('retry-after', '30');
  if (problem.status === 401) reply.header('www-authenticate', 'Basic realm="Lazaret"');
  const document = { ...problem.document(), detail: bodyText(problem.message) };
  const line = statusLine(`${problem.title}. ${problem.message}`);
  return write(reply, { status: problem.status, line, document });
}

/** Bytes rather than text, because tools compare the media type to the letter. */
function write(
  reply: FastifyReply,
  { status, line, document }: { status: number; line: string; document: object },
): FastifyReply {
  reply.raw.statusMessage = line;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return reply
    .code(status)
    .header('content-type', type)
    .send(Buffer.from(JSON.stringify(document)));
}
