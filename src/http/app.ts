import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HTTP_BODY_BYTES, HTTP_REQUEST_MS } from '../limits.ts';
import { Problem } from './problem.ts';

export interface AppOptions {
  /** Parts of the application by where they are mounted, e.g. `/api/v1`. */
  parts: Record<string, FastifyPluginAsync>;
}

/** The HTTP application: every answer that is an error is a problem document. */
export async function buildApp({ parts }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: HTTP_BODY_BYTES, requestTimeout: HTTP_REQUEST_MS, trustProxy: false });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error(error);
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem.document()));
  });
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'Not Found', 'There is nothing here.');
  });
  for (const [prefix, part] of Object.entries(parts)) await app.register(part, { prefix });
  return app;
}

function problemOf(error: Error & { statusCode?: number }): Problem {
  if (error instanceof Problem) return error;
  const status = error.statusCode ?? 500;
  if (status >= 500) return new Problem(status, 'Internal Server Error', 'Something went wrong here.');
  return new Problem(status, 'Bad Request', error.message);
}
