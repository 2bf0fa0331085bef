import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

const DECODERS = /b64|base64|b32|b85|a85|hex|zlib|decompress|rot|decrypt|marshal/i;

/** Decoded constant → the address that is contacted. */
export const rule = defineRule({
  id: 'network/contacts-decoded',
  title: 'contacts an address that it decodes',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1071.001'],
  messages: { contacted: '{sink} contacts an address that comes out of {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'contacted',
      sources: ['decoded', 'decrypted'],
      sinks: ['network-address', 'dns-name'],
      // An address that stays unknown is a protocol's business more often than a hide-out.
      where: ({ source, sink }) =>
        DECODERS.test(source.name) &&
        /^[1-9]\d* characters$/.test(source.detail) &&
        /[a-z0-9]{3}/i.test(sink.detail),
    });
  },
});
