import type { ArchiveAnomalyCode } from '../../../contracts/member.ts';
import { defineRule } from '../../define-rule.ts';
import { nestedArchives } from '../../support/archive.ts';

const MISLEADING: ReadonlySet<ArchiveAnomalyCode> = new Set<ArchiveAnomalyCode>([
  'path-bidi',
  'path-control-character',
  'path-unicode-collision',
  'path-backslash',
]);

/** A member's name reads differently from what it is. */
export const rule = defineRule({
  id: 'archive/misleading-path',
  title: 'carries members whose names deceive',
  version: 2,
  state: 'enforced',
  attack: ['T1036.002', 'T1036.007'],
  messages: { misleading: 'The name of a member deceives: {detail}' },
  detect(facts, report) {
    const nested = nestedArchives(facts);
    for (const fact of facts.of('archive')) {
      const { anomaly, detail, at, phase } = fact;
      if (MISLEADING.has(anomaly) && !nested(fact))
        report({ message: 'misleading', at, phase, data: { detail } });
    }
  },
});
