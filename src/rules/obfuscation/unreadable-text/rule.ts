import type { FactOf, SinkKind, TextForm } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { byMember, list, pathsOf } from '../../support/near.ts';

const UNREADABLE: readonly TextForm[] = [
  'opaque-identifiers',
  'high-entropy-literal',
  'long-literal',
  'escaped-literal',
  'numeric-array',
  'one-line-program',
  'many-escapes',
  'encrypted-looking',
  'non-latin-identifiers',
  'invisible-character',
  'nul-bytes',
  'long-line',
];

/** Forms that say much on their own. */
const STRONG: readonly TextForm[] = [
  'encrypted-looking',
  'opaque-identifiers',
  'one-line-program',
  'escaped-literal',
  'non-latin-identifiers',
];

/** Forms of data, as opposed to forms of code. */
const DATA: readonly TextForm[] = [
  'encrypted-looking',
  'high-entropy-literal',
  'long-literal',
  'numeric-array',
  'many-escapes',
  'long-line',
];

/** Ways by which data becomes code. */
const RUNS = [
  'builtins.exec',
  'builtins.eval',
  'builtins.compile',
  'builtins.__import__',
  'builtins.getattr',
  'builtins.globals',
  'marshal.loads',
  'pickle.loads',
  'types.FunctionType',
];
const ENDS: readonly SinkKind[] = [
  'code-execution',
  'process',
  'dynamic-import',
  'deserialise',
  'native-load',
  'memory',
];

/** Characters of a line that nobody writes by hand. */
const LONG_LINE = 2000;

/** Several marks of machine-made obfuscation in one member. */
export const rule = defineRule({
  id: 'obfuscation/unreadable-text',
  title: 'carries a source text that is made to be unreadable',
  version: 2,
  state: 'enforced',
  attack: ['T1027'],
  messages: { forms: 'The text of {path} shows {forms}' },
  detect(facts, report) {
    const acting = pathsOf([...facts.of('hidden-name'), ...facts.of('layer'), ...facts.calls(...RUNS)]);
    for (const flow of facts.flows(null, ENDS)) acting.add(flow.at.path);
    for (const [path, found] of byMember(facts.of('text-form').filter(isMark))) {
      const strong = found.find((fact) => STRONG.includes(fact.form));
      const kinds = [...new Set(found.map((fact) => fact.form.replaceAll('-', ' ')))];
      if (strong === undefined || kinds.length < 2) continue;
      // A table of packed data in a module that runs nothing is data; whoever runs it is seen doing so.
      if (found.every(({ form }) => DATA.includes(form)) && !acting.has(path)) continue;
      report({ message: 'forms', at: strong.at, phase: strong.phase, data: { path, forms: list(kinds) } });
    }
  },
});

function isMark({ form, amount, at }: FactOf<'text-form'>): boolean {
  if (at.layer !== null || !UNREADABLE.includes(form)) return false;
  return form !== 'long-line' || amount >= LONG_LINE;
}
