import type { FactOf } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { groupByPath } from '../../support/near.ts';

/** Reads or writes of the clipboard, whatever the library. */
const READS =
  /^(?:pyperclip|clipboard|xerox|klembord|win32clipboard|pandas)\.(?:paste|waitFor\w*|get\w*|Get\w*|read_clipboard)$/;
const WRITES = /^(?:pyperclip|clipboard|xerox|klembord|win32clipboard)\.(?:copy|set\w*|Set\w*)$/;

/** Forms of addresses: Ethereum, Bitcoin (old and new), Litecoin, Tron, Monero, Ripple, Solana. */
const ADDRESS =
  /^(?:0x[0-9a-fA-F]{40}|(?:bc1|ltc1)[02-9ac-hj-np-z]{25,62}|[13LMDTr][1-9A-HJ-NP-Za-km-z]{25,34}|[48][1-9A-HJ-NP-Za-km-z]{94}|[1-9A-HJ-NP-Za-km-z]{43,44})$/;

/** An address found in the clipboard is replaced. */
export const rule = defineRule({
  id: 'impact/clipboard-hijack',
  title: 'replaces addresses in the clipboard',
  version: 1,
  state: 'enforced',
  attack: ['T1115', 'T1565.002', 'T1657'],
  messages: {
    replaced: 'Addresses in the clipboard are replaced ({detail})',
    written: '{api} writes the address {address} into the clipboard, which the member also reads',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'address-replaced') report({ message: 'replaced', at, phase, data: { detail } });
    }
    const wallets = groupByPath(facts.of('indicator').filter((fact) => fact.type === 'wallet'));
    const readers = new Set(facts.of('call').flatMap(({ api, at }) => (READS.test(api) ? [at.path] : [])));
    for (const call of facts.of('call')) {
      const address = WRITES.test(call.api) ? addressIn(call, wallets) : undefined;
      if (address === undefined || !readers.has(call.at.path)) continue;
      const { api, at, phase } = call;
      report({ message: 'written', at, phase, data: { api, address } });
    }
  },
});

/** A constant address that is written, or one that the member names where what is written is unknown. */
function addressIn(
  { args, at }: FactOf<'call'>,
  wallets: ReadonlyMap<string, FactOf<'indicator'>[]>,
): string | undefined {
  const value = args[0]?.constant;
  if (typeof value === 'string') return ADDRESS.test(value) ? value : undefined;
  return wallets.get(at.path)?.[0]?.value;
}
