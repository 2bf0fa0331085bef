import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import Fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import {
  HTTP_BODY_BYTES,
  HTTP_CHECK_MS,
  HTTP_CLOSE_MS,
  HTTP_HEADERS_MS,
  HTTP_LINGER_MS,
  HTTP_PARAMETER_CHARS,
  HTTP_REQUEST_MS,
} from '../service-limits.ts';
import type { Access } from './access.ts';
import { problemOf } from './errors.ts';
import { type LogOptions, loggerOptions } from './log.ts';
import { Problem } from './problem.ts';

export interface AppOptions {
  /** Parts of the application by where they are mounted, e.g. `/api/v1`. */
  parts: Record<string, FastifyPluginAsync>;
  log?: LogOptions;
  /** Addresses or networks whose `X-Forwarded-*` headers are believed; none unless given. */
  trustedProxies?: readonly string[];
  /** Whether people reach it by https. */
  secure?: boolean;
  /** Told of every answer. */
  answered?: (request: FastifyRequest, reply: FastifyReply) => void;
  /** Milliseconds in which headers, and a whole request, must have arrived. */
  headersMs?: number;
  requestMs?: number;
}

/** A route as it was declared. */
export interface DeclaredRoute {
  method: string;
  url: string;
  /** Who may use it; undefined where the part looks after that itself. */
  access: Access | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is. */
    declaredRoutes: DeclaredRoute[];
  }
}

/** Only what comes from here is loaded, run, framed or posted to. */
const CONTENT_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** The HTTP application: every answer that is an error is a problem document. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { headersMs = HTTP_HEADERS_MS, requestMs = HTTP_REQUEST_MS } = options;
  const app = Fastify({
    logger: options.log === undefined ? false : loggerOptions(options.log),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    bodyLimit: HTTP_BODY_BYTES,
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: Math.min(HTTP_CHECK_MS, headersMs) },
    routerOptions: { maxParamLength: HTTP_PARAMETER_CHARS },
    frameworkErrors: (error, _request, reply) => answer(reply, problemOf(error)),
    clientErrorHandler: (error, socket) => answerRaw(error, socket),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    // What we chose to answer needs no stack: full slots of a busy hour would bury what is broken.
    if (error instanceof Problem && error.status >= 500)
      request.log.warn({ status: error.status }, error.message);
    else if (problem.status >= 500) request.log.error({ err: error }, problem.message);
    return answer(reply, problem);
  });
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'Not Found', 'There is nothing here.');
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', letGo);
  app.addHook('onResponse', async (request, reply) => options.answered?.(request, reply));
  listRoutes(app);
  closeInTime(app);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    strictTransportSecurity: options.secure === true,
    referrerPolicy: { policy: 'no-referrer' },
  });
  for (const [prefix, part] of Object.entries(options.parts)) await app.register(part, { prefix });
  return app;
}

function answer(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem.document()));
}

const CLIENT_ERRORS: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'Request Timeout', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: new Problem(431, 'Request Header Fields Too Large', 'The headers are too long.'),
  HPE_INVALID_EOF_STATE: new Problem(400, 'Bad Request', 'The request ends before it is complete.'),
};

/** Answers what is not HTTP, or did not arrive in time. */
function answerRaw(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = CLIENT_ERRORS[error.code ?? ''] ?? new Problem(400, 'Bad Request', 'This is not HTTP.');
  const body = JSON.stringify(problem.document());
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nConnection: close\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * A client that is still sending when it has its answer may go on for a moment, so that it gets to read it; then the
 * connection ends.
 */
async function letGo({ raw }: FastifyRequest): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
  const timer = setTimeout(() => raw.socket.destroy(), HTTP_LINGER_MS);
  for (const event of ['end', 'close']) raw.once(event, () => clearTimeout(timer));
}

function listRoutes(app: FastifyInstance): void {
  const declared: DeclaredRoute[] = [];
  app.decorate('declaredRoutes', declared);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      // Read when asked for: hooks of a part may add to it.
      const access = (): Access | undefined => route.config?.access;
      declared.push({
        method,
        url: route.url,
        get access() {
          return access();
        },
      });
    }
  });
}

/** Nobody holds up the end for longer than a while. */
function closeInTime(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), HTTP_CLOSE_MS).unref();
  });
}
