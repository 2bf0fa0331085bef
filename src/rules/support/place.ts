import type { FactOf, FlowFact } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import type { IndicatorType } from '../../contracts/result.ts';
import { groupByPath } from './near.ts';

/** Kinds of addresses that nobody can be held to. */
const THROWAWAY: readonly IndicatorType[] = ['onion', 'paste', 'file-host', 'tunnel', 'callback-host'];

/** Addresses of chats with their key: a placeholder or a prefix leads nowhere. */
const COMPLETE: Readonly<Partial<Record<IndicatorType, RegExp>>> = {
  'discord-webhook': /\/webhooks\/\d{15,21}\/[\w-]{30,}/,
  'telegram-bot': /\d{6,12}:[\w-]{30,}/,
  'slack-webhook': /\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/,
};

/** A complete webhook or bot address. */
export function isChatAddress({ type, value }: FactOf<'indicator'>): boolean {
  return COMPLETE[type]?.test(value) ?? false;
}

/** Loopback, private, link-local, unspecified and carrier-grade addresses: not the public network. */
const NOT_PUBLIC =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.)/;

/** Public resolvers and the like that stand in code as examples of an address. */
const WELL_KNOWN = /^(?:8\.8\.[48]\.[48]|1\.[01]\.[01]\.1|9\.9\.9\.9|208\.67\.22[02]\.22[02]|1\.2\.3\.4)$/;

/** An address of the public network without a name. */
export function isPublicAddress({ type, value }: FactOf<'indicator'>): boolean {
  return type === 'ip' && isPublic(value);
}

/** A dotted address outside private and reserved networks, and none that stands in code as an example. */
export function isPublic(address: string): boolean {
  return /^[\d.]+$/.test(address) && !NOT_PUBLIC.test(address) && !WELL_KNOWN.test(address);
}

/** Adds the dotted IPv4 addresses of a text. */
export function addAddresses(addresses: Set<string>, text: string): void {
  for (const [address] of text.matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g))
    addresses.add(address);
}

/** Addresses that stand in no literal of the distribution, whole ones only. */
export function hiddenAddresses(facts: FactIndex): FactOf<'indicator'>[] {
  const addresses = facts.of('indicator').filter((fact) => ADDRESSES.includes(fact.type));
  const shown = new Set(addresses.filter((fact) => !fact.hidden).map(hostOf));
  return addresses.filter((fact) => fact.hidden && isWhole(fact.value) && !shown.has(hostOf(fact)));
}

const ADDRESSES: readonly IndicatorType[] = [
  'url',
  'ip',
  'discord-webhook',
  'telegram-bot',
  'slack-webhook',
  'onion',
  'paste',
  'file-host',
  'tunnel',
  'callback-host',
  'ip-lookup',
];

/** Unknown parts mean a template; other scripts are written with escapes in the source: nothing was recovered. */
function isWhole(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value) && !/[{}<>[\]]/.test(value);
}

/** Joining a base that stands in the source with a path hides nothing. */
function hostOf({ value }: FactOf<'indicator'>): string {
  return (/^[a-z+]+:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value)?.[1] ?? value).toLowerCase();
}

/** By member: webhooks, pastes, tunnels, bare public addresses, and hidden ones where a decoded one is contacted. */
export function throwawayPlaces(facts: FactIndex): Map<string, FactOf<'indicator'>[]> {
  const decoding = new Set(
    facts.flows(['decoded', 'decrypted'], ['network-address']).map((flow) => flow.at.path),
  );
  const hidden = hiddenAddresses(facts).filter(
    (fact) => fact.at.layer !== null || decoding.has(fact.at.path),
  );
  const open = facts
    .of('indicator')
    .filter((fact) => THROWAWAY.includes(fact.type) || isChatAddress(fact) || isPublicAddress(fact));
  return groupByPath([...open, ...hidden]);
}

/** The place that a value goes to or comes from: named by that end of the flow, else any of the same member. */
export function placeOf(
  flow: FlowFact,
  end: 'source' | 'sink',
  places: ReadonlyMap<string, FactOf<'indicator'>[]>,
): FactOf<'indicator'> | undefined {
  const { detail } = flow[end];
  const near = places.get(flow.at.path) ?? [];
  if (!/^https?:\/\//.test(detail)) return near[0];
  return near.find((place) => detail.includes(place.value) || place.value.includes(detail));
}
