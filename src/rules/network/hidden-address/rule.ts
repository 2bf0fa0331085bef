import type { IndicatorType } from '../../../contracts/result.ts';
import { defineRule } from '../../define-rule.ts';

const ADDRESSES: readonly IndicatorType[] = [
  'url',
  'domain',
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
    for (const { type, value, hidden, at, phase } of facts.of('indicator')) {
      if (hidden && ADDRESSES.includes(type)) report({ message: 'hidden', at, phase, data: { value } });
    }
  },
});
