import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A workflow of continuous integration is written unasked. */
export const rule = defineRule({
  id: 'persistence/workflow-write',
  title: 'puts a workflow into the repositories of its user',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1677', 'T1195.002'],
  messages: { writes: '{api} opens {path} for writing' },
  detect(facts, report) {
    for (const { api, args, keywords, at, phase } of facts.of('call')) {
      const path = args[0]?.text ?? keywords.file?.text ?? '';
      const mode = String(args[1]?.constant ?? keywords.mode?.constant ?? '');
      const writes =
        /(?:write_text|write_bytes)$/.test(api) || (api === 'builtins.open' && /[wax+]/.test(mode));
      if (writes && isUnasked(phase) && WORKFLOW.test(path))
        report({ message: 'writes', at, phase, data: { api, path } });
    }
  },
});

const WORKFLOW =
  /\.github[\\/]{1,2}workflows[\\/]|\.gitlab-ci\.yml|\.circleci[\\/]|azure-pipelines\.yml|\.git[\\/]{1,2}hooks[\\/]/;
