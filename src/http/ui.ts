/** The review page: files made by the build, and one document for every address of the page. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import { PACKAGE_ROOT } from '../version.ts';

const BUILT = fileURLToPath(new URL('dist/ui/', PACKAGE_ROOT));

/** Addresses that the page itself resolves. */
const ADDRESSES = [
  '/',
  '/distributions/*',
  '/compare',
  '/appeals',
  '/suppressions',
  '/dashboard',
  '/account',
  '/accounts',
  '/case/*',
];

/** Served only where it has been built. @param folder of the built page */
export function uiPart(folder: string = BUILT): FastifyPluginAsync {
  return async (app) => {
    if (!existsSync(folder)) return;
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      // Names of built files carry the hash of their content; the document's name does not.
      setHeaders: (reply, path) => {
        const forever = /[\\/]assets[\\/]/.test(path);
        reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    for (const address of ADDRESSES) {
      app.get(address, { logLevel: 'warn' }, (_request, reply) => reply.sendFile('index.html'));
    }
  };
}
