import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface Request {
  path: string;
  headers: IncomingMessage['headers'];
}

export interface IndexServer {
  /** Root of the simple index, with trailing slash. */
  url: string;
  origin: string;
  /** Every request so far. */
  requests: Request[];
}

export type Handler = (request: Request, response: ServerResponse) => void;

/** An HTTP server on loopback that lives as long as the test. Unknown paths get 404. */
export async function startIndexServer(
  context: TestContext,
  routes: Record<string, Handler>,
): Promise<IndexServer> {
  const requests: Request[] = [];
  const server = createServer((message, response) => {
    const request = { path: message.url ?? '', headers: message.headers };
    requests.push(request);
    const handler = routes[request.path];
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `${origin}/simple/`, origin, requests };
}

export function reply(contentType: string, body: string | Uint8Array): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': contentType }).end(body);
  };
}

export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

/** A PEP 691 project page. */
export function jsonPage(files: unknown[], apiVersion = '1.1'): Handler {
  return reply(JSON_TYPE, JSON.stringify({ meta: { 'api-version': apiVersion }, name: 'pkg', files }));
}

export function redirect(location: string): Handler {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
  };
}
