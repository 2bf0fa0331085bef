import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';

/** Something is put where a browser loads its extensions from, or a browser is started with one. */
export const rule = defineRule({
  id: 'persistence/browser-extension',
  title: "puts an extension into the user's browser",
  version: 1,
  state: 'enforced',
  attack: ['T1176.001', 'T1185'],
  messages: {
    written: '{sink} changes what a browser loads',
    policy: 'The command forces an extension: {text}',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: null,
      sinks: ['code-file-write', 'file-write'],
      where: ({ sink }) => EXTENSIONS.test(sink.detail),
    });
    for (const { origin, at, phase, text } of facts.of('command'))
      if (origin !== 'member' && /ExtensionInstallForcelist/i.test(text))
        report({ message: 'policy', at, phase, data: { text } });
  },
});

const EXTENSIONS = /user data[\\/]{1,2}[^\\/]{1,64}[\\/]{1,2}(?:(?:local )?extension|secure preferences)/i;
