import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Commands against virus scanners, firewalls and security settings. */
export const rule = defineRule({
  id: 'command/tampers-with-defences',
  title: 'switches off or evades the machine’s defences',
  version: 1,
  state: 'enforced',
  attack: ['T1562.001', 'T1562.004'],
  messages: { tampers: 'The command acts on {what}: {text}' },
  detect(facts, report) {
    for (const { features, at, phase, text } of facts.of('command')) {
      const what = features.flatMap((feature) =>
        feature === 'defender-tamper'
          ? ['the virus scanner']
          : feature === 'firewall-tamper'
            ? ['the firewall']
            : [],
      );
      if (what.length > 0) report({ message: 'tampers', at, phase, data: { what: list(what), text } });
    }
  },
});
