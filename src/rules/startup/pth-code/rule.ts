import type { Fact } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { groupByPath } from '../../support/near.ts';

/** All that a namespace declaration imports and calls. */
const NAMESPACE_IMPORTS = /^(?:sys|types|os|importlib(?:\.util|\.machinery)?)$/;
const NAMESPACE_CALLS =
  /^(?:sys\._getframe|sys\.modules\.setdefault|types\.ModuleType|importlib\.util\.module_from_spec|importlib\.machinery\.PathFinder\.find_spec|builtins\.__import__|os\.path\.\w+)$/;

/** A .pth file executes code at every start of the interpreter. */
export const rule = defineRule({
  id: 'startup/pth-code',
  title: 'runs code at every start of the interpreter through a .pth file',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1574'],
  messages: { runs: 'This line runs whenever Python starts: {text}' },
  detect(facts, report) {
    const startup = groupByPath(facts.all().filter((fact) => fact.at.path.endsWith('.pth')));
    for (const { text, at, phase } of facts.of('pth')) {
      const here = startup.get(at.path) ?? [];
      if (here.some((fact) => fact.kind === 'call') && here.every(belongsToNamespace)) continue;
      report({ message: 'runs', at, phase, data: { text } });
    }
  },
});

/**
 * What the lines do, not how they read: a payload behind a copied declaration imports or calls something else.
 */
function belongsToNamespace(fact: Fact): boolean {
  switch (fact.kind) {
    case 'import':
      return !fact.own && NAMESPACE_IMPORTS.test(fact.module);
    case 'call':
      return NAMESPACE_CALLS.test(fact.api);
    case 'hidden-name':
      return !fact.computed && NAMESPACE_CALLS.test(fact.target);
    case 'flow':
    case 'layer':
    case 'command':
    case 'behaviour':
      return false;
    default:
      return true;
  }
}
