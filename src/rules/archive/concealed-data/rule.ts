import type { ArchiveAnomalyCode } from '../../../contracts/member.ts';
import { defineRule } from '../../define-rule.ts';
import { nestedArchives } from '../../support/archive.ts';

const CONCEALED: ReadonlySet<ArchiveAnomalyCode> = new Set<ArchiveAnomalyCode>([
  'zip-prefix-data',
  'zip-trailing-data',
  'zip-gap-data',
  'zip-comment-payload',
  'tar-data-after-end',
  'gzip-trailing-junk',
  'gzip-multiple-members',
]);

/** Data lies where no reader of members looks. */
export const rule = defineRule({
  id: 'archive/concealed-data',
  title: 'carries data outside of its members',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1564'],
  messages: { concealed: 'Data lies outside of the members: {detail}' },
  detect(facts, report) {
    const nested = nestedArchives(facts);
    for (const fact of facts.of('archive')) {
      const { anomaly, detail, at, phase } = fact;
      if (CONCEALED.has(anomaly) && !nested(fact))
        report({ message: 'concealed', at, phase, data: { detail } });
    }
  },
});
