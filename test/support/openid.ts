/** A real OpenID Connect provider on loopback, and a browser's way through it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestProvider {
  issuer: string;
  /** Claims by name that somebody signs in with there; the name is the subject. */
  people: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

export const CLIENT = { id: 'lazaret', secret: 'a secret of the client, for tests only' };

/** @param callback where the provider may send browsers; known once the service listens */
export async function openProvider(callback: () => string): Promise<TestProvider> {
  const people: TestProvider['people'] = new Map();
  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    const answer = handle ?? build();
    handle = answer;
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It brings no types of its own.
  const { default: Provider } = await import('oidc-provider' as string);

  function build(): NonNullable<typeof handle> {
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback()] }],
      claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
      pkce: { required: () => true },
      cookies: { keys: ['keys of a test'] },
      findAccount: (_context: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, ...people.get(sub) }),
      }),
      loadExistingGrant: async (context: { oidc: Record<string, never> }) => {
        const { client, session } = context.oidc as never as {
          client: { clientId: string };
          session: { accountId: string };
        };
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    return provider.callback();
  }

  return {
    issuer,
    people,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export interface Stop {
  status: number;
  url: string;
  text: string;
}

/** What a browser does with addresses, redirects, cookies and the provider's form; one jar a host. */
export class Walker {
  readonly jars = new Map<string, Map<string, string>>();

  /** Goes there and on until there is no redirect, or one to `until`. */
  async go(address: string, until?: string, init: RequestInit = {}): Promise<Stop> {
    let [url, options] = [address, init];
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await this.ask(url, options);
      const text = await response.text();
      const location = response.headers.get('location');
      if (location === null) return { status: response.status, url, text };
      url = new URL(location, url).href;
      options = {};
      if (until !== undefined && url.startsWith(until)) return { status: response.status, url, text };
    }
    throw new Error(`${url} redirects without end`);
  }

  /** Leaves from a page, signs in at the provider, and follows where it sends. */
  async signIn(start: string, name: string, until?: string): Promise<Stop> {
    const form = await this.go(start);
    const body = new URLSearchParams({ prompt: 'login', login: name, password: 'any' });
    return this.go(form.url, until, { method: 'POST', body });
  }

  cookies(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }

  private async ask(url: string, init: RequestInit): Promise<Response> {
    const jar = this.cookies(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const end = pair.indexOf('=');
      if (pair.slice(end + 1) === '') jar.delete(pair.slice(0, end));
      else jar.set(pair.slice(0, end), pair.slice(end + 1));
    }
    return response;
  }
}
