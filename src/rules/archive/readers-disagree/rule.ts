import type { ArchiveAnomalyCode } from '../../../contracts/member.ts';
import { defineRule } from '../../define-rule.ts';
import { nestedArchives } from '../../support/archive.ts';

/** Structures that make two readers of the same archive see different members. */
const DISAGREEMENTS: ReadonlySet<ArchiveAnomalyCode> = new Set<ArchiveAnomalyCode>([
  'zip-local-central-mismatch',
  'zip-overlapping-entries',
  'zip-multiple-eocd',
  'zip-eocd-mismatch',
  'zip-zip64-inconsistent',
  'zip-local-only-entry',
  'zip-unicode-path-extra',
  'zip-size-mismatch',
  'polyglot',
]);

/** The archive holds different members for different readers. */
export const rule = defineRule({
  id: 'archive/readers-disagree',
  title: 'shows different members to different readers',
  version: 1,
  state: 'enforced',
  attack: ['T1036', 'T1027'],
  messages: { disagree: 'Readers of this archive disagree: {detail}' },
  detect(facts, report) {
    const nested = nestedArchives(facts);
    for (const fact of facts.of('archive')) {
      const { anomaly, detail, at, phase } = fact;
      if (!DISAGREEMENTS.has(anomaly) || nested(fact)) continue;
      report({ message: 'disagree', at, phase, data: { detail } });
    }
  },
});
