import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** Files of the victim are deleted unasked, or a ransom text stands beside code that rewrites files. */
export const rule = defineRule({
  id: 'impact/file-destruction',
  title: 'destroys or encrypts files of the user',
  version: 1,
  state: 'enforced',
  attack: ['T1485', 'T1486'],
  messages: {
    deleted: '{sink} deletes what {source} lists',
    ransom: 'A ransom text ({text}) stands beside code that rewrites or deletes files',
    command: 'The command deletes files: {text}',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'deleted',
      sources: ['directory-listing', 'user-identity'],
      sinks: ['file-delete'],
      where: (flow) => isUnasked(flow.phase) && flow.phase !== 'install',
    });
    const rewrites = facts.flows(['directory-listing', 'file-content'], ['file-write', 'file-delete']);
    for (const { category, text, at, phase } of facts.of('sensitive-name')) {
      if (category !== 'ransom-wording' || !rewrites.some((flow) => flow.at.path === at.path)) continue;
      report({ message: 'ransom', at, phase, data: { text } });
    }
  },
});
