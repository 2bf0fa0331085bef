import { defineRule } from '../../define-rule.ts';

/** Code deletes or rewrites its own file. */
export const rule = defineRule({
  id: 'evasion/removes-itself',
  title: 'removes or rewrites its own source',
  version: 2,
  state: 'enforced',
  attack: ['T1070.004', 'T1036'],
  messages: {
    deleted: 'The member deletes its own file ({detail})',
    rewritten: 'The member writes over its own source ({detail})',
    command: 'The command deletes the script it runs from: {detail}',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'self-delete') report({ message: 'deleted', at, phase, data: { detail } });
      // A module that is run by hand may regenerate the tables in it.
      if (behaviour === 'own-source-rewrite' && phase !== 'call' && phase !== 'development')
        report({ message: 'rewritten', at, phase, data: { detail } });
    }
    for (const { api, args, at, phase } of facts.calls('os.remove', 'os.unlink', 'pathlib.Path.unlink')) {
      if (/^__file__\b|^sys\.argv\[0\]/.test(args[0]?.text ?? ''))
        report({ message: 'deleted', at, phase, data: { detail: api } });
    }
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !features.includes('self-delete')) continue;
      report({ message: 'command', at, phase, data: { detail: text } });
    }
  },
});
