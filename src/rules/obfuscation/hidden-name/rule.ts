import { defineRule } from '../../define-rule.ts';

/** Modules and functions that touch files, network, processes or decoding. */
const TELLING =
  /^(?:os|sys|subprocess|socket|requests|urllib|http|base64|zlib|marshal|ctypes|builtins|shutil|winreg|platform|getpass|cryptography|Crypto|lzma|bz2|codecs|binascii|tempfile|threading|runpy|importlib|types|pickle)(?:\.|$)/;

/** Any name that touches the outside is computed, or run-time names are looked up to hide them. */
export const rule = defineRule({
  id: 'obfuscation/hidden-name',
  title: 'computes the names of modules and functions',
  version: 1,
  state: 'enforced',
  attack: ['T1027'],
  messages: { computed: '{target} is reached through a computed name ({via})' },
  detect(facts, report) {
    for (const { target, via, computed, at, phase } of facts.of('hidden-name')) {
      if (!computed || !TELLING.test(target)) continue;
      report({ message: 'computed', at, phase, data: { target, via: via.replace('-', ' ') } });
    }
  },
});
