/** The index proxy: a simple index of which every file has been screened. One proxy stands before one index. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { InfrastructureError } from '../contracts/errors.ts';
import { createFetcher } from '../fetch/fetcher.ts';
import { identifyHeader } from '../http/identity.ts';
import { Problem } from '../http/problem.ts';
import { INDEX_PAGE_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { PROXY_BUDGET_MS, PROXY_FRESH_MS } from '../service-limits.ts';
import { addFiles } from './file-routes.ts';
import { IndexFront } from './index-front.ts';
import type { ProxyOptions } from './options.ts';
import { addPages } from './page-routes.ts';
import { statusLine } from './refusal.ts';

/** To be mounted at `/`: answers under `/simple/`, `/files/` and `/integrity/`. */
export function proxyPart(service: Service, options: ProxyOptions): FastifyPluginAsync {
  return async (app) => {
    const fetcher = createFetcher({
      allow: [options.upstream, ...(options.allow ?? [])],
      limits: { maxBytes: INDEX_PAGE_BYTES },
    });
    const { upstream, unknown = 'wait', budgetMs = PROXY_BUDGET_MS, freshMs = PROXY_FRESH_MS } = options;
    const front = new IndexFront(service, fetcher, { upstream, unknown, budgetMs, freshMs });
    app.addHook('onClose', async () => {
      await front.close();
      await fetcher.close();
    });
    if (options.readers === 'identified') requireIdentity(app, service);
    sayWhy(app);
    addPages(app, front, options.publicUrl ?? null);
    addFiles(app, front, service.vault);
  };
}

/** Installers show the status line and seldom the body: it says the same. */
function sayWhy(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    // Failures of the index behind are problems by now: what is left is a sample that cannot be read.
    const inside = error instanceof InfrastructureError;
    if (inside) throw new Problem(500, 'Internal Server Error', 'The file is damaged here.');
    if (error instanceof Problem) reply.raw.statusMessage = statusLine(`${error.title}: ${error.message}`);
    throw error;
  });
}

/** Installers ask for a password only when a `Basic` challenge comes. */
function requireIdentity(app: FastifyInstance, service: Service): void {
  app.addHook('onRequest', async (request) => {
    if ((await identifyHeader(service.database.db, request.headers.authorization)) !== null) return;
    const challenge = { 'www-authenticate': 'Basic realm="lazaret"' };
    throw new Problem(401, 'Unauthorized', 'This index needs a token, sent as the password.', {}, challenge);
  });
}
