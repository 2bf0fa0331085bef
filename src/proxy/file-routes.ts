import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { isProjectName, normaliseProject } from '../intake/names.ts';
import { PROVENANCE_BYTES, PROXY_PAGE_MS } from '../service-limits.ts';
import type { Vault } from '../vault/vault.ts';
import type { IndexFront } from './index-front.ts';
import type { ProjectFile } from './project.ts';
import { absent, upstreamProblem } from './refusal.ts';
import { goneSignal, matches, starOf } from './requests.ts';
import { sendSample } from './send-sample.ts';
import { readWheelMetadata } from './wheel-metadata.ts';

/** Files under `/files/`, each with its metadata beside it, and their provenance under `/integrity/`. */
export function addFiles(app: FastifyInstance, front: IndexFront, vault: Vault): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/*',
    handler: async (request, reply) => {
      const [, project = '', name = ''] = /^([^/]+)\/([^/]+)$/.exec(starOf(request)) ?? [];
      if (!isNormalised(project)) throw absent('This file');
      const filename = name.replace(/\.metadata$/, '');
      const { sha256, listed } = await front.clear(project, filename, goneSignal(reply));
      if (filename === name) return sendSample(request, reply, vault, { sha256, filename });
      const metadata = await readWheelMetadata(vault, sha256, project);
      if (metadata === null) throw absent(`The metadata of ${filename}`);
      comparePromise(metadata, listed);
      return sendSmall(request, reply, metadata, 'application/octet-stream');
    },
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/integrity/*',
    handler: async (request, reply) => {
      const match = /^([^/]+)\/([^/]+)\/([^/]+)\/provenance$/.exec(starOf(request)) ?? [];
      const [, project = '', version, filename = ''] = match;
      if (!isNormalised(project)) throw absent('This provenance');
      const file = await front.offered(project, filename);
      if (file.provenance === null || file.version !== version) throw absent(`Provenance of ${filename}`);
      const document = await provenance(front, file.provenance, filename);
      return sendSmall(request, reply, document, 'application/vnd.pypi.integrity.v1+json');
    },
  });
}

function isNormalised(project: string): boolean {
  return isProjectName(project) && normaliseProject(project) === project;
}

/** The metadata is read from the screened file; a client would refuse it when the page had promised another one. */
function comparePromise(metadata: Uint8Array, listed: ProjectFile | null): void {
  for (const [algorithm, digest] of Object.entries(listed?.metadata ?? {})) {
    if (createHash(algorithm).update(metadata).digest('hex') === digest) continue;
    const what = `The metadata in ${listed?.filename} is not what the index behind promises.`;
    throw new Problem(502, 'Bad Gateway', what);
  }
}

function sendSmall(
  request: FastifyRequest,
  reply: FastifyReply,
  bytes: Uint8Array,
  type: string,
): FastifyReply {
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  reply.headers({ etag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }).type(type);
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.send(Buffer.from(bytes));
}

/** As the index behind gives it, once it has been seen to be what it should be. */
async function provenance(front: IndexFront, url: string, filename: string): Promise<Uint8Array> {
  const what = `the provenance of ${filename}`;
  const limits = { maxBytes: PROVENANCE_BYTES, totalMs: PROXY_PAGE_MS };
  const document = await front.upstream
    .file(url, limits)
    .then(({ body }) => buffer(body))
    .catch((error: unknown) => {
      throw upstreamProblem(error, what);
    });
  if (isProvenance(document.toString('utf8'))) return document;
  throw new Problem(502, 'Bad Gateway', `The index behind gave something else for ${what}.`);
}

/** PEP 740: an object with a list of bundles. */
function isProvenance(text: string): boolean {
  try {
    const { attestation_bundles: bundles } = Object(JSON.parse(text)) as { attestation_bundles?: unknown };
    return Array.isArray(bundles);
  } catch {
    return false;
  }
}
