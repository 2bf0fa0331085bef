/** An upload gate that listens, with a real index behind it, and distributions to put through it. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExample, packWheel } from '../../scripts/pack-example.ts';
import { type Policy, policySchema } from '../../src/actions/policy.ts';
import { startForwarding } from '../../src/gate/forward-queue.ts';
import { gatePart } from '../../src/gate/gate.ts';
import type { GateOptions } from '../../src/gate/options.ts';
import { buildApp } from '../../src/http/app.ts';
import type { Service } from '../../src/service/service.ts';
import { createToken } from '../../src/store/tokens.ts';

/** Malicious is refused, suspicious held, nothing only tried. */
export const STRICT: Policy = policySchema.parse({
  'dry-run': false,
  verdict: { malicious: 'refused', suspicious: 'held' },
  explain: 'line',
});

export interface ListeningGate {
  /** `http://127.0.0.1:<port>/legacy/` */
  url: string;
  options: GateOptions;
  close(): Promise<void>;
}

/** A gate on a free loopback port; with what sends on from the queue unless `forwarding` is false. */
export async function listenGate(
  service: Service,
  given: Partial<GateOptions> & Pick<GateOptions, 'upstream'>,
  forwarding = true,
): Promise<ListeningGate> {
  const options: GateOptions = {
    credentials: { username: 'gate', password: 'of the index' },
    passThrough: false,
    withheld: 'refuse',
    verdictMs: 60_000,
    ...given,
  };
  const app = await buildApp({ parts: { '/legacy': gatePart(service, options) } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const stop = forwarding ? await startForwarding(service, options) : async () => {};
  return {
    url: `http://127.0.0.1:${port}/legacy/`,
    options,
    close: async () => {
      await app.close();
      await stop();
    },
  };
}

/** A token of somebody who may upload. */
export async function uploaderToken(service: Service): Promise<string> {
  const token = { name: 'test', role: 'uploader', uploader: 'ada', actor: 'setup', expiresAt: null } as const;
  return (await createToken(service.database.db, token)).secret;
}

export interface Distribution {
  filename: string;
  bytes: Uint8Array;
}

/** One of the examples of this repository. */
export function example(name: string): Distribution {
  return packExample(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
}

/** An inert wheel of one module. */
export function wheel(
  name: string,
  version: string,
  { metadata = '2.1', code = 'print(1)\n' } = {},
): Distribution {
  const folder = `${name.replaceAll('-', '_')}-${version}`;
  const info = `${folder}.dist-info`;
  const core = `Metadata-Version: ${metadata}\nName: ${name}\nVersion: ${version}\nSummary: A test\n`;
  const about = 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n';
  const bytes = packWheel([
    { path: `${name.replaceAll('-', '_')}.py`, bytes: Buffer.from(code) },
    { path: `${info}/METADATA`, bytes: Buffer.from(core) },
    { path: `${info}/WHEEL`, bytes: Buffer.from(about) },
  ]);
  return { filename: path.basename(`${folder}-py3-none-any.whl`), bytes };
}
