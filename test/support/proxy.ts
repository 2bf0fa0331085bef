/** The index proxy, listening on loopback, and distributions to send through it. */
import type { AddressInfo } from 'node:net';
import { packWheel } from '../../scripts/pack-example.ts';
import { buildApp } from '../../src/http/app.ts';
import { type ProxyOptions, proxyPart } from '../../src/proxy/proxy.ts';
import type { Service } from '../../src/service/service.ts';
import type { IndexedFile } from './simple-index-server.ts';

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
