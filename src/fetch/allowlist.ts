/** Hosts that an operator has named: they may be private and on any port. */
export interface Allowlist {
  has(url: URL): boolean;
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** @param entries `host`, which means every port of it, `host:port`, or an http(s) address, of which those count */
export function allowlist(entries: readonly string[]): Allowlist {
  const hosts = new Set(entries.map(entryOf));
  return {
    has: (url) => hosts.has(hostOf(url)) || hosts.has(`${hostOf(url)}:${portOf(url)}`),
  };
}

/** Host of an address in one spelling: lower case, without the brackets of IPv6 and the final dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

export function portOf(url: URL): string {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port;
}

function entryOf(entry: string): string {
  if (/^https?:\/\//i.test(entry)) {
    const url = new URL(entry);
    return `${hostOf(url)}:${portOf(url)}`;
  }
  // The parser of addresses spells hosts the same way as it will for those that are compared.
  const bare = /^[0-9a-f:]+$/i.test(entry) && entry.split(':').length > 2 ? `[${entry}]` : entry;
  const url = URL.canParse(`http://${bare}/`) ? new URL(`http://${bare}/`) : null;
  if (url === null) return entry;
  const port = /:(\d+)$/.exec(bare)?.[1];
  return port === undefined || bare.endsWith(']') ? hostOf(url) : `${hostOf(url)}:${Number(port)}`;
}
