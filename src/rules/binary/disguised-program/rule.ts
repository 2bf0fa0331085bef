import type { MemberType } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';

const PROGRAMS: readonly MemberType[] = [
  'pe',
  'elf',
  'macho',
  'vbscript',
  'powershell',
  'batch',
  'shortcut',
  'jar',
  'bytecode',
];

/** A program under the suffix of something else. */
export const rule = defineRule({
  id: 'binary/disguised-program',
  title: 'carries a program disguised as another kind of file',
  version: 1,
  state: 'enforced',
  attack: ['T1036.008'],
  messages: { disguised: 'The content is of type {type}; the name says otherwise' },
  detect(facts, report) {
    for (const { type, suffixAgrees, at, phase } of facts.of('member')) {
      if (!suffixAgrees && PROGRAMS.includes(type))
        report({ message: 'disguised', at, phase, data: { type } });
    }
  },
});
