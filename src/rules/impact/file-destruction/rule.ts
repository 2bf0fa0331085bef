import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { pathsOf } from '../../support/near.ts';
import { isUnasked } from '../../support/phase.ts';

/** Everything of a user or a machine, as opposed to a folder of the program's own. */
const WHOLE =
  /^(?:~|\/|\/home|\/root|\/users|[a-z]:[\\/]{0,2}|%userprofile%|%homepath%|[<«]pathlib\.Path\.home@\d+[>»])$/i;

/** Files of the victim are deleted unasked, or a ransom text stands beside code that rewrites files. */
export const rule = defineRule({
  id: 'impact/file-destruction',
  title: 'destroys or encrypts files of the user',
  version: 1,
  state: 'enforced',
  attack: ['T1485', 'T1486'],
  messages: {
    deleted: '{sink} deletes what {source} lists',
    folder: '{api} deletes {folder}',
    ransom: 'A ransom text ({text}) stands beside code that rewrites or deletes files',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'deleted',
      sources: ['directory-listing'],
      sinks: ['file-delete'],
      where: (flow) => isUnasked(flow.phase) && WHOLE.test(flow.source.detail),
    });
    for (const { api, args, at, phase } of facts.calls('shutil.rmtree', 'os.removedirs')) {
      const folder = String(args[0]?.constant ?? args[0]?.text ?? '');
      if (WHOLE.test(folder)) report({ message: 'folder', at, phase, data: { api, folder } });
    }
    const rewrites = pathsOf(
      facts.flows(['directory-listing', 'file-content'], ['file-write', 'file-delete']),
    );
    for (const { category, text, at, phase } of facts.of('sensitive-name')) {
      if (category !== 'ransom-wording' || !rewrites.has(at.path)) continue;
      report({ message: 'ransom', at, phase, data: { text } });
    }
  },
});
