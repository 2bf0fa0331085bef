import { defineRule } from '../../define-rule.ts';

/** Modules and functions that touch files, network, processes or decoding. */
const TELLING =
  /^(?:os|sys|subprocess|socket|requests|urllib|http|base64|zlib|marshal|ctypes|builtins|shutil|winreg|platform|getpass|cryptography(?!\.hazmat\.primitives\.(?:hashes|asymmetric))|Crypto(?!\.Hash)|lzma|bz2|codecs|binascii|tempfile|threading|runpy|importlib|types|pickle)(?:\.|$)/;

/** Built-ins that reach nothing outside, and attributes of built-in types: tables of names of the language itself. */
const HARMLESS =
  /^builtins\.(?!(?:exec|eval|compile|__import__|open|getattr|setattr|delattr|globals|locals|vars|input|breakpoint|chr|ord|bytes|bytearray|map)$)/;

/** Any name that touches the outside is computed, or run-time names are looked up to hide them. */
export const rule = defineRule({
  id: 'obfuscation/hidden-name',
  title: 'computes the names of modules and functions',
  version: 2,
  state: 'enforced',
  attack: ['T1027'],
  messages: { computed: '{target} is reached through a computed name ({via})' },
  detect(facts, report) {
    for (const { target, via, computed, at, phase } of facts.of('hidden-name')) {
      if (!computed || !TELLING.test(target) || HARMLESS.test(target)) continue;
      report({ message: 'computed', at, phase, data: { target, via: via.replace('-', ' ') } });
    }
  },
});
