import { defineRule } from '../../define-rule.ts';

/** A native program, not an extension module or a library. */
export const rule = defineRule({
  id: 'binary/program-shipped',
  title: 'ships a native program',
  version: 1,
  state: 'enforced',
  attack: ['T1204.002'],
  messages: { shipped: 'The member is a {format} {role} for {architecture}' },
  detect(facts, report) {
    for (const { format, role, architecture, at, phase } of facts.of('binary')) {
      if (role !== 'executable' && role !== 'dotnet' && role !== 'driver') continue;
      report({ message: 'shipped', at, phase, data: { format, role, architecture } });
    }
  },
});
