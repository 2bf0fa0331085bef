import { defineRule } from '../../define-rule.ts';

/** Importable bytecode whose source is not shipped. */
export const rule = defineRule({
  id: 'binary/bytecode-without-source',
  title: 'ships bytecode without its source',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1059.006'],
  messages: { sourceless: 'The bytecode (Python {python}) is importable and has no source' },
  detect(facts, report) {
    for (const { hasSource, python, at, phase } of facts.of('bytecode')) {
      // A cached file is loaded only beside its source: a stale cache does nothing.
      if (hasSource || at.path.includes('__pycache__/')) continue;
      report({ message: 'sourceless', at, phase, data: { python } });
    }
  },
});
