/** A server of a test's own: the whole service behind a real socket, with somebody of every role. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROLES, type Role } from '../../src/contracts/service.ts';
import { addUser, setPassword } from '../../src/http/accounts.ts';
import { readConfig } from '../../src/serve/config.ts';
import { type RunningServer, startServer } from '../../src/serve/serve.ts';
import { createToken } from '../../src/store/tokens.ts';
import { openTemplateDatabase } from './database.ts';

export const PASSWORD = 'correct horse battery';

export interface TestServer extends RunningServer {
  folder: string;
  /** A token of each role. */
  tokens: Record<Role, string>;
  /** Every log line so far. */
  logs: string[];
  /** Sends a request, as the owner of a token unless null. */
  send(method: string, target: string, options?: SendOptions): Promise<Answer>;
  /** Signs in as an account made for the purpose, and sends requests as its browser would. */
  browser(role: Role): Promise<Browser>;
}

export interface SendOptions {
  as?: Role | null;
  token?: string;
  headers?: Record<string, string>;
  json?: unknown;
  body?: NonNullable<RequestInit['body']>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any;
}

export interface Browser {
  name: string;
  cookie: string;
  csrf: string;
  send(method: string, target: string, options?: SendOptions): Promise<Answer>;
}

/** @param flags settings by dotted path; scans run only when `scan.processes` is given */
export async function openTestServer(flags: Record<string, unknown> = {}): Promise<TestServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-http-'));
  const logs: string[] = [];
  const config = await readConfig({
    flags: {
      data: folder,
      'listen.port': 0,
      'scan.processes': 0,
      'limits.requests-per-minute': 100_000,
      'limits.sign-ins-per-minute': 1000,
      'log.level': 'debug',
      ...flags,
    },
  });
  const server = await startServer(config, {
    database: await openTemplateDatabase(),
    logStream: { write: (line) => void logs.push(line) },
  });
  const { db } = server.service.database;
  const tokens = {} as Record<Role, string>;
  for (const role of ROLES) {
    const token = { name: role, role, uploader: role === 'uploader' ? 'someone' : null, actor: 'test' };
    tokens[role] = (await createToken(db, { ...token, expiresAt: null })).secret;
  }
  const send = (method: string, target: string, options: SendOptions = {}) => {
    const token = options.token ?? (options.as == null ? undefined : tokens[options.as]);
    return request(server.url, method, target, options, token === undefined ? {} : bearer(token));
  };
  return {
    ...server,
    folder,
    tokens,
    logs,
    send,
    browser: (role) => signIn(server, role),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function request(
  url: string,
  method: string,
  target: string,
  { headers, json, body }: SendOptions,
  own: Record<string, string>,
): Promise<Answer> {
  const typed: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
  const sent = json === undefined ? body : JSON.stringify(json);
  const response = await fetch(new URL(target, url), {
    method,
    headers: { ...typed, ...own, ...headers },
    redirect: 'manual',
    ...(sent === undefined ? {} : { body: sent }),
    ...(sent instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
  const isStream = /event-stream/.test(response.headers.get('content-type') ?? '');
  if (isStream) await response.body!.cancel();
  const text = isStream ? '' : await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

async function signIn({ url, service }: RunningServer, role: Role): Promise<Browser> {
  const name = `${role}-${randomBytes(3).toString('hex')}`;
  const { id } = await addUser(service.database, { name, role, actor: 'test' });
  await setPassword(service.database, id, PASSWORD, 'test');
  const answer = await request(url, 'POST', '/api/v1/session', { json: { name, password: PASSWORD } }, {});
  const cookie = answer.headers.getSetCookie()[0]!.split(';', 1)[0]!;
  const { csrf } = answer.json as { csrf: string };
  return {
    name,
    cookie,
    csrf,
    send: (method, target, options = {}) =>
      request(url, method, target, options, { cookie, 'x-csrf-token': csrf }),
  };
}
