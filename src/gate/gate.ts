/**
 * The upload gate: takes uploads as PyPI does (`POST` of a form with `:action=file_upload`), has them screened, and
 * sends on what is released to the index behind.
 * @see https://docs.pypi.org/api/upload/
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { addAuthentication } from '../http/authentication.ts';
import { problemOf } from '../http/errors.ts';
import { busy, Problem } from '../http/problem.ts';
import { unlessIdle } from '../http/receive.ts';
import { isBusy, submit } from '../jobs/submit.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import {
  GATE_BUSY_S,
  GATE_FORM_BYTES,
  GATE_LEASE_MS,
  GATE_VERDICT_MS,
  HTTP_UPLOAD_IDLE_MS,
  HTTP_UPLOADS,
} from '../service-limits.ts';
import { recordForward } from '../store/forwards.ts';
import { ownSender, takePassed } from './admission.ts';
import { type Answer, rendered } from './answers.ts';
import { checkForm } from './checks.ts';
import { closedTo } from './closed.ts';
import { readForm, type Upload } from './form.ts';
import { askForward, createForwardQueue, upstreamFetcher } from './forward-queue.ts';
import { boundaryOf } from './multipart.ts';
import type { Gate, GateOptions, Sender } from './options.ts';
import { bodyText, malformed, statusLine, tooLarge } from './refusal.ts';
import { settle } from './settle.ts';
import { packFields } from './write-form.ts';

/** The gate as a part of the HTTP application, usually mounted at `/legacy`. */
export function gatePart(service: Service, options: GateOptions): FastifyPluginAsync {
  const most = options.uploads ?? HTTP_UPLOADS;
  const passed = new WeakMap<FastifyRequest, Sender>();
  let uploads = 0;

  /** Takes one upload in, unless too many are coming in already. */
  const receive = async (gate: Gate, request: FastifyRequest): Promise<Answer> => {
    if (uploads >= most) throw busy(`${most} uploads are being received already.`, GATE_BUSY_S);
    uploads += 1;
    const upload = await read(gate, request).finally(() => {
      uploads -= 1;
    });
    const answer = await take(gate, request, upload, passed.get(request) ?? ownSender(options));
    options.report?.(answer.outcome);
    return answer;
  };

  return async (app) => {
    await createForwardQueue(service.queue.boss);
    const gate: Gate = { service, options, fetcher: upstreamFetcher(options) };
    app.addHook('onClose', () => gate.fetcher.close());
    app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
    app.addHook('onRequest', async (request) => {
      // A browser keeps the password that it was asked for, and sends it along for whoever makes it post.
      if (request.headers.origin !== undefined)
        throw new Problem(403, 'Forbidden', 'Uploads come from no web page.');
      const sender = takePassed(options, request.headers);
      if (sender !== null) passed.set(request, sender);
    });
    await addAuthentication(app, service.database.db, options.authentication ?? { publicUrl: null });
    // The body stays where it is until the handler reads it, piece by piece.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.post('/', { config: { access: 'uploader' } }, async (request, reply) =>
      write(reply, rendered(await receive(gate, request))),
    );
    app.get('/', { config: { access: 'public' } }, async () => {
      throw new Problem(
        405,
        'Method Not Allowed',
        'This is where upload tools post to; there is nothing to see.',
      );
    });
  };
}

/** The form and the file, which is staged. @throws Problem; then nothing is left */
async function read({ service, options }: Gate, request: FastifyRequest): Promise<Upload> {
  const maxBytes = options.maxBytes ?? DISTRIBUTION_BYTES;
  const boundary = boundaryOf(request.headers['content-type']);
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes + 2 * GATE_FORM_BYTES) throw tooLarge(maxBytes);
  const source = unlessIdle(
    request.raw.iterator({ destroyOnReturn: false }),
    options.uploadIdleMs ?? HTTP_UPLOAD_IDLE_MS,
  );
  try {
    return await readForm(source, boundary, service.vault, maxBytes);
  } catch (error) {
    // A sender that goes away in the middle is no failure of ours.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw malformed('it ends too early');
    throw error;
  }
}

/** From a form to what its sender is told. @throws Problem */
async function take(
  gate: Gate,
  { identity }: FastifyRequest,
  { staged, fields, ...upload }: Upload,
  sender: Sender | null,
): Promise<Answer> {
  const { service, options } = gate;
  const lease = (options.verdictMs ?? GATE_VERDICT_MS) + GATE_LEASE_MS;
  try {
    const { project, version, filename } = checkForm({ staged, fields, ...upload });
    const closed = await closedTo(service.database.db, { project, version, filename });
    if (closed !== null) throw new Problem(403, 'Refused', closed);
    const uploader = identity?.uploader ?? null;
    const arrival = { filename, source: 'gate', uploader, url: null, project, version } as const;
    const form = packFields(fields);
    const submission = await submit(service, staged, arrival, async (tx, { id }) => {
      await recordForward(tx, id, form, lease);
      // Should this process die, this is who takes over.
      await askForward(service.queue.boss, tx, { submissionId: id }, new Date(Date.now() + lease));
    });
    return await settle(gate, submission, form, sender);
  } finally {
    await staged.discard();
  }
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = isBusy(error)
    ? busy('Too many uploads wait to be screened. Upload it again later.', GATE_BUSY_S)
    : problemOf(error);
  if (problem.status >= 500) request.log.error({ err: error }, problem.message);
  reply.headers(problem.headers);
  // Upload tools speak Basic.
  if (problem.status === 401) reply.header('www-authenticate', 'Basic realm="lazaret"');
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
