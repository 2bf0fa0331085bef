import { defineRule } from '../../define-rule.ts';

/** Decoders of text and of compressed bytes. */
const DECODERS =
  /^(?:base64\.\w*decode\w*|binascii\.(?:unhexlify|a2b_\w+)|zlib\.decompress|lzma\.decompress|bz2\.decompress|gzip\.decompress|marshal\.loads|codecs\.decode|builtins\.bytes\.fromhex|builtins\.bytearray\.fromhex)$/;

/** The build script decodes something. */
export const rule = defineRule({
  id: 'install/decodes',
  title: 'decodes something in its build script',
  version: 1,
  state: 'enforced',
  attack: ['T1140', 'T1027.013', 'T1195.002'],
  messages: { decodes: '{api} is called in the build script' },
  detect(facts, report) {
    for (const { api, at, phase } of facts.of('call')) {
      if (phase !== 'install' || !SCRIPT.test(at.path) || !DECODERS.test(api)) continue;
      report({ message: 'decodes', at, phase, data: { api } });
    }
  },
});

const SCRIPT = /(?:^|\/)setup\.py$/;
