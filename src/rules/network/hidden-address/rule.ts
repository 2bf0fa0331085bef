import type { FactOf } from '../../../contracts/fact.ts';
import type { IndicatorType } from '../../../contracts/result.ts';
import { defineRule } from '../../define-rule.ts';

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

/** An address that no literal shows. */
export const rule = defineRule({
  id: 'network/hidden-address',
  title: 'hides the address that it contacts',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1071.001'],
  messages: { hidden: 'The address {value} is visible only after decoding' },
  detect(facts, report) {
    const addresses = facts.of('indicator').filter((fact) => ADDRESSES.includes(fact.type));
    const shown = new Set(addresses.filter((fact) => !fact.hidden).map(hostOf));
    for (const fact of addresses) {
      if (!fact.hidden || !isWhole(fact.value) || shown.has(hostOf(fact))) continue;
      report({ message: 'hidden', at: fact.at, phase: fact.phase, data: { value: fact.value } });
    }
  },
});

/** Unknown parts mean a template; other scripts are written with escapes in the source: nothing was recovered. */
function isWhole(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value) && !/[{}<>]/.test(value);
}

/** Joining a base that stands in the source with a path hides nothing. */
function hostOf({ value }: FactOf<'indicator'>): string {
  return (/^[a-z+]+:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value)?.[1] ?? value).toLowerCase();
}
