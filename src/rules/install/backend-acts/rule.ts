import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';

/** An in-tree build backend starts programs or contacts the network. */
export const rule = defineRule({
  id: 'install/backend-acts',
  title: 'brings a build backend of its own that starts programs or contacts the network',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002', 'T1059.006'],
  messages: { acts: 'The build backend {backend} calls {api}' },
  detect(facts, report) {
    const backend = facts.of('shape')[0]?.inTreeBackend ?? '';
    if (backend === '') return;
    for (const { api, at, phase } of facts.of('call')) {
      if (phase !== 'install' || at.path.endsWith('setup.py')) continue;
      if (!contactsNetwork(api) && !STARTS.test(api)) continue;
      report({ message: 'acts', at, phase, data: { backend, api } });
    }
  },
});

const STARTS =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput)|os\.(?:system|popen|startfile|exec\w*|spawn\w*))$/;
