import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { isProjectName, normaliseProject } from '../intake/names.ts';
import { formatType, HTML_TYPE, JSON_TYPE, negotiate, type PageType } from './accept.ts';
import type { Answered, IndexFront } from './index-front.ts';
import { absent } from './refusal.ts';
import { contentType, type Links, renderProject, renderProjects } from './render.ts';
import { matches, starOf } from './requests.ts';

/** Pages of a simple index under `/simple/`. @param publicUrl where clients reach this service, null as they say */
export function addPages(app: FastifyInstance, front: IndexFront, publicUrl: string | null): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/simple',
    handler: (_request, reply) => reply.redirect('simple/', 301),
  });
  // Tens of MiB of a large index: rendered once in each form, as long as the list is the same.
  const lists = new WeakMap<readonly string[], Map<PageType, Rendered>>();
  const listOf = (names: readonly string[], type: PageType): Rendered => {
    const forms = lists.get(names) ?? new Map<PageType, Rendered>();
    const form = forms.get(type) ?? rendered(renderProjects(names, type));
    lists.set(names, forms.set(type, form));
    return form;
  };
  app.route({
    method: ['GET', 'HEAD'],
    url: '/simple/*',
    handler: async (request, reply) => {
      const path = starOf(request);
      const type = pageType(request);
      if (path === '') {
        const answered = await front.names();
        return sendPage(request, reply, type, listOf(answered.page, type), answered);
      }
      const [, name = '', slash] = /^([^/]+)(\/?)$/.exec(path) ?? [];
      if (!isProjectName(name)) throw absent('This project');
      const normalised = normaliseProject(name);
      if (normalised !== name || slash === '') return redirect(request, reply, normalised, slash === '');
      const links = linksFrom(request, publicUrl);
      const answered = await front.project(name);
      return sendPage(request, reply, type, rendered(renderProject(answered.page, links, type)), answered);
    },
  });
}

/** Relative, so that it holds behind whatever stands in front. */
function redirect(request: FastifyRequest, reply: FastifyReply, name: string, bare: boolean): FastifyReply {
  const query = /\?.*$/s.exec(request.raw.url ?? '')?.[0] ?? '';
  return reply.redirect(`${bare ? '' : '../'}${name}/${query}`, 301);
}

function pageType(request: FastifyRequest): PageType {
  const { format } = request.query as { format?: unknown };
  const type = typeof format === 'string' ? formatType(format) : negotiate(request.headers.accept);
  if (type !== null) return type;
  const types = [JSON_TYPE, HTML_TYPE, 'text/html'];
  throw new Problem(406, 'Not Acceptable', `Pages are ${types.join(', ')}.`, { types });
}

/** Addresses of files are relative: a lock file then holds whatever address the client uses. */
function linksFrom(request: FastifyRequest, publicUrl: string | null): Links {
  const root = publicUrl ?? `${request.protocol}://${request.host}/`;
  return {
    file: (project, filename) => `../../files/${project}/${encodeURIComponent(filename)}`,
    provenance: (...parts) => `${root}integrity/${parts.map(encodeURIComponent).join('/')}/provenance`,
  };
}

/** A page as it is sent. */
interface Rendered {
  body: Buffer;
  etag: string;
}

function rendered(page: string): Rendered {
  const body = Buffer.from(page);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  type: PageType,
  { body, etag }: Rendered,
  { age, stale }: Pick<Answered<unknown>, 'age' | 'stale'>,
): FastifyReply {
  reply.headers({
    etag,
    vary: 'Accept',
    'cache-control': 'no-cache',
    'content-type': contentType(type),
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  // RFC 9211 and RFC 9111: this page is older than it should be, and why.
  if (stale !== null) {
    const cacheStatus = `lazaret; hit; fwd=stale; detail=${stale.code}`;
    reply.headers({ age: Math.floor(age / 1000), 'cache-status': cacheStatus });
  }
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.send(body);
}
