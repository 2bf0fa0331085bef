/** What is mounted where. */
import type { FastifyPluginAsync } from 'fastify';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Role } from '../contracts/service.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { gatePart } from '../gate/gate.ts';
import type { GateOptions } from '../gate/options.ts';
import { apiPart } from '../http/api/api.ts';
import type { AuthenticationOptions } from '../http/authentication.ts';
import type { Metrics } from '../http/metrics.ts';
import type { OidcOptions } from '../http/oidc.ts';
import { oidcPart } from '../http/oidc-pages.ts';
import { operationPart } from '../http/operation.ts';
import { linkTo, pagesPart } from '../http/pages.ts';
import { isSecretKey } from '../http/seal.ts';
import { uiPart } from '../http/ui.ts';
import { proxyPart } from '../proxy/proxy.ts';
import type { ProcessPool } from '../scan/process-pool.ts';
import type { Service } from '../service/service.ts';
import type { ServerConfig } from './config.ts';

export const API_PREFIX = '/api/v1';

/** What the parts share besides the service. */
export interface Shared {
  fetcher: Fetcher;
  metrics: Metrics;
  /** Opens samples for reviewers. */
  inspector: ProcessPool;
  /** Where people reach the service, with a slash at the end; known once it listens. */
  url(): string;
}

function authenticationOf({ limits, ...config }: ServerConfig): AuthenticationOptions {
  return {
    publicUrl: config['public-url'] ?? null,
    requestsPerMinute: limits['requests-per-minute'],
    signInsPerMinute: limits['sign-ins-per-minute'],
  };
}

/** Seals secrets in the database; null leaves them in the clear. @throws InfrastructureError `config-invalid` */
function secretKey({ LAZARET_SECRET_KEY: key = '' }: NodeJS.ProcessEnv): string | null {
  if (key === '') return null;
  if (isSecretKey(key)) return key;
  throw new InfrastructureError('config-invalid', 'LAZARET_SECRET_KEY has at least 32 characters');
}

/** Null without a provider. */
function oidcOptions({ oidc }: ServerConfig): OidcOptions | null {
  if (oidc.issuer === undefined) return null;
  const pairs = oidc.roles.map((pair): [string, Role] => {
    const end = pair.lastIndexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1) as Role];
  });
  return {
    issuer: oidc.issuer,
    clientId: oidc['client-id']!,
    clientSecret: oidc['client-secret']!,
    label: oidc.label,
    nameClaim: oidc['name-claim'],
    roleClaim: oidc['role-claim'],
    roles: new Map(pairs),
    create: oidc.accounts === 'create',
  };
}

/** Null without an index behind. */
export function gateOptions(config: ServerConfig): GateOptions | null {
  const { gate, limits } = config;
  const { upstream, username, password, withheld } = gate;
  if (upstream === undefined) return null;
  return {
    upstream,
    credentials: password === undefined ? null : { username, password },
    passThrough: gate['pass-through'],
    withheld,
    verdictMs: gate['verdict-seconds'] * 1000,
    maxBytes: limits['upload-bytes'],
    uploads: limits.uploads,
    authentication: authenticationOf(config),
  };
}

export function partsOf(
  service: Service,
  config: ServerConfig,
  { fetcher, metrics, inspector, url }: Shared,
): Record<string, FastifyPluginAsync> {
  const authentication = authenticationOf(config);
  const operation = { ...authentication, metrics, publicMetrics: config.metrics.public };
  const api = {
    ...authentication,
    prefix: API_PREFIX,
    fetcher,
    inspector,
    uploadBytes: config.limits['upload-bytes'],
    uploads: config.limits.uploads,
    secondFactor: { secretKey: secretKey(process.env), required: config.accounts['second-factor'] },
    oidcLabel: config.oidc.issuer === undefined ? null : config.oidc.label,
    linkTo: (purpose: 'setup' | 'password', secret: string) => linkTo(url(), purpose, secret),
  };
  const gate = gateOptions(config);
  const oidc = oidcOptions(config);
  const report = (outcome: string) => metrics.count('lazaret_gate_uploads_total', { outcome });
  return {
    [API_PREFIX]: apiPart(service, api),
    ...(gate === null ? {} : { '/legacy': gatePart(service, { ...gate, report }) }),
    '/': joined(
      operationPart(service, operation),
      pagesPart(service, authentication),
      ...(oidc === null ? [] : [oidcPart(service, { ...authentication, oidc, url })]),
      ...indexProxy(service, config),
      uiPart(),
    ),
  };
}

/** None without an index behind it. */
function indexProxy(service: Service, config: ServerConfig): FastifyPluginAsync[] {
  const { upstream, unknown, readers, 'wait-seconds': seconds } = config.proxy;
  if (upstream === undefined) return [];
  const options = { upstream, unknown, readers, budgetMs: seconds * 1000, allow: config.fetch.allow };
  const { 'public-url': publicUrl } = config;
  return [
    proxyPart(service, publicUrl === undefined ? options : { ...options, publicUrl: withSlash(publicUrl) }),
  ];
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** Several parts at one place, each for itself. */
function joined(...parts: FastifyPluginAsync[]): FastifyPluginAsync {
  return async (app) => {
    for (const part of parts) await app.register(part);
  };
}
