import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** A native binary that unpacks itself. */
export const rule = defineRule({
  id: 'binary/packed-program',
  title: 'ships a native program that is packed or encrypted',
  version: 1,
  state: 'enforced',
  attack: ['T1027.002'],
  messages: { packed: 'The program is packed ({how})' },
  detect(facts, report) {
    for (const { role, packer, packedSections, at, phase } of facts.of('binary')) {
      const program = role === 'executable' || role === 'dotnet' || role === 'driver';
      if (packer === null && !(program && packedSections.length > 0)) continue;
      report({ message: 'packed', at, phase, data: { how: packer ?? `sections ${list(packedSections)}` } });
    }
  },
});
