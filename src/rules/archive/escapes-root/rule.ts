import type { ArchiveAnomalyCode } from '../../../contracts/member.ts';
import { defineRule } from '../../define-rule.ts';
import { nestedArchives } from '../../support/archive.ts';

const ESCAPES: ReadonlySet<ArchiveAnomalyCode> = new Set<ArchiveAnomalyCode>([
  'path-traversal',
  'path-absolute',
  'link-escapes-root',
  'device-member',
]);

/** A member would be written outside the folder it is unpacked to. */
export const rule = defineRule({
  id: 'archive/escapes-root',
  title: 'carries members that leave the folder they are unpacked to',
  version: 2,
  state: 'enforced',
  attack: ['T1574', 'T1036'],
  messages: { escapes: 'A member leaves its folder: {detail}' },
  detect(facts, report) {
    const nested = nestedArchives(facts);
    for (const fact of facts.of('archive')) {
      const { anomaly, detail, at, phase } = fact;
      if (ESCAPES.has(anomaly) && !nested(fact)) report({ message: 'escapes', at, phase, data: { detail } });
    }
  },
});
