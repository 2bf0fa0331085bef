/** Version 1 of the HTTP API, with its description and a page that shows it. */
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { ProcessPool } from '../../scan/process-pool.ts';
import type { Service } from '../../service/service.ts';
import { type AuthenticationOptions, addAuthentication } from '../authentication.ts';
import type { SecondFactorOptions } from '../second-factor.ts';
import { createSlots } from '../slots.ts';
import { caseRoutes } from './cases.ts';
import { distributionRoutes } from './distributions.ts';
import { eventRoutes } from './events.ts';
import { describe, transform } from './openapi.ts';
import { projectRoutes } from './projects.ts';
import { reviewRoutes } from './review.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { signInRoutes } from './sign-in.ts';
import { statisticsRoutes } from './statistics.ts';
import { submissionRoutes } from './submissions.ts';
import { suppressionRoutes } from './suppressions.ts';
import { systemRoutes } from './system.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { workRoutes } from './work.ts';

export interface ApiOptions extends AuthenticationOptions {
  /** Where it is mounted, e.g. `/api/v1`. */
  prefix: string;
  /** Fetches what submitters name. */
  fetcher: Fetcher;
  /** Address of the page behind a link that works once. */
  linkTo(purpose: 'setup' | 'password', secret: string): string;
  secondFactor: SecondFactorOptions;
  /** What the button for signing in elsewhere says; null without a provider. */
  oidcLabel: string | null;
  /** Opens samples for reviewers. */
  inspector: ProcessPool;
  /** Bytes of one uploaded file. */
  uploadBytes: number;
  /** Uploads received at the same time. */
  uploads: number;
  /** Milliseconds without a byte of an upload; `HTTP_UPLOAD_IDLE_MS` unless given. */
  idleMs?: number;
}

export function apiPart(service: Service, options: ApiOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(swagger, { openapi: describe(service.versions.engine, options.prefix), transform });
    await app.register(documentation);
    await app.register(async (api) => {
      await addAuthentication(api, service.database.db, options);
      await api.register(multipart);
      api.addHook('onSend', async (_request, reply) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      const receiving = createSlots(options.uploads, 'uploads are being received');
      const routes = [
        submissionRoutes(service, options, receiving),
        distributionRoutes(service),
        projectRoutes(service),
        tokenRoutes(service),
        userRoutes(service, options),
        signInRoutes(service, options),
        secondFactorRoutes(service, options),
        systemRoutes(service),
        workRoutes(service),
        reviewRoutes(service, options.inspector),
        eventRoutes(service),
        caseRoutes(service, options, receiving),
        suppressionRoutes(service),
        statisticsRoutes(service),
      ];
      for (const part of routes) await api.register(part);
    });
  };
}

/** The page that shows the description. It is the same for everybody and asks for nothing from elsewhere. */
async function documentation(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'public' };
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCUMENTATION_POLICY,
    uiConfig: { validatorUrl: null },
  });
}

/** Its script sets styles on elements; nothing else of ours does. */
const DOCUMENTATION_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
