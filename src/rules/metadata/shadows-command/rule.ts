import { defineRule } from '../../define-rule.ts';

/** Commands that people type without thinking which file runs. */
const COMMANDS =
  /^(?:pip|pip3|python|python3|uv|conda|git|ls|cat|cd|su|sudo|ssh|scp|curl|wget|touch|rm|cp|docker|kubectl|npm|node|npx|aws|gcloud|az|terraform|heroku|dotnet|make|bash|sh|systemctl|apt|brew)$/;

/** A console script has the name of a common command that is not the distribution's own. */
export const rule = defineRule({
  id: 'metadata/shadows-command',
  title: 'installs a command under the name of a common one',
  version: 1,
  state: 'enforced',
  attack: ['T1574.007', 'T1036.005'],
  messages: { shadows: 'The command {command} runs {target}' },
  detect(facts, report) {
    for (const { entryPoints, at, phase } of facts.of('metadata')) {
      for (const entry of entryPoints) {
        const [, command = '', target = ''] =
          /^(?:(?:console|gui)_scripts:)?\s*([\w.-]+)\s*=\s*(.+)$/.exec(entry) ?? [];
        if (!COMMANDS.test(command) || target.startsWith(command.replace(/3$/, ''))) continue;
        report({ message: 'shadows', at, phase, data: { command, target } });
      }
    }
  },
});
