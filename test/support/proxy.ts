/** The index proxy, listening on loopback, and distributions to send through it. */
import type { AddressInfo } from 'node:net';
import { packWheel } from '../../scripts/pack-example.ts';
import { policySchema } from '../../src/actions/policy.ts';
import { buildApp } from '../../src/http/app.ts';
import { JSON_TYPE } from '../../src/proxy/accept.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { proxyPart } from '../../src/proxy/proxy.ts';
import type { Service } from '../../src/service/service.ts';
import { openTestService, type TestService } from './service.ts';
import { type IndexedFile, type SimpleIndexServer, startSimpleIndex } from './simple-index-server.ts';

export interface RunningProxy {
  /** With a slash at the end. */
  url: string;
  /** Root of the simple index. */
  simple: string;
  close(): Promise<void>;
}

export async function startProxy(service: Service, options: ProxyOptions): Promise<RunningProxy> {
  const app = await buildApp({ parts: { '/': proxyPart(service, options) } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
  return { url, simple: `${url}simple/`, close: () => app.close() };
}

/** As much of a page as tests look at. */
export interface Page {
  meta: { 'api-version': string };
  versions: string[];
  'project-status': { status: string; reason?: string };
  files: {
    filename: string;
    url: string;
    size?: number;
    hashes: Record<string, string>;
    provenance: string | null;
  }[];
}

/** A service that screens, an index behind, and the proxy between them. */
export interface ProxyBench {
  service: TestService;
  index: SimpleIndexServer;
  proxy: RunningProxy;
  get(place: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  page(project: string): Promise<Page>;
  filenames(project: string): Promise<string[]>;
  /** How often the index behind has been asked for addresses with `part`. */
  asked(part: string): number;
  /** Makes the index honest again, with one project `good-one`. */
  reset(): void;
  close(): Promise<void>;
}

const POLICY = policySchema.parse({ 'dry-run': false, verdict: { malicious: 'refused' } });

/** @param files of the project `good-one` */
export async function openProxyBench(files: IndexedFile[]): Promise<ProxyBench> {
  const service = await openTestService({ policy: POLICY });
  const index = await startSimpleIndex();
  const proxy = await startProxy(service, { upstream: index.url, freshMs: 0, budgetMs: 60_000 });
  const bench: ProxyBench = {
    service,
    index,
    proxy,
    get: (place, headers = {}, method = 'GET') =>
      fetch(proxy.url + place, { headers, method, redirect: 'manual' }),
    page: async (project) =>
      (await (await bench.get(`simple/${project}/`, { accept: JSON_TYPE })).json()) as Page,
    filenames: async (project) => (await bench.page(project)).files.map(({ filename }) => filename),
    asked: (part) => index.requests.filter((request) => request.path.includes(part)).length,
    reset: () => {
      index.projects.clear();
      index.projects.set('good-one', { files });
      index.requests.length = 0;
      index.instead = () => false;
    },
    close: async () => {
      await proxy.close();
      await index.close();
      await service.close();
    },
  };
  return bench;
}

export interface WheelSpec {
  name: string;
  version: string;
  /** Text of its one module. */
  code?: string;
  /** Lines of its METADATA besides the first three. */
  headers?: string[];
}

/** A pure wheel with one module and its metadata beside it. */
export function wheel({ name, version, code = 'VALUE = 1\n', headers = [] }: WheelSpec): IndexedFile {
  const module = name.replace(/[-.]/g, '_');
  const info = `${module}-${version}.dist-info`;
  const metadata = [`Metadata-Version: 2.1`, `Name: ${name}`, `Version: ${version}`, ...headers, ''].join(
    '\n',
  );
  const tag = 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n';
  const bytes = packWheel([
    { path: `${module}.py`, bytes: Buffer.from(code) },
    { path: `${info}/METADATA`, bytes: Buffer.from(metadata) },
    { path: `${info}/WHEEL`, bytes: Buffer.from(tag) },
  ]);
  return { filename: `${module}-${version}-py3-none-any.whl`, bytes, metadata };
}
