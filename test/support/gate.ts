/** An upload gate that listens, with a real index behind it, and distributions to put through it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
    authentication: { publicUrl: null, requestsPerMinute: 1_000_000 },
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

/** One part of a form. */
export interface FormPart {
  name: string;
  value: string | Uint8Array;
  filename?: string;
  type?: string;
}

export const BOUNDARY = 'test-boundary';

/** A form as upload tools write it. */
export function formOf(parts: readonly FormPart[], boundary = BOUNDARY): Buffer {
  const chunks = parts.flatMap(({ name, value, filename, type }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const kind = type === undefined ? '' : `Content-Type: ${type}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${kind}\r\n`;
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

/** The fields of an upload, the file last. */
export function partsOf({ filename, bytes }: Distribution, name: string, version: string): FormPart[] {
  return [
    { name: ':action', value: 'file_upload' },
    { name: 'protocol_version', value: '1' },
    { name: 'metadata_version', value: '2.1' },
    { name: 'name', value: name },
    { name: 'version', value: version },
    { name: 'filetype', value: filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist' },
    { name: 'pyversion', value: filename.endsWith('.whl') ? 'py3' : 'source' },
    { name: 'classifiers', value: 'Topic :: Utilities' },
    { name: 'classifiers', value: 'Typing :: Typed' },
    { name: 'sha256_digest', value: createHash('sha256').update(bytes).digest('hex') },
    { name: 'content', value: bytes, filename, type: 'application/octet-stream' },
  ];
}

export interface GateAnswer {
  status: number;
  /** Text of the status line. */
  line: string;
  document: Record<string, unknown>;
}

/** Posts a form to a gate. @param authorization the whole header; the token of an uploader as tools send it */
export async function post(url: string, body: Uint8Array, authorization: string): Promise<GateAnswer> {
  const headers = { authorization, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
  const document = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, line: answer.statusText, document };
}

export function basic(password: string, username = '__token__'): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export interface SeenUpload {
  authorization: string | undefined;
  contentType: string;
  contentLength: string | undefined;
  body: Buffer;
}

/** An index that writes down what it is sent and answers as told. */
export interface RecordingIndex {
  url: string;
  seen: SeenUpload[];
  /** What it does with a request; 200 unless set. */
  behave: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function recordingIndex(): Promise<RecordingIndex> {
  const seen: SeenUpload[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const {
      authorization,
      'content-type': contentType = '',
      'content-length': contentLength,
    } = request.headers;
    seen.push({ authorization, contentType, contentLength, body: Buffer.concat(chunks) });
    index.behave(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const index: RecordingIndex = {
    url: `http://127.0.0.1:${port}/upload`,
    seen,
    behave: (_request, response) => void response.end(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return index;
}

/** Waits until something is so. @throws after `ms` milliseconds */
export async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
