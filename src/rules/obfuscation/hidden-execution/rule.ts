import { defineRule } from '../../define-rule.ts';

/** What a reader would search for: the names by which code, programs and libraries are started. */
const DANGEROUS =
  /^(?:(?:builtins\.)?(?:exec|eval|compile|__import__)|os\.(?:system|popen|startfile|exec\w*|spawn\w*)|subprocess(?:\.\w+)?|pty\.spawn|marshal\.loads|ctypes(?:\.\w+)*)$/;

/** A dangerous name is computed rather than written. */
export const rule = defineRule({
  id: 'obfuscation/hidden-execution',
  title: 'computes the name of a function that runs code or programs',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1059.006'],
  messages: { computed: '{target} is reached through a computed name ({via})' },
  detect(facts, report) {
    for (const { target, via, computed, at, phase } of facts.of('hidden-name')) {
      if (!computed || !DANGEROUS.test(target)) continue;
      report({ message: 'computed', at, phase, data: { target, via: via.replace('-', ' ') } });
    }
  },
});
