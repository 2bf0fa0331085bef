import type { FactOf } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { isGeneratedPth } from '../../support/start-file.ts';

const REGISTRY_WRITES = ['winreg.SetValueEx', 'winreg.SetValue', 'win32api.RegSetValueEx'] as const;
const RUN_KEY = /currentversion\\+(?:run|runonce|policies\\+explorer\\+run|winlogon)\b/i;

/** Anything → a place from which programs start by themselves. */
export const rule = defineRule({
  id: 'persistence/autostart-write',
  title: 'writes to a place from which programs start by themselves',
  version: 3,
  state: 'enforced',
  attack: ['T1547.001', 'T1543', 'T1546.004', 'T1053'],
  messages: {
    written: '{sink} makes something start by itself',
    registry: '{api} sets a registry value that starts a program',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'written',
      sources: null,
      sinks: ['persistence-write'],
      where: (flow) => !isGeneratedPth(flow),
    });
    const members = new Set(
      facts
        .of('call')
        .filter(opensRunKey)
        .map((call) => call.at.path),
    );
    for (const { api, at, phase } of facts.calls(...REGISTRY_WRITES)) {
      if (members.has(at.path)) report({ message: 'registry', at, phase, data: { api } });
    }
  },
});

function opensRunKey({ api, args }: FactOf<'call'>): boolean {
  return /^(?:winreg|win32api)\./.test(api) && args.some((arg) => RUN_KEY.test(arg.text));
}
