import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Answer of the network → decoder → a program file. */
export const rule = defineRule({
  id: 'network/downloads-encoded-program',
  title: 'downloads a program as text that it has to decode',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1140', 'T1027.013'],
  messages: { written: '{sink} becomes a program that {source} sends encoded' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: ['network-response'],
      sinks: ['executable-write', 'process', 'native-load'],
      where: ({ steps }) => steps.some(({ text }) => DECODES.test(text)),
    });
  },
});

/** Decoders by which text becomes a program; archives and checksums are not among them. */
const DECODES = /unhexlify|b(?:16|32|64|85)decode|a85decode|fromhex|a2b_|decrypt|base64\.decode/;
