/** Which network addresses may be contacted on a stranger's word: public ones only. */
import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291): everything else is local, mapped, reserved or not assigned. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Public by number, and the inside of a cloud by meaning: Azure's wire server. */
const INSIDE = new Set(['168.63.129.16']);

/**
 * Whether an address is public. Loopback, private, link-local (which holds the metadata services of clouds),
 * carrier-grade, multicast, reserved, documentation, tunnelled and mapped forms of those are not.
 * @param address as a resolver returns it; anything that is none is not public
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in an IPv6 coat is judged as what it is.
  const bare = ipaddr.process(address);
  if (bare.range() !== 'unicast') return false;
  if (bare.kind() === 'ipv4') return !INSIDE.has(bare.toString());
  return (bare as ipaddr.IPv6).match(GLOBAL_IPV6);
}

/** Whether a host is written as a number. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}
