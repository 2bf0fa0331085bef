import type { CommandFeature } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Features that no build, test or deployment script needs. Downloads and package installs are not among them. */
const HOSTILE: readonly CommandFeature[] = [
  'encoded-command',
  'hidden-window',
  'in-memory',
  'persistence',
  'self-delete',
  'living-off-the-land',
  'credential-access',
  'miner',
  'obfuscated',
  'environment-dump',
];

/** A script among the members does several things that no honest script does together. */
export const rule = defineRule({
  id: 'command/hostile-script',
  title: 'ships a script that fetches or hides code',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1105'],
  messages: { script: 'The script {path} combines {features}' },
  detect(facts, report) {
    for (const { origin, features, at, phase } of facts.of('command')) {
      if (origin !== 'member') continue;
      const hostile = HOSTILE.filter((feature) => features.includes(feature));
      const fetches =
        features.includes('download-execute') ||
        features.includes('send-data') ||
        features.includes('download');
      if (hostile.length < 2 && !(hostile.length === 1 && fetches)) continue;
      report({
        message: 'script',
        at,
        phase,
        data: { path: at.path, features: list(fetches ? ['downloads', ...hostile] : hostile) },
      });
    }
  },
});
