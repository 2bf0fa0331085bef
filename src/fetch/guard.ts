/** What may be fetched, decided twice: by the address as it is written, and by where its name leads. */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { InfrastructureError } from '../contracts/errors.ts';
import { isAddress, isPublicAddress } from './address.ts';
import { type Allowlist, hostOf, portOf } from './allowlist.ts';

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

const PORTS = new Set(['80', '443']);

/**
 * An address that may be contacted, as far as its text tells.
 * @param base what a redirect is relative to
 * @throws InfrastructureError `address-refused`
 */
export function admitted(address: string, allowed: Allowlist, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw refused('that is no address');
  const url = new URL(address, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(`${url.protocol} is not http or https`);
  }
  if (base?.protocol === 'https:' && url.protocol === 'http:') {
    throw refused('a redirect leads from https to http');
  }
  if (allowed.has(url)) return url;
  const host = hostOf(url);
  if (!PORTS.has(portOf(url))) throw refused(`port ${portOf(url)} is not one of the web`);
  if (!isAddress(host)) return url;
  if (!isPublicAddress(host)) throw refused(`${host} is not a public address`);
  // 134744072, 010.8.8.8 and the like are addresses that somebody did not want to be read.
  if (!address.includes(host) && base === undefined) throw refused('its host is a number in disguise');
  return url;
}

/**
 * Resolves for a connection that is about to be made. The connection goes to exactly the addresses that were judged
 * here, so a name that answers differently the second time gains nothing.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    judged(resolve, host).then(
      (found) => {
        if (options.all === true) callback(null, [...found]);
        else callback(null, found[0]!.address, found[0]!.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}

async function judged(resolve: Resolve, host: string): Promise<readonly LookupAddress[]> {
  const found = await resolve(host);
  if (found.length === 0) throw new InfrastructureError('network', `${host} has no address`);
  // One private address among public ones is how a name is turned around between two looks.
  const inside = found.some(({ address }) => !isPublicAddress(address));
  if (inside) throw refused(`${host} leads to an address that is not public`);
  return found;
}

function refused(what: string): InfrastructureError {
  return new InfrastructureError('address-refused', what);
}
