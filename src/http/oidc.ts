/** Signing in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
import * as client from 'openid-client';
import { ROLES, type Role } from '../contracts/service.ts';
import { recordAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { linkSubject, type User, userBySubject } from '../store/users.ts';
import { addUser, changeUser } from './accounts.ts';
import { Problem } from './problem.ts';

export interface OidcOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says. */
  label: string;
  /** Claim that is the name of the account. */
  nameClaim: string;
  /** Claim whose value, or values, give the role. */
  roleClaim: string;
  /** Role by value of that claim; with none, accounts keep the role they were given here. */
  roles: ReadonlyMap<string, Role>;
  /** Whether an account is made at the first sign-in; else an administrator has to have added the name. */
  create: boolean;
}

/** What the browser keeps between leaving for the provider and coming back. */
export interface Departure {
  state: string;
  nonce: string;
  verifier: string;
}

export interface OidcClient {
  /** Where to send the browser. @throws when the provider does not answer */
  leave(redirectUri: string): Promise<{ address: string; departure: Departure }>;
  /** Claims of whoever came back. @throws when it is not an answer to that departure */
  arrive(address: URL, departure: Departure): Promise<{ subject: string; claims: Claims }>;
}

type Claims = Readonly<Record<string, unknown>>;

/** The provider is asked for what it offers at the first sign-in, so that the service starts without it. */
export function oidcClient({ issuer, clientId, clientSecret }: OidcOptions): OidcClient {
  let found: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    found ??= discover(issuer, clientId, clientSecret).catch((error) => {
      found = null;
      throw error;
    });
    return found;
  };
  return {
    leave: async (redirectUri) => {
      const config = await configuration();
      const departure = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: departure.state,
        nonce: departure.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, departure };
    },
    arrive: async (address, { state, nonce, verifier }) => {
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const own = tokens.claims()!;
      const asked = config.serverMetadata().userinfo_endpoint !== undefined;
      const more = asked ? await client.fetchUserInfo(config, tokens.access_token, own.sub) : {};
      return { subject: own.sub, claims: { ...more, ...own } };
    },
  };
}

/** Without https only on this machine. */
function discover(issuer: string, clientId: string, secret: string): Promise<client.Configuration> {
  const url = new URL(issuer);
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return client.discovery(url, clientId, secret, undefined, {
    execute: isHere ? [client.allowInsecureRequests] : [],
  });
}

/**
 * The account of somebody whom the provider knows. It is found by the provider's subject, which does not change; at the first
 * time by name, but only when it has no password: whoever may choose a name at the provider takes no account over.
 * @throws Problem 403 when they may not in
 */
export async function accountOf(
  database: Database,
  options: OidcOptions,
  { subject: own, claims }: { subject: string; claims: Claims },
): Promise<User> {
  const subject = `${options.issuer} ${own}`;
  const role = roleOf(claims, options);
  const name = claims[options.nameClaim];
  const known = await userBySubject(database.db, subject);
  const user = known ?? (await firstTime(database, options, { subject, name, role }));
  if (user.disabledAt !== null) throw stranger('The account is disabled.');
  if (role === null || role === user.role) return user;
  await changeUser(database, user.id, { role }, 'oidc');
  return { ...user, role };
}

async function firstTime(
  database: Database,
  { create, nameClaim }: OidcOptions,
  { subject, name, role }: { subject: string; name: unknown; role: Role | null },
): Promise<User> {
  if (typeof name !== 'string') throw stranger(`The provider does not say ${nameClaim}.`);
  if (create && role !== null) {
    // Somebody may have added the name already: then it is only linked.
    await addUser(database, { name, role, actor: 'oidc' }).catch((error) => {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
    });
  }
  return database.db.transaction(async (tx) => {
    const user = await linkSubject(tx, name, subject);
    if (user === null) {
      throw stranger(`There is no account ${name} without a password: ask an administrator to add it.`);
    }
    await recordAudit(tx, 'oidc', 'user.link', `user:${user.id}`, { subject });
    return user;
  });
}

/** The highest role that a value of the claim gives; null when no roles are mapped. @throws Problem 403 for none */
function roleOf(claims: Claims, { roles, roleClaim }: OidcOptions): Role | null {
  if (roles.size === 0) return null;
  const values = [claims[roleClaim]].flat().filter((value) => typeof value === 'string');
  const given = new Set(values.map((value) => roles.get(value)));
  const highest = ROLES.findLast((role) => given.has(role));
  if (highest === undefined) throw stranger(`Nothing in ${roleClaim} gives a role here.`);
  return highest;
}

function stranger(detail: string): Problem {
  return new Problem(403, 'Forbidden', detail);
}
