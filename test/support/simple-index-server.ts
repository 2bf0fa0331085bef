/** An honest index on loopback for tests: PEP 691 JSON 1.4 with metadata and provenance, or PEP 503 HTML alone. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IndexedFile {
  filename: string;
  bytes: Uint8Array;
  /** Served beside the file when given. */
  metadata?: string;
  provenance?: unknown;
  /** Further keys of the file's entry, or others than it would have; undefined leaves one out. */
  entry?: Record<string, unknown>;
}

export interface IndexedProject {
  files: IndexedFile[];
  /** Further keys of the page. */
  page?: Record<string, unknown>;
}

export interface SimpleIndexServer {
  /** Root of the index, with a slash at the end. */
  url: string;
  origin: string;
  /** By normalised name; may be changed at any time. */
  projects: Map<string, IndexedProject>;
  /** Method, path and headers of every request so far. */
  requests: { path: string; headers: IncomingMessage['headers'] }[];
  /** Answers instead of the index when it returns true. */
  instead: (request: IncomingMessage, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** @param html whether it speaks HTML alone, with hashes in fragments and nothing else */
export async function startSimpleIndex({ html = false } = {}): Promise<SimpleIndexServer> {
  const projects = new Map<string, IndexedProject>();
  const requests: SimpleIndexServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    if (!index.instead(request, response)) answer(projects, html, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const index: SimpleIndexServer = {
    url: `${origin}/simple/`,
    origin,
    projects,
    requests,
    instead: () => false,
    close,
  };
  return index;
}

function answer(
  projects: ReadonlyMap<string, IndexedProject>,
  html: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [, place = '', name = '', rest = ''] = decodeURIComponent(request.url ?? '').split('/');
  const project = projects.get(name);
  const file = project?.files.find(({ filename }) => rest === filename || rest === `${filename}.metadata`);
  if (place === 'simple' && name === '') sendRoot([...projects.keys()], html, response);
  else if (place === 'simple' && project !== undefined) sendProject(name, project, html, request, response);
  else if (file === undefined) response.writeHead(404).end();
  else if (place === 'provenance') response.end(JSON.stringify(file.provenance));
  else if (rest !== file.filename) response.end(file.metadata);
  else response.writeHead(200, { 'content-length': file.bytes.byteLength }).end(file.bytes);
}

function sendRoot(names: string[], html: boolean, response: ServerResponse): void {
  const list = names.map((name) => `<a href="/simple/${name}/">${name}</a>`).join('\n');
  const json = { meta: { 'api-version': '1.4' }, projects: names.map((name) => ({ name })) };
  response.writeHead(200, { 'content-type': html ? 'text/html' : JSON_TYPE });
  response.end(html ? list : JSON.stringify(json));
}

function sendProject(
  name: string,
  { files, page }: IndexedProject,
  html: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const links = files.map(({ filename, bytes }) => {
    return `<a href="/files/${name}/${encodeURIComponent(filename)}#sha256=${sha256Of(bytes)}">${filename}</a>`;
  });
  const json = {
    meta: { 'api-version': '1.4' },
    name,
    files: files.map((file) => entryOf(name, file)),
    ...page,
  };
  const body = html ? links.join('\n') : JSON.stringify(json);
  const etag = `"${sha256Of(body)}"`;
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else response.writeHead(200, { 'content-type': html ? 'text/html' : JSON_TYPE, etag }).end(body);
}

function entryOf(name: string, { filename, bytes, metadata, provenance, entry }: IndexedFile) {
  return {
    filename,
    url: `/files/${name}/${encodeURIComponent(filename)}`,
    hashes: { sha256: sha256Of(bytes) },
    size: bytes.byteLength,
    'upload-time': '2026-01-02T03:04:05.000000Z',
    yanked: false,
    'core-metadata': metadata === undefined ? false : { sha256: sha256Of(metadata) },
    provenance: provenance === undefined ? null : `/provenance/${name}/${filename}`,
    ...entry,
  };
}
