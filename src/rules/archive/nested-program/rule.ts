import type { MemberType } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';

const PROGRAMS: readonly MemberType[] = ['pe', 'elf', 'macho', 'vbscript', 'powershell', 'batch', 'shortcut'];

/** A program inside an archive inside the distribution. */
export const rule = defineRule({
  id: 'archive/nested-program',
  title: 'carries a program inside a nested archive',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1027.009'],
  messages: { nested: 'A nested archive holds a {type} file' },
  detect(facts, report) {
    for (const { type, at, phase } of facts.of('member')) {
      if (at.path.includes('!/') && PROGRAMS.includes(type))
        report({ message: 'nested', at, phase, data: { type } });
    }
  },
});
